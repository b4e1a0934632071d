package org.nseekfs.benchmarks.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.benchmarks.CommandRun;

class BenchRetrievalCommandTest {

  @TempDir Path folder;

  @Test
  void theBenchmarkKeepsItsFigures() throws IOException {
    Path results = folder.resolve("results");
    CommandRun run =
        CommandRun.of(
            "bench-retrieval",
            "--questions",
            6,
            "--others",
            4,
            "--documents",
            "entry",
            "--out",
            results,
            "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals("retrieval", run.json().get("kind").asText());
    assertEquals(10, run.json().get("data").get("count").asInt());
    assertEquals(7, run.json().get("engines").size());
    assertEquals(1, Files.readAllLines(results.resolve("wordnet-examples.jsonl")).size());
    String table = Files.readString(folder.resolve("RESULTS.md"));
    assertTrue(table.contains("| engine | MRR | nDCG | recall | |"), table);
    assertTrue(table.contains("documents words and definitions, questions 6"), table);
  }
}
