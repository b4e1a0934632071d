package org.nseekfs.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.benchmarks.data.SmallDataSet;
import picocli.CommandLine;

class BenchCommandTest {

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path data;

  @BeforeEach
  void writeData() throws IOException {
    data = SmallDataSet.write(directory);
  }

  private int run(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "--data";
    arguments[1] = data.toString();
    System.arraycopy(options, 0, arguments, 2, options.length);
    return new CommandLine(new BenchCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void measuresEveryEngineInOneRun() throws IOException {
    int code =
        run(
            "--engines=nseek-f8,nseek-f64,lucene-flat,lucene-hnsw:50,read,faiss-flat",
            "--python=no-such-python",
            "--rounds=2",
            "--turn=3",
            "--warmup=5",
            "--json",
            "--out=" + directory.resolve("results"));
    assertEquals(0, code, err::toString);
    JsonNode run = json();
    assertEquals(7, run.at("/parameters/queries").asInt());
    assertEquals(6, run.path("engines").size());
    for (JsonNode engine : run.path("engines")) {
      if (engine.path("engine").asText().equals("faiss-flat")) {
        assertTrue(engine.path("skipped").asText().contains("no-such-python"));
      } else {
        assertTrue(engine.path("p50_ms").asDouble() > 0, engine::toString);
      }
    }
    JsonNode doubles = run.at("/engines/1");
    assertEquals("nseek-f64", doubles.path("engine").asText());
    assertEquals(1, doubles.path("recall").asDouble());
    assertEquals(SmallDataSet.COUNT, doubles.path("documents_scored").asInt());
    assertEquals(
        SmallDataSet.COUNT * SmallDataSet.DIMENSION * Double.BYTES,
        doubles.path("bytes_read").asInt());
    assertTrue(Files.readString(directory.resolve("RESULTS.md")).contains("| lucene-hnsw:50 |"));
    assertFalse(out.toString().contains(directory.toString()), "no path in a result");
    assertTrue(err.toString().contains("measure, rounds: 2 of 2"), err::toString);
  }

  @Test
  void everyExactEngineFindsTheTruthOfWhatAFilterAndDeletesLeave() throws IOException {
    for (String filter : new String[] {"1", "0.3", "alike:0.2"}) {
      out.getBuffer().setLength(0);
      int code =
          run(
              "--engines=nseek-f32,nseek-scan-f32,nseek-auto-f32:1,lucene-flat,lucene-hnsw:400",
              "--filter=" + filter,
              "--segments=4",
              "--deletes=0.1",
              "--rounds=1",
              "--warmup=0",
              "--json");
      assertEquals(0, code, err::toString);
      assertEquals(4, json().at("/parameters/segments").asInt());
      assertEquals(.1, json().at("/parameters/deleted").asDouble());
      for (JsonNode engine : json().path("engines")) {
        assertEquals(1, engine.path("recall_by_id").asDouble(), engine::toString);
      }
    }
  }

  @Test
  void measuresIndexing() throws IOException {
    int code =
        run(
            "--indexing",
            "--engines=nseek-f16,lucene-hnsw,read",
            "--rounds=3",
            "--ram-buffer-mb=1",
            "--no-fsync",
            "--concurrent-merges",
            "--json");
    assertEquals(0, code, err::toString);
    JsonNode run = json();
    assertEquals("indexing", run.path("kind").asText());
    assertFalse(run.at("/parameters/fsync").asBoolean(true));
    assertEquals("concurrent", run.at("/parameters/merges").asText());
    assertEquals(3, run.at("/engines/0/seconds_of_rounds").size());
    assertTrue(run.at("/engines/0/index_bytes").asLong() > 2L * 700 * 24);
    assertEquals("has no Lucene index", run.at("/engines/2/skipped").asText());
  }

  @Test
  void printsATableWithoutJson() {
    assertEquals(0, run("--engines=read", "--rounds=1", "--warmup=0"), err::toString);
    assertTrue(out.toString().contains("| read |"), out::toString);
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    assertUsage("engine must be one of", "--engines=nseek");
    assertUsage("its candidates must be a positive integer, got \"0\"", "--engines=lucene-hnsw:0");
    assertUsage(
        "nseek-lsh-f32: its recall target must be above 0 and at most 1, got \"1.5\"",
        "--engines=nseek-lsh-f32:1.5");
    assertUsage("k must be 1..20", "--k=21");
    assertUsage("k must be 1..20", "--k=0");
    assertUsage("queries must be 1..7", "--queries=8");
    assertUsage("queries must be positive, got 0", "--queries=0");
    assertUsage("rounds must be positive, got 0", "--rounds=0");
    assertUsage("rounds must be positive, got 0", "--rounds=0", "--indexing");
    assertUsage("batch must be positive, got 0", "--batch=0");
    assertUsage("warmup must not be negative, got -1", "--warmup=-1");
    assertUsage("a filter must accept a share above 0", "--filter=0");
    assertUsage("without --filter and --deletes", "--indexing", "--segments=2");
    assertUsage("without --filter and --deletes", "--stored-truth", "--filter=0.5");
    assertUsage("RAM buffer must be above 0", "--indexing", "--ram-buffer-mb=0");
  }

  private void assertUsage(String message, String... options) {
    err.getBuffer().setLength(0);
    assertEquals(2, run(options));
    assertTrue(err.toString().contains(message), err::toString);
  }
}
