package org.nseekfs.benchmarks.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.benchmarks.peer.IndexSize;

class ResultLogTest {

  @TempDir Path directory;

  private static RunRecord run(String kind, String date, EngineRow... rows) {
    return new RunRecord(
        kind,
        new Environment(
            date, "0123abc", "VM 25", List.of("-Xmx1g"), "a CPU", 2, "an OS", 512, "10.5.1"),
        new RunRecord.DataDescription("small", 700, 24, Map.of("base.npy", "beef")),
        Map.of("ram_buffer_mb", 16),
        List.of(rows));
  }

  private static EngineRow searched() {
    return new EngineRow.Searched(
        "nseek-f32",
        "",
        new Latency(1, 2, 3, 1.5),
        new EngineRow.Accuracy(1., .875, 1., 0),
        new EngineRow.Effort(
            30.,
            600.,
            Map.of("coarse", 670.),
            null,
            null,
            new IndexSize(90_000L, 67_200L, 8_400L, 6_720L)));
  }

  @Test
  void appendsALineARunAndGeneratesTheTable() throws IOException {
    ResultLog log = new ResultLog(directory.resolve("results"));
    log.append(run("search", "2026-01-01T00:00:00Z", searched()));
    log.append(
        run("search", "2026-01-02T00:00:00Z", new EngineRow.Skipped("faiss-flat", "no python")));
    List<String> lines = Files.readAllLines(directory.resolve("results/small.jsonl"));
    assertEquals(2, lines.size());
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    assertEquals("search", first.path("kind").asText());
    assertEquals("0123abc", first.path("commit").asText());
    assertEquals(512, first.path("vector_bits").asInt());
    assertEquals("beef", first.path("data").path("sha256").path("base.npy").asText());
    assertEquals(16, first.path("parameters").path("ram_buffer_mb").asInt());
    JsonNode row = first.path("engines").path(0);
    assertEquals(1.5, row.path("mean_ms").asDouble());
    assertEquals(.875, row.path("recall_by_id").asDouble());
    assertFalse(row.has("bytes_read"), "what is unknown has no key");

    String table = Files.readString(directory.resolve("RESULTS.md"));
    assertTrue(
        table.contains(
            "| nseek-f32 | 1.000 | 2.000 | 3.000 | 1.500 | 1.0000 | 0.8750 | 1.0000 | 0 | 30 | 600 | coarse 670 |  |  | 0.1 | 0.0 | 0.125 | 0.0 | 0.100 |"),
        table);
    assertTrue(table.contains("skipped: no python"), table);
    assertTrue(table.indexOf("2026-01-02") < table.indexOf("2026-01-01"), "newest first");
  }

  @Test
  void showsTimesOfIndexing() {
    EngineRow row =
        new EngineRow.Indexed(
            "lucene-flat",
            new double[] {3, 4, 5},
            4,
            2.5,
            1,
            .5,
            new IndexSize(2_000_000L, null, null, null));
    String table = ResultTable.run(ResultLog.json(run("indexing", "2026-01-01T00:00:00Z", row)));
    assertTrue(
        table.contains("| lucene-flat | 4.00 | 2.50 | 1.00 | 0.50 | 2.0 |  |  |  |  |"), table);
    assertTrue(table.contains("ram buffer mb 16"), table);
  }

  @Test
  void theEnvironmentNamesNoFileOfThisMachine() {
    Environment environment = Environment.current();
    assertTrue(environment.jvmFlags().stream().noneMatch(flag -> flag.contains("/")));
    assertFalse(environment.cpu().isBlank());
    assertFalse(environment.commit().isBlank());
    assertTrue(environment.lucene().startsWith("10."), environment.lucene());
  }
}
