package org.nseekfs.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.cli.file.ElementKind;
import org.nseekfs.cli.file.NpyWriter;

class RecallCommandTest {

  @TempDir Path folder;

  @Test
  void theKeysAreThoseOfTheInterface() throws IOException {
    Path index = SampleFiles.index(folder, 50, "f32");
    Path queries = SampleFiles.vectors(folder.resolve("query.npy"), 6, 2);

    CommandRun run =
        CommandRun.of(
            "recall",
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
        CommandRun.of("recall", index, "--vectors", queries, "--threads", threads, "--json");

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

  @Test
  void aSearchToARecallTargetSaysWhatItDid() throws IOException {
    Path index = SampleFiles.index(folder, 3000, "f32");

    JsonNode json = recall(index, "--mode", "lsh", "--recall-target", ".9");

    assertEquals("lsh", json.get("mode").asText());
    assertEquals(.9, json.get("recall_target").asDouble());
    assertEquals(.9, json.get("estimated_recall").asDouble(), .1);
    assertTrue(json.get("recall").asDouble() >= .75, json.toString());
    assertTrue(json.get("documents_scored").asDouble() < 3000, json.toString());
    double codesRead = json.get("codes_read").asDouble();
    assertTrue(codesRead > 0 && codesRead <= 3000, json.toString());
    assertEquals(codesRead / 3000, json.get("codes_fraction").asDouble(), 1e-12);
    assertTrue(json.get("buckets_probed").asDouble() >= 0, json.toString());
    assertEquals(0, json.get("fallbacks").asDouble());
    assertFalse(json.has("pruned"), "a search to a recall target does not tell");
    assertFalse(json.has("sampled"), "queries of a file");
  }

  @Test
  void anIndexWithoutSignCodesFallsBackToExactSearch() throws IOException {
    Path index = SampleFiles.index(folder, 300, "f64");

    JsonNode json = recall(index, "--mode", "lsh");

    assertEquals(.95, json.get("recall_target").asDouble());
    assertEquals(1, json.get("recall").asDouble());
    assertEquals(1, json.get("estimated_recall").asDouble());
    assertEquals(0, json.get("codes_read").asDouble());
    assertEquals(0, json.get("codes_fraction").asDouble());
    assertEquals(1, json.get("fallbacks").asDouble());
  }

  @Test
  void autoTakesARecallTarget() throws IOException {
    Path index = SampleFiles.index(folder, 3000, "f16");

    JsonNode json = recall(index, "--mode", "auto", "--recall-target", "1");

    assertEquals("auto", json.get("mode").asText());
    assertEquals(1, json.get("recall_target").asDouble());
    assertEquals(1, json.get("recall").asDouble());
    assertEquals(1, json.get("estimated_recall").asDouble());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exact", "scan"})
  void anExactSearchOfASampleFindsAll(String mode) throws IOException {
    Path index = SampleFiles.index(folder, 1500, "f32");

    CommandRun run = CommandRun.of("recall", index, "--sample", 40, "--mode", mode, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(40, run.json().get("sampled").asInt());
    assertEquals(40, run.json().get("queries").asInt());
    assertEquals(10, run.json().get("k").asInt());
    assertEquals(1, run.json().get("recall").asDouble());
    assertFalse(run.json().has("recall_target"));
  }

  @Test
  void aSampleIsAThousandOrAll() throws IOException {
    Path many = SampleFiles.index(folder, 1500, "f32");
    Path few = SampleFiles.index(folder, 7, "f64");

    CommandRun run =
        CommandRun.of("recall", many, "--mode", "lsh", "--recall-target", .8, "--json");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(1000, run.json().get("sampled").asInt());
    assertTrue(run.json().get("codes_read").asDouble() > 0, run.out());
    assertEquals(.8, run.json().get("recall").asDouble(), .15);
    assertEquals(.8, run.json().get("estimated_recall").asDouble(), .1);

    CommandRun all = CommandRun.of("recall", few, "-k", 10, "--warmup", 0, "--json");
    assertEquals(7, all.json().get("sampled").asInt());
    assertEquals(1, all.json().get("recall").asDouble(), "all 6 others are found");
  }

  @Test
  void aLoneVectorHasNoNeighboursToSample() throws IOException {
    CommandRun run = CommandRun.of("recall", SampleFiles.index(folder, 1, "f32"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("at least 2 vectors"), run.err());
  }

  @Test
  void theTableShowsWhatASampleIsAndWhatASearchToATargetDid() throws IOException {
    Path index = SampleFiles.index(folder, 1500, "f32");

    CommandRun run = CommandRun.of("recall", index, "--sample", 30, "--mode", "lsh");

    assertEquals(0, run.exitCode(), run.err());
    for (String row :
        new String[] {
          "of them vectors of the index",
          "recall target",
          "estimated recall",
          "sign codes read a query",
          "of the documents considered",
          "buckets probed a query",
          "fallbacks a query"
        }) {
      assertTrue(run.out().contains(row), row + " in " + run.out());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--vectors v --mode lsh --recall-target 0 | must be above 0 and at most 1, got 0.0",
        "--vectors v --mode auto --recall-target 1.5 | must be above 0 and at most 1, got 1.5",
        "--vectors v --mode lsh --recall-target NaN | must be above 0 and at most 1, got NaN",
        "--vectors v --mode lsh --recall-target high | 'high' is not a double",
        "--vectors v --recall-target .9 | mode exact finds every hit",
        "--vectors v --mode scan --recall-target .9 | mode scan finds every hit",
        "--vectors v --mode lsh --batch 2 | --batch needs --mode exact: mode lsh",
        "--vectors v --sample 3 | --sample and --vectors exclude each other",
        "--truth t.npy | --truth needs --vectors",
        "--sample 0 | --sample must be at least 1, got 0"
      })
  void optionsThatDoNotGoTogetherAreNamed(String options, String message) {
    List<Object> arguments = new ArrayList<>(List.of("recall", "i"));
    arguments.addAll(List.of(options.split(" ")));

    CommandRun run = CommandRun.of(arguments.toArray());

    assertEquals(2, run.exitCode(), run.err());
    assertTrue(run.err().contains(message), run.err());
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

  private JsonNode recall(Path index, Object... options) throws IOException {
    Path queries = SampleFiles.vectors(folder.resolve("query.npy"), 20, 2);
    List<Object> arguments =
        new ArrayList<>(List.of("recall", index, "--vectors", queries, "--json"));
    arguments.addAll(List.of(options));
    CommandRun run = CommandRun.of(arguments.toArray());
    assertEquals(0, run.exitCode(), run.err());
    return run.json();
  }

  private static double pruned(JsonNode json) {
    return json.get("pruned").get("coarse").asDouble() + json.get("pruned").get("fine").asDouble();
  }

  @Test
  void theTableShowsWhatWasPruned() throws IOException {
    Path index = SampleFiles.index(folder, 30, "f32");

    CommandRun run = CommandRun.of("recall", index, "--vectors", folder.resolve("base.npy"));

    assertTrue(run.out().contains("pruned a query, coarse"), run.out());
  }

  @Test
  void aBatchIsNotScanned() {
    CommandRun run =
        CommandRun.of("recall", "i", "--vectors", "v", "--mode", "scan", "--batch", 10);

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
        CommandRun.of("recall", index, "--vectors", queries, "--truth", truth, "-k", 2, "--json");

    assertEquals(0, run.exitCode(), run.err());
    double recall = run.json().get("recall").asDouble();
    assertTrue(recall == 0 || recall == .25, "id 3 is found or not, nothing else: " + recall);
  }

  @Test
  void aTruthMayBeIvecs() throws IOException {
    Path index = SampleFiles.index(folder, 2, "f32");
    Path queries = SampleFiles.vectors(folder.resolve("query.npy"), 1, 2);
    ByteBuffer row = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt(2).putInt(1);
    Path truth = Files.write(folder.resolve("truth.ivecs"), row.putInt(100).array());

    CommandRun run =
        CommandRun.of("recall", index, "--vectors", queries, "--truth", truth, "-k", 2, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(.5, run.json().get("recall").asDouble());
  }

  @Test
  void aTruthThatDoesNotFitIsRefused() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");
    Path queries = SampleFiles.vectors(folder.resolve("query.npy"), 3, 2);
    Path truth = truth(new int[] {1, 2}, new int[] {1, 2});

    CommandRun rows = CommandRun.of("recall", index, "--vectors", queries, "--truth", truth);
    assertEquals(1, rows.exitCode());
    assertTrue(rows.err().contains("truth of 2 queries, and there are 3"), rows.err());

    SampleFiles.vectors(queries, 2, 2);
    CommandRun columns =
        CommandRun.of("recall", index, "--vectors", queries, "--truth", truth, "-k", 3);
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

    CommandRun run = CommandRun.of("recall", index, "--vectors", queries);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("12, got 5"), run.err());
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    Object[][] wrong = {
      {"-k", 0}, {"--threads", 0}, {"--warmup", -1}, {"--mode", "magic"}, {"--batch", 0}
    };
    for (Object[] option : wrong) {
      CommandRun run = CommandRun.of("recall", "i", "--vectors", "v", option[0], option[1]);
      assertEquals(2, run.exitCode(), run.err());
    }
  }
}
