package org.nseekfs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.file.VectorFile;

/** Commands on indexes that nseek has not made. */
class ForeignIndexTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"exact", "scan", "knn"})
  void neighboursAreFoundAndShownByTheirOwnFields(String mode) throws IOException {
    Path index = StockIndex.floats(folder.resolve("stock"), 300);
    Object[] like = {"search", index, "--mode", mode, "--id-field", "sku", "--like", "A7", "-k", 4};

    CommandRun table = CommandRun.of(like);
    assertEquals(0, table.exitCode(), table.err());
    assertTrue(table.out().startsWith("like A7"), table.out());
    CommandRun run = CommandRun.of(with(like, "--text-field", "title", "--json"));

    assertEquals("embedding", run.json().get("field").asText());
    JsonNode hits = run.json().at("/answers/0/hits");
    assertEquals(4, hits.size());
    Set<String> ids = new HashSet<>();
    for (JsonNode hit : hits) {
      String id = hit.get("id").asText();
      ids.add(id);
      assertEquals("thing " + id.substring(1), hit.get("text").asText());
    }
    assertEquals(4, ids.size());
    assertFalse(ids.contains("A7"));
    assertEquals(exactHits(index), hits.toString());
  }

  private static String exactHits(Path index) throws IOException {
    return CommandRun.of(
            "search",
            index,
            "--id-field",
            "sku",
            "--text-field",
            "title",
            "--like",
            "A7",
            "-k",
            4,
            "--json")
        .json()
        .at("/answers/0/hits")
        .toString();
  }

  private static Object[] with(Object[] arguments, Object... more) {
    Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return all;
  }

  @Test
  void documentsWithoutIdsHaveTheirNumbersAndTheOnlyTextIsShown() throws IOException {
    Path index = StockIndex.floats(folder.resolve("stock"), 50);

    CommandRun run = CommandRun.of("search", index, "--like", 7, "-k", 1, "--id-field", "sku");
    assertEquals(1, run.exitCode(), run.out());
    assertTrue(run.err().contains("the first has id A0, the last A49"), run.err());

    CommandRun numbered = CommandRun.of("search", index, "--like", 7, "-k", 1, "--json");
    assertEquals(7, numbered.json().at("/answers/0/query").asInt());
    // Both sku and title are stored texts: none is the obvious one.
    assertFalse(numbered.json().at("/answers/0/hits/0").has("text"), numbered.out());
    CommandRun titled =
        CommandRun.of("search", index, "--like", "A7", "-k", 1, "--id-field", "sku");
    assertTrue(titled.out().contains("thing "), titled.out());
  }

  @Test
  void aFieldMustBeNamedWhereThereAreSeveral() throws IOException {
    Path index = StockIndex.twoFields(folder.resolve("two"), 40);

    CommandRun none = CommandRun.of("search", index, "--like", 3);
    CommandRun other = CommandRun.of("search", index, "--like", 3, "--field", "sku");
    CommandRun bytes = CommandRun.of("search", index, "--like", 3, "--field", "hash", "--json");

    assertEquals(1, none.exitCode());
    assertTrue(none.err().contains("\"image\" (f32, 16 dimensions), \"hash\" (byte"), none.err());
    assertTrue(none.err().contains("--field"), none.err());
    assertEquals(1, other.exitCode());
    assertTrue(other.err().contains("no field \"sku\" with vectors; such fields"), other.err());
    assertEquals(0, bytes.exitCode(), bytes.err());
    assertEquals(10, bytes.json().at("/answers/0/hits").size());
    assertEquals("euclidean", bytes.json().get("similarity").asText());
  }

  @Test
  void recallIsThatOfTheIndexsOwnGraph() throws IOException {
    Path index = StockIndex.floats(folder.resolve("stock"), 8000);

    JsonNode few = recall(index, "--sample", 50, "-k", 5);
    JsonNode many = recall(index, "--sample", 50, "-k", 5, "--candidates", 200);
    JsonNode exact = recall(index, "--sample", 50, "-k", 5, "--mode", "exact");

    assertEquals("knn", few.get("mode").asText());
    assertEquals(5, few.get("candidates").asInt());
    assertTrue(few.get("recall").asDouble() > .5, few.toString());
    assertTrue(many.get("recall").asDouble() >= few.get("recall").asDouble(), many.toString());
    assertTrue(many.get("recall").asDouble() > .98, many.toString());
    assertFalse(few.has("documents_scored"), few.toString());
    assertEquals(1, exact.get("recall").asDouble());
    assertEquals(8000, exact.get("documents_scored").asDouble());
  }

  @Test
  void anIndexOfOursIsSearchedExactlyUnlessAsked() throws IOException {
    Path index = SampleFiles.index(folder, 60, "f32");

    assertEquals("exact", recall(index).get("mode").asText());
    assertEquals("knn", recall(index, "--candidates", 20).get("mode").asText());
    CommandRun wrong = CommandRun.of("recall", index, "--candidates", 20, "--mode", "lsh");
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("--candidates needs --mode knn"), wrong.err());
    CommandRun doubles =
        CommandRun.of("recall", SampleFiles.index(folder, 60, "f64"), "--mode", "knn");
    assertEquals(1, doubles.exitCode());
    assertTrue(doubles.err().contains("f64 vectors, which Lucene's own query"), doubles.err());
  }

  private static JsonNode recall(Path index, Object... options) throws IOException {
    CommandRun run = CommandRun.of(with(with(new Object[] {"recall", index}, options), "--json"));
    assertEquals(0, run.exitCode(), run.err());
    return run.json();
  }

  @Test
  void vectorsAreReadAndTheIndexIsChecked() throws IOException {
    Path index = StockIndex.twoFields(folder.resolve("two"), 40);
    Path out = folder.resolve("hash.npy");

    CommandRun run = CommandRun.of("vectors", index, "--field", "hash", "--out", out, "--json");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals("byte", run.json().get("type").asText());
    try (VectorFile file = VectorFile.open(out)) {
      assertEquals(40, file.count());
      assertEquals(StockIndex.DIMENSION, file.dimension());
    }
    CommandRun self =
        CommandRun.of("search", index, "--field", "hash", "--vectors", out, "-k", 1, "--json");
    assertEquals(39, self.json().at("/answers/39/hits/0/id").asInt());
    assertEquals(0, CommandRun.of("check", index).exitCode());
  }

  @Test
  void statsTellWhatAnotherFormatTakesAndWhatToDo() throws IOException {
    Path index = StockIndex.twoFields(folder.resolve("two"), 4000);

    CommandRun text = CommandRun.of("stats", index);
    JsonNode both = CommandRun.of("stats", index, "--json").json().at("/segments/0/fields");
    JsonNode one =
        CommandRun.of("stats", index, "--field", "hash", "--json").json().at("/segments/0/fields");

    assertEquals(2, both.size());
    assertEquals(1, one.size());
    assertEquals("hash", one.get(0).get("name").asText());
    assertFalse(both.get(0).get("ours").asBoolean());
    long vectors = both.at("/0/bytes/vec").asLong();
    long graph = both.at("/0/bytes/vex").asLong();
    assertTrue(vectors >= 4000 * StockIndex.DIMENSION * 4 && graph > 0, both.toString());
    assertFalse(both.get(0).has("lsh_bytes_per_vector"), both.toString());
    assertTrue(text.out().contains("not in nseek's format"), text.out());
    assertTrue(text.out().contains(String.format(Locale.ROOT, "%,d", graph)), text.out());
    assertTrue(text.out().contains("'nseek convert " + index + " COPY'"), text.out());
    Path ours = SampleFiles.index(folder, 20, "f32");
    assertFalse(CommandRun.of("stats", ours).out().contains("convert"));
    assertEquals(1, CommandRun.of("stats", index, "--field", "sku").exitCode());
  }

  @Test
  void softDeletedDocumentsAreNotFound() throws IOException {
    Random random = new Random(7);
    Path index =
        StockIndex.write(
            folder.resolve("soft"),
            new IndexWriterConfig().setSoftDeletesField("gone"),
            writer -> {
              for (int i = 0; i < 20; i++) {
                Document document = StockIndex.document(i);
                document.add(
                    new KnnFloatVectorField(
                        "v", StockIndex.vector(random), VectorSimilarityFunction.COSINE));
                writer.addDocument(document);
              }
              writer.softUpdateDocument(
                  new Term("sku", "A3"),
                  StockIndex.document(3),
                  new NumericDocValuesField("gone", 1));
            });

    CommandRun run =
        CommandRun.of("search", index, "--id-field", "sku", "--like", "A7", "-k", 30, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(18, run.json().at("/answers/0/hits").size());
    assertFalse(run.out().contains("\"A3\""), run.out());
  }
}
