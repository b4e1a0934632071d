package org.nseekfs.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.cli.CommandRun;

class DemoCommandTest {

  private static final int DOCUMENTS = 20;

  @TempDir static Path cache;
  private static CommandRun first;

  @TempDir Path folder;

  @BeforeAll
  static void run() {
    first = demo("--json");
  }

  private static CommandRun demo(Object... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("demo", "--documents", DOCUMENTS, "--cache", cache), Stream.of(more))
            .toArray());
  }

  @Test
  void everyQuestionIsAnsweredByVectorAmongTheFirstThree() throws IOException {
    assertEquals(0, first.exitCode(), first.err());
    JsonNode answers = first.json().get("answers");
    assertEquals(5, answers.size());
    for (JsonNode answer : answers) {
      String expected = answer.get("expected").asText();
      boolean found =
          StreamSupport.stream(answer.get("vector").spliterator(), false)
              .limit(3)
              .anyMatch(hit -> hit.get("id").asText().equals(expected));
      assertTrue(found, answer::toPrettyString);
      assertTrue(answer.has("text") && answer.has("fused"));
    }
  }

  @Test
  void everyElementTypeIsCompared() throws IOException {
    JsonNode types = first.json().get("element_types");
    assertEquals(5, types.size());
    for (JsonNode type : types) {
      assertTrue(type.get("recall").asDouble() > .9, type::toPrettyString);
      assertTrue(type.get("index_bytes").asLong() > 0);
      assertTrue(type.get("p50_ms").asDouble() > 0);
    }
    assertEquals(1, types.get(3).get("recall").asDouble());
  }

  @Test
  void textFitsALineOf120ColumnsAndQuestionsAreTaken() {
    InputStream standardInput = System.in;
    System.setIn(
        new ByteArrayInputStream("a fear of small places\n".getBytes(StandardCharsets.UTF_8)));
    try {
      CommandRun run = demo("--interactive");
      assertEquals(0, run.exitCode(), run.err());
      assertTrue(run.out().contains("Q: a fear of small places"), run.out());
      assertTrue(run.out().lines().allMatch(line -> line.length() <= 120), run.out());
    } finally {
      System.setIn(standardInput);
    }
  }

  @Test
  void aBrokenCacheIsWarnedOfAndMadeAnew() throws IOException {
    Path file = cacheFile();
    byte[] whole = Files.readAllBytes(file);
    Files.writeString(file, "nothing");

    CommandRun run = demo("--json");

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains("warning"), run.err());
    assertEquals(whole.length, Files.size(file));
  }

  private static Path cacheFile() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void theIndexIsKeptOnDemandAndSearchable() throws IOException {
    Path index = folder.resolve("kept");

    assertEquals(0, demo(index, "--json").exitCode());

    CommandRun search = CommandRun.of("search", index, "--like", 0, "-k", 1, "--json");
    assertEquals(0, search.exitCode(), search.err());
    assertEquals(1, demo(index).exitCode());
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    assertEquals(2, CommandRun.of("demo", "--documents", 1).exitCode());
    assertEquals(2, CommandRun.of("demo", "--documents", 10_000_000).exitCode());
    assertEquals(2, demo("--json", "--interactive").exitCode());
  }
}
