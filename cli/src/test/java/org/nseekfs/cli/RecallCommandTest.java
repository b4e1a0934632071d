package org.nseekfs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.benchmarks.data.ElementKind;
import org.nseekfs.benchmarks.data.NpyWriter;

class RecallCommandTest {

  @TempDir Path folder;

  @Test
  void theKeysAreThoseOfTheInterface() throws IOException {
    Path index = SampleFiles.index(folder, 50, "f32");
    Path queries = SampleFiles.vectors(folder.resolve("query.npy"), 6, 2);

    CommandRun run =
        CommandRun.of(
            "recall",
            "--index",
            index,
            "--vectors",
            queries,
            "-k",
            4,
            "--mode",
            "exact",
            "--threads",
            1,
            "--warmup",
            3,
            "--json");

    assertEquals(0, run.exitCode(), run.err());
    List<String> keys = new ArrayList<>();
    run.json().fieldNames().forEachRemaining(keys::add);
    assertEquals(
        List.of(
            "queries",
            "k",
            "mode",
            "threads",
            "batch",
            "recall",
            "p50_ms",
            "p90_ms",
            "p99_ms",
            "mean_ms",
            "qps",
            "documents_scored",
            "pruned",
            "bytes_read"),
        keys);
    JsonNode json = run.json();
    assertEquals("exact", json.get("mode").asText());
    assertEquals(6, json.get("queries").asInt());
    assertEquals(50, json.get("documents_scored").asDouble());
    assertEquals(0, json.get("pruned").get("coarse").asDouble());
    assertEquals(0, json.get("pruned").get("fine").asDouble());
    assertEquals(50 * SampleFiles.DIMENSION * Float.BYTES, json.get("bytes_read").asDouble());
  }

  @ParameterizedTest
  @CsvSource({"f8,1", "f16,2", "bf16,1", "f32,2", "f64,1"})
  void exactSearchFindsAllThatItsStoredValuesSay(String type, int threads) throws IOException {
    Path index = SampleFiles.index(folder, 3000, type);
    Path queries = SampleFiles.vectors(folder.resolve("query.npy"), 20, 2);

    CommandRun run =
        CommandRun.of(
            "recall", "--index", index, "--vectors", queries, "--threads", threads, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(1, run.json().get("recall").asDouble());
  }

  @Test
  void exactSearchPrunesWhatAScanScores() throws IOException {
    Path index = SampleFiles.index(folder, 3000, "f32");

    JsonNode exact = recall(index, "--mode", "exact");
    JsonNode scan = recall(index, "--mode", "scan");

    assertTrue(pruned(exact) > 0, exact.toString());
    assertEquals(3000, pruned(exact) + exact.get("documents_scored").asDouble(), 1e-9);
    assertEquals(0, pruned(scan));
    assertEquals(3000, scan.get("documents_scored").asDouble());
    assertEquals("scan", scan.get("mode").asText());
    assertEquals(1, scan.get("recall").asDouble());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 20, 100})
  void batchesOfAnySizeFindAll(int batch) throws IOException {
    Path index = SampleFiles.index(folder, 3000, "f32");

    JsonNode json = recall(index, "--batch", batch);

    assertEquals(batch, json.get("batch").asInt());
    assertEquals(20, json.get("queries").asInt());
    assertEquals(1, json.get("recall").asDouble());
    assertEquals(3000, pruned(json) + json.get("documents_scored").asDouble(), 1e-9);
    assertTrue(json.get("p50_ms").asDouble() > 0);
  }

  private JsonNode recall(Path index, String option, Object value) throws IOException {
    Path queries = SampleFiles.vectors(folder.resolve("query.npy"), 20, 2);
    CommandRun run =
        CommandRun.of("recall", "--index", index, "--vectors", queries, "--json", option, value);
    assertEquals(0, run.exitCode(), run.err());
    return run.json();
  }

  private static double pruned(JsonNode json) {
    return json.get("pruned").get("coarse").asDouble() + json.get("pruned").get("fine").asDouble();
  }

  @Test
  void theTableShowsWhatWasPruned() throws IOException {
    Path index = SampleFiles.index(folder, 30, "f32");

    CommandRun run =
        CommandRun.of("recall", "--index", index, "--vectors", folder.resolve("base.npy"));

    assertTrue(run.out().contains("pruned a query, coarse"), run.out());
  }

  @Test
  void aBatchIsNotScanned() {
    CommandRun run =
        CommandRun.of("recall", "--index", "i", "--vectors", "v", "--mode", "scan", "--batch", 10);

    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--batch needs --mode exact"), run.err());
  }

  @Test
  void recallCountsTheIdsOfTheGivenTruth() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");
    Path truth = truth(new int[] {3, 100, 3}, new int[] {100, 100, 100});
    Path queries = folder.resolve("query.npy");
    SampleFiles.vectors(queries, 2, 2);

    CommandRun run =
        CommandRun.of(
            "recall", "--index", index, "--vectors", queries, "--truth", truth, "-k", 2, "--json");

    assertEquals(0, run.exitCode(), run.err());
    double recall = run.json().get("recall").asDouble();
    assertTrue(recall == 0 || recall == .25, "id 3 is found or not, nothing else: " + recall);
  }

  @Test
  void aTruthThatDoesNotFitIsRefused() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");
    Path queries = SampleFiles.vectors(folder.resolve("query.npy"), 3, 2);
    Path truth = truth(new int[] {1, 2}, new int[] {1, 2});

    CommandRun rows =
        CommandRun.of("recall", "--index", index, "--vectors", queries, "--truth", truth);
    assertEquals(1, rows.exitCode());
    assertTrue(rows.err().contains("truth of 2 queries, and there are 3"), rows.err());

    SampleFiles.vectors(queries, 2, 2);
    CommandRun columns =
        CommandRun.of("recall", "--index", index, "--vectors", queries, "--truth", truth, "-k", 3);
    assertEquals(1, columns.exitCode());
    assertTrue(columns.err().contains("too few for k 3"), columns.err());
  }

  private Path truth(int[]... rows) throws IOException {
    Path file = folder.resolve("truth.npy");
    try (NpyWriter writer = NpyWriter.create(file, ElementKind.INT32, rows[0].length)) {
      for (int[] row : rows) {
        writer.write(row);
      }
      writer.commit();
    }
    return file;
  }

  @Test
  void queriesOfAnotherDimensionAreRefused() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f64");
    Path queries = SampleFiles.vectors(folder.resolve("query.npy"), 3, 5, 2);

    CommandRun run = CommandRun.of("recall", "--index", index, "--vectors", queries);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("12, got 5"), run.err());
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    Object[][] wrong = {
      {"-k", 0}, {"--threads", 0}, {"--warmup", -1}, {"--mode", "magic"}, {"--batch", 0}
    };
    for (Object[] option : wrong) {
      CommandRun run =
          CommandRun.of("recall", "--index", "i", "--vectors", "v", option[0], option[1]);
      assertEquals(2, run.exitCode(), run.err());
    }
  }
}
