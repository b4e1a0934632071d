package org.nseekfs.cli.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.cli.StockIndex;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;

class RebuildCommandTest {

  @TempDir Path folder;

  /** An index of two segments with codes, whose vectors are f8. */
  private Path coded() throws IOException {
    Random random = new Random(9);
    return StockIndex.write(
        folder.resolve("index"),
        new IndexWriterConfig()
            .setCodec(
                new NSeekCodec(NSeekVectorsConfig.DEFAULT.withElementType("v", ElementType.F8)))
            .setUseCompoundFile(false)
            .setMergePolicy(NoMergePolicy.INSTANCE),
        writer -> {
          for (int i = 0; i < 2600; i++) {
            Document document = StockIndex.document(i);
            document.add(
                new KnnFloatVectorField(
                    "v", StockIndex.vector(random), VectorSimilarityFunction.EUCLIDEAN));
            writer.addDocument(document);
            if (i == 1299) {
              writer.commit();
            }
          }
          writer.deleteDocuments(new Term("sku", "A5"));
        });
  }

  private static void flipABit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private static String hits(Path index) throws IOException {
    CommandRun run =
        CommandRun.of(
            "search", index, "--like", "A7", "--id-field", "sku", "--mode", "scan", "--json");
    assertEquals(0, run.exitCode(), run.err());
    return run.json().at("/answers/0/hits").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"veq", "vex"})
  void damagedCodesAreDerivedAnew(String extension) throws IOException {
    Path index = coded();
    String expected = hits(index);
    flipABit(index.resolve("_1_NSeek1_0." + extension));
    CommandRun check = CommandRun.of("check", index, "--json");
    assertEquals(1, check.exitCode(), check.out());
    assertTrue(check.json().get("remedy").asText().contains("'nseek rebuild " + index + "'"));

    CommandRun run = CommandRun.of("rebuild", index, "--json");

    assertEquals(0, run.exitCode(), run.err());
    CommandRun healed = CommandRun.of("check", index, "--json");
    assertEquals(0, healed.exitCode(), healed.out());
    assertFalse(healed.json().has("remedy"));
    assertEquals(2599, run.json().at("/fields/0/equal_vectors").asInt());
    assertEquals("f8", run.json().at("/fields/0/type").asText());
    assertEquals(2, run.json().get("segments").asInt());
    assertEquals(expected, hits(index));
    assertEquals(0, CommandRun.of("rebuild", index).exitCode());
  }

  @Test
  void missingCodesAreAdded() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2000, 1);
    Path index = folder.resolve("bare");
    CommandRun.of("index", index, "--vectors", base, "--codes", "off", "--lsh", "off");
    assertFalse(field(index).has("code_bytes_per_vector"));

    assertEquals(0, CommandRun.of("rebuild", index).exitCode());

    assertTrue(field(index).has("code_bytes_per_vector"));
    assertTrue(field(index).has("lsh"));
  }

  private static JsonNode field(Path index) throws IOException {
    return CommandRun.of("stats", index, "--json").json().at("/segments/0/fields/0");
  }

  /** Of fine codes, which these vectors do not have, there is a header only. */
  @ParameterizedTest
  @ValueSource(strings = {"vec", "veb"})
  void damagedVectorsAndFilesThatCannotBeOpenedAreLeftAsTheyAre(String extension)
      throws IOException {
    Path index = coded();
    flipABit(index.resolve("_1_NSeek1_0." + extension));
    TreeMap<String, byte[]> before = files(index);

    CommandRun check = CommandRun.of("check", index);
    CommandRun run = CommandRun.of("rebuild", index);

    assertFalse(check.out().contains("nseek rebuild"), check.out());
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("the index is damaged") && run.err().contains("_1_"), run.err());
    assertUnchanged(before, index);
  }

  @Test
  void whatCannotBeRebuiltIsRefused() throws IOException {
    Path stock = StockIndex.floats(folder.resolve("stock"), 20);
    assertFails("has no vectors in nseek's format: 'nseek convert'", stock);

    Path index = coded();
    Path notes = Files.writeString(index.resolve("notes.txt"), "mine");
    TreeMap<String, byte[]> before = files(index);
    assertFails("holds notes.txt, which is no file of an index", index);
    assertUnchanged(before, index);
    Files.delete(notes);
    try (Directory directory = new MMapDirectory(index);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      assertFails("something writes to " + index, index);
      writer.rollback();
    }
    assertFails("no index in", folder.resolve("none"));
    assertFails("no such file", folder.resolve("none/index"));
    assertFalse(Files.exists(folder.resolve("none")));
  }

  private static void assertFails(String message, Path index) {
    CommandRun run = CommandRun.of("rebuild", index);
    assertEquals(1, run.exitCode(), run.out());
    assertTrue(run.err().contains(message), run.err());
  }

  private static TreeMap<String, byte[]> files(Path index) throws IOException {
    TreeMap<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(index)) {
      for (Path file : entries.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  private void assertUnchanged(TreeMap<String, byte[]> before, Path index) throws IOException {
    TreeMap<String, byte[]> after = files(index);
    assertEquals(before.keySet(), after.keySet());
    before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
    try (Stream<Path> beside = Files.list(folder)) {
      assertTrue(
          beside.noneMatch(path -> path.getFileName().toString().contains("nseek-")),
          "something is left beside the index");
    }
  }
}
