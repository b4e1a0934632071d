package org.nseekfs.cli.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.cli.StockIndex;

/** {@code nseek convert} of some fields, to other types, and of indexes with special documents. */
class ConvertFieldsTest {

  @TempDir Path folder;

  private static JsonNode field(Path index, String name) throws IOException {
    CommandRun run = CommandRun.of("stats", index, "--field", name, "--json");
    assertEquals(0, run.exitCode(), run.err());
    return run.json().at("/segments/0/fields/0");
  }

  @Test
  void otherFieldsStayInTheirFormats() throws IOException {
    Path stock = StockIndex.twoFields(folder.resolve("two"), 300);
    Path half = folder.resolve("half");
    Path back = folder.resolve("back");
    Path all = folder.resolve("all");

    CommandRun run = CommandRun.of("convert", stock, half, "--field", "image");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(0, CommandRun.of("convert", half, all, "--field", "hash").exitCode());
    assertEquals(
        0, CommandRun.of("convert", all, back, "--to", "lucene", "--field", "image").exitCode());

    assertEquals("NSeek1", field(half, "image").get("format").asText());
    assertEquals(field(stock, "hash"), field(half, "hash"));
    assertEquals("NSeek1", field(all, "image").get("format").asText());
    assertEquals("NSeek1", field(all, "hash").get("format").asText());
    assertEquals(field(stock, "image").get("format"), field(back, "image").get("format"));
    assertEquals("NSeek1", field(back, "hash").get("format").asText());
    assertTrue(run.out().contains("byte"), run.out());
  }

  @ParameterizedTest
  @CsvSource({"f8, .05", "f16, .0005", "bf16, .004", "f32, 0"})
  void elementsAreRoundedAndTheLargestErrorIsTold(String type, double most) throws IOException {
    Path unit = SampleFiles.index(folder, 400, "f32");
    Path copy = folder.resolve("copy");

    CommandRun run = CommandRun.of("convert", unit, copy, "--type", type, "--json");

    assertEquals(0, run.exitCode(), run.err());
    JsonNode told = run.json().at("/fields/0");
    assertEquals(type, told.get("type").asText());
    assertEquals(type, field(copy, "vector").get("type").asText());
    double error = told.get("largest_error").asDouble();
    assertTrue(error <= most, told.toString());
    assertEquals(most > 0, error > 0);
    assertEquals(400, told.get("equal_vectors").asInt() + told.get("rounded_vectors").asInt());
    assertEquals(0, CommandRun.of("check", copy).exitCode());
    // As an index that was made of this type.
    Path made = type.equals("f32") ? unit : SampleFiles.index(folder, 400, type);
    assertEquals(hits(made), hits(copy));
  }

  private static String hits(Path index) throws IOException {
    return CommandRun.of("search", index, "--like", 3, "--json")
        .json()
        .at("/answers/0/hits")
        .toString();
  }

  @Test
  void doublesAreRoundedToFloats() throws IOException {
    Path doubles = SampleFiles.index(folder, 60, "f64");
    Path copy = folder.resolve("copy");

    assertEquals(0, CommandRun.of("convert", doubles, copy, "--type", "f32").exitCode());

    assertEquals("f32", field(copy, "vector").get("type").asText());
    assertEquals(SampleFiles.DIMENSION, field(copy, "vector").get("dimension").asInt());
    assertEquals(hits(SampleFiles.index(folder, 60, "f32")), hits(copy));
  }

  @Test
  void blocksSoftDeletesAndSegmentsAreKept() throws IOException {
    Random random = new Random(8);
    Path stock =
        StockIndex.write(
            folder.resolve("stock"),
            new IndexWriterConfig()
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setSoftDeletesField("gone")
                .setParentField("parent"),
            writer -> {
              for (int block = 0; block < 30; block++) {
                Document child = StockIndex.document(2 * block);
                child.add(
                    new KnnFloatVectorField(
                        "v", StockIndex.vector(random), VectorSimilarityFunction.EUCLIDEAN));
                writer.addDocuments(List.of(child, StockIndex.document(2 * block + 1)));
                if (block % 10 == 9) {
                  writer.commit();
                }
              }
              writer.softUpdateDocument(
                  new Term("sku", "A4"),
                  StockIndex.document(100),
                  new NumericDocValuesField("gone", 1));
              writer.deleteDocuments(new Term("sku", "A6"), new Term("sku", "A7"));
            });
    Path copy = folder.resolve("copy");

    CommandRun run = CommandRun.of("convert", stock, copy, "--type", "f16", "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(4, run.json().get("segments").asInt());
    assertEquals(skus(stock), skus(copy));
    String deleted = search(copy, "A0").out();
    assertFalse(deleted.contains("\"A4\"") || deleted.contains("\"A6\""), deleted);
    assertEquals(27, search(copy, "A0").json().at("/answers/0/hits").size());
    assertEquals(0, CommandRun.of("check", copy).exitCode());
  }

  private static CommandRun search(Path index, String sku) {
    return CommandRun.of("search", index, "--like", sku, "--id-field", "sku", "-k", 60, "--json");
  }

  /** Of all documents that are not deleted, in their order; soft-deleted ones among them. */
  private static List<String> skus(Path index) throws IOException {
    List<String> skus = new ArrayList<>();
    try (Directory directory = new MMapDirectory(index);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      for (var leaf : reader.leaves()) {
        var live = leaf.reader().getLiveDocs();
        for (int doc = 0; doc < leaf.reader().maxDoc(); doc++) {
          if (live == null || live.get(doc)) {
            skus.add(leaf.reader().storedFields().document(doc).get("sku"));
          }
        }
      }
    }
    return skus;
  }

  @Test
  void whatCannotBeConvertedIsRefusedAndLeavesNothing() throws IOException {
    Path stock = StockIndex.twoFields(folder.resolve("two"), 30);
    Path copy = folder.resolve("copy");

    assertFails(1, "holds vectors of bytes", stock, copy, "--type", "f16");
    assertFails(1, "no field \"sku\" with vectors", stock, copy, "--field", "sku");
    assertFails(2, "--type needs --to nseek", stock, copy, "--type", "f16", "--to", "lucene");
    assertFails(2, "'--type'", stock, copy, "--type", "f64");
    Path csv = Files.writeString(folder.resolve("large.csv"), "1,2\n3,70000\n");
    Path large = folder.resolve("large");
    CommandRun.of("index", large, "--vectors", csv, "--similarity", "euclidean");
    assertFails(1, "ord 1", large, copy, "--type", "f16");
    assertFalse(Files.exists(copy));
  }

  private static void assertFails(int exitCode, String message, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("convert"));
    all.addAll(List.of(arguments));
    CommandRun run = CommandRun.of(all.toArray());
    assertEquals(exitCode, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
  }
}
