package org.nseekfs.cli.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.cli.StockIndex;

class AddDeleteCommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"f8", "f16", "f32", "f64"})
  void addedVectorsAreFoundByTheirIds(String type) throws IOException {
    Path index = SampleFiles.index(folder, 30, type);
    Path more = SampleFiles.vectors(folder.resolve("more.npy"), 20, 2);

    CommandRun run = CommandRun.of("add", index, "--vectors", more, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(30, run.json().get("first_id").asInt());
    assertEquals(49, run.json().get("last_id").asInt());
    assertEquals(50, run.json().get("documents").asInt());
    JsonNode answers =
        CommandRun.of("search", index, "--vectors", more, "-k", 1, "--json").json().get("answers");
    for (int row = 0; row < 20; row++) {
      assertEquals(30 + row, answers.get(row).at("/hits/0/id").asInt());
    }
    JsonNode segments = CommandRun.of("stats", index, "--json").json().get("segments");
    for (JsonNode segment : segments) {
      assertEquals(type, segment.at("/fields/0/type").asText());
    }
    assertEquals(0, CommandRun.of("check", index).exitCode());
    assertEquals(0, CommandRun.of("add", index, "--vectors", more).exitCode());
    // It is still an index of the command.
    assertEquals(0, CommandRun.of("index", index, "--vectors", more, "--overwrite").exitCode());
  }

  @Test
  void textsComeWithThem() throws IOException {
    Path index = SampleFiles.index(folder, 5, "f32");
    Path more = SampleFiles.vectors(folder.resolve("more.npy"), 2, 2);
    Path texts = SampleFiles.texts(folder.resolve("more.tsv"), 2);
    Path few = SampleFiles.texts(folder.resolve("few.tsv"), 1);

    CommandRun wrong = CommandRun.of("add", index, "--vectors", more, "--text", few);
    assertEquals(1, wrong.exitCode());
    assertTrue(wrong.err().contains("holds 2 vectors and " + few + " holds 1 texts"), wrong.err());
    assertEquals(0, CommandRun.of("add", index, "--vectors", more, "--text", texts).exitCode());

    CommandRun run = CommandRun.of("search", index, "--vectors", more, "-k", 1);
    assertTrue(run.out().contains("word1: gloss 1"), run.out());
  }

  @Test
  void allVectorsAreAddedOrNone() throws IOException {
    Path index = SampleFiles.index(folder, 5, "f16");
    Path bad =
        Files.writeString(
            folder.resolve("bad.csv"), "1,0,0,0,0,0,0,0,0,0,0,0\n70000,0,0,0,0,0,0,0,0,0,0,0\n");
    Path wide = SampleFiles.vectors(folder.resolve("wide.npy"), 2, 13, 1);
    Path stock = StockIndex.floats(folder.resolve("stock"), 3);

    assertFails("row 1", "add", index, "--vectors", bad);
    assertFails(
        "dimension 13, and " + index + " those of dimension 12", "add", index, "--vectors", wide);
    assertFails("was not made by 'nseek index'", "add", stock, "--vectors", wide);
    assertEquals(5, documents(index));
  }

  @Test
  void documentsAreDeletedById() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");

    CommandRun run = CommandRun.of("delete", index, "--id", 3, "--id", 7, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(2, run.json().get("deleted").asInt());
    assertEquals(8, documents(index));
    assertFails("id 3", "search", index, "--like", 3);
    assertFails("no document with id 3 in " + index, "delete", index, "--id", 4, "--id", 3);
    assertEquals(8, documents(index));
  }

  @Test
  void documentsOfOthersAreDeletedAndTheirSegmentsStay() throws IOException {
    Path stock = StockIndex.floats(folder.resolve("stock"), 100);
    JsonNode before = CommandRun.of("stats", stock, "--json").json().get("segments");

    CommandRun filtered =
        CommandRun.of("delete", stock, "--filter", "colour:red", "--filter", "price:4");
    CommandRun named = CommandRun.of("delete", stock, "--id", "A5", "--id-field", "sku");

    assertEquals(0, filtered.exitCode(), filtered.err());
    assertTrue(filtered.out().contains("10 documents deleted, 90 left"), filtered.out());
    assertEquals(0, named.exitCode(), named.err());
    assertEquals(89, documents(stock));
    JsonNode after = CommandRun.of("stats", stock, "--json").json().get("segments");
    assertEquals(before.size(), after.size());
    for (int i = 0; i < before.size(); i++) {
      assertEquals(before.get(i).get("fields"), after.get(i).get("fields"));
      assertEquals(before.get(i).get("name"), after.get(i).get("name"));
    }
    assertFalse(
        CommandRun.of("search", stock, "--like", "A7", "--id-field", "sku", "-k", 99)
            .out()
            .contains(" A5 "));
  }

  @Test
  void whatIsNotClearIsNotDeleted() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");

    assertEquals(2, CommandRun.of("delete", index).exitCode());
    assertEquals(2, CommandRun.of("delete", index, "--id", 1, "--filter", "id:1").exitCode());
    assertFails("no field \"sku\"", "delete", index, "--id", 1, "--id-field", "sku");
    try (Directory directory = new MMapDirectory(index);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      assertFails("something writes to " + index, "delete", index, "--id", 1);
      assertFails(
          "something writes to " + index, "add", index, "--vectors", folder.resolve("base.npy"));
      writer.rollback();
    }
    assertEquals(10, documents(index));
  }

  private static int documents(Path index) throws IOException {
    return CommandRun.of("stats", index, "--json").json().get("documents").asInt();
  }

  private static void assertFails(String message, Object... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertEquals(1, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
  }
}
