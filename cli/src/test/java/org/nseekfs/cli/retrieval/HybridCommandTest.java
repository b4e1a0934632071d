package org.nseekfs.cli.retrieval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.search.hybrid.ScoreNormalization;

/** {@code nseek hybrid} and {@code nseek eval}, on a small index that the demonstration makes. */
class HybridCommandTest {
  private static final String LIGHTHOUSE = "noun02817995";
  private static final String QUESTION = "tower whose lamp warns ships of the coast";

  @TempDir static Path shared;
  private static Path index;

  @TempDir Path folder;

  @BeforeAll
  static void makeIndex() {
    index = shared.resolve("index");
    CommandRun run =
        CommandRun.of("demo", "--documents", 20, "--cache", shared.resolve("cache"), index);
    assertEquals(0, run.exitCode(), run.err());
  }

  private static CommandRun hybrid(Path index, Object... more) {
    return CommandRun.of(
        Stream.concat(Stream.of("hybrid", index, "--text", QUESTION), Stream.of(more)).toArray());
  }

  @Test
  void searchFindsByTheMeaningOfATextAlone() throws IOException {
    CommandRun table = CommandRun.of("search", index, "--text", QUESTION, "-k", 3);
    CommandRun json = CommandRun.of("search", index, "--text", QUESTION, "-k", 3, "--json");

    assertEquals(0, table.exitCode(), table.err());
    assertTrue(table.out().startsWith("text " + QUESTION), table.out());
    assertTrue(table.out().contains(" of 20 documents scored"), table.out());
    assertEquals(QUESTION, json.json().at("/answers/0/query").asText());
    assertEquals(LIGHTHOUSE, json.json().at("/answers/0/hits/0/key").asText());
  }

  @Test
  void fusionsHaveTheWordsOfTheLibrary() {
    Stream<String> normalizations =
        Stream.of(ScoreNormalization.values()).map(ScoreNormalization::toString);
    assertEquals(
        Stream.concat(Stream.of("rrf"), normalizations).toList(),
        Stream.of(FusionMethod.values()).map(FusionMethod::label).toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rrf", "min_max", "z_score", "l2", "distribution"})
  void everyFusionFindsWhatIsAskedFor(String fusion) throws IOException {
    CommandRun run = hybrid(index, "--fusion", fusion, "-k", 3, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(fusion, run.json().get("fusion").asText());
    JsonNode hits = run.json().get("hits");
    assertEquals(3, hits.size());
    assertEquals(LIGHTHOUSE, hits.get(0).get("key").asText());
    assertTrue(hits.get(0).get("score").asDouble() >= hits.get(1).get("score").asDouble());
    assertFalse(hits.get(0).has("explanation"));
  }

  @Test
  void weightsMultiplyTheListsScores() throws IOException {
    JsonNode plain = hybrid(index, "-k", 1, "--json").json();
    JsonNode doubled = hybrid(index, "-k", 1, "--weights", "2,2", "--json").json();

    assertEquals(2, doubled.get("weights").get("text").asDouble());
    assertEquals(
        2 * plain.get("hits").get(0).get("score").asDouble(),
        doubled.get("hits").get(0).get("score").asDouble(),
        1e-7);
  }

  @Test
  void explanationsTellWhatEachListGave() throws IOException {
    JsonNode hit = hybrid(index, "--explain", "--json").json().get("hits").get(0);
    JsonNode explanation = hit.get("explanation");
    double sum = 0;
    for (JsonNode list : explanation.get("details")) {
      assertTrue(list.get("match").asBoolean());
      sum += list.get("value").asDouble();
    }
    assertEquals(hit.get("score").asDouble(), sum, 1e-7);
    CommandRun asText = hybrid(index, "--explain");
    assertTrue(
        asText.out().contains("fused rank 1 of 20, computed as rrf(60) from:"), asText.out());
    assertTrue(asText.out().contains("rank 1 of list 2 (ExactKnnVectorQuery"), asText.out());
  }

  @Test
  void moreHitsThanThereAreIsAllOfThem() throws IOException {
    assertEquals(20, hybrid(index, "-k", 500, "--json").json().get("hits").size());
  }

  @Test
  void anIndexOfAnUnknownModelOrWithoutTextsIsRefused() throws IOException {
    Path vectors = SampleFiles.vectors(folder.resolve("v.npy"), 5, 384, 1);
    Path texts = SampleFiles.texts(folder.resolve("t.tsv"), 5);
    assertRefused("does not say which model", "--text", texts, vectors);
    assertRefused("model \"other\" made the vectors", "--model", "other", vectors);
    assertRefused("no texts in this index", "--model", "all-MiniLM-L6-v2", vectors);
  }

  private void assertRefused(String message, String option, Object value, Path vectors) {
    Path made = folder.resolve("index" + message.length());
    CommandRun run = CommandRun.of("index", "--vectors", vectors, made, option, value);
    assertEquals(0, run.exitCode(), run.err());
    CommandRun refused = hybrid(made);
    assertEquals(1, refused.exitCode());
    assertTrue(refused.err().contains(message), refused.err());
  }

  @Test
  void anIndexThatSaysItsModelIsSearched() throws IOException {
    Path vectors = SampleFiles.vectors(folder.resolve("v.npy"), 5, 384, 1);
    Path texts = SampleFiles.texts(folder.resolve("t.tsv"), 5);
    Path made = folder.resolve("made");
    CommandRun.of(
        "index", "--vectors", vectors, "--text", texts, "--model", "all-MiniLM-L6-v2", made);

    CommandRun run = CommandRun.of("hybrid", made, "--text", "word3", "-k", 2, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals("key3", run.json().get("hits").get(0).get("key").asText());
  }

  @Test
  void aTextOfTooManyWordsIsRefused() {
    CommandRun run = CommandRun.of("hybrid", index, "--text", "lamp coast ".repeat(513));

    assertEquals(1, run.exitCode());
    assertEquals(
        "nseek: a text to look for must have at most 1024 words but for stop words, got more in"
            + " \"lamp coast lamp coast lamp coast lamp co...\"",
        run.err().strip());
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    assertEquals(2, hybrid(index, "-k", 0).exitCode());
    assertEquals(2, hybrid(index, "--fusion", "sum").exitCode());
    for (String weights : new String[] {"1", "1,0", "1,2,3", "a,b", "1,NaN", "-1,1", ""}) {
      CommandRun run = hybrid(index, "--weights", weights);
      assertEquals(2, run.exitCode());
      assertTrue(run.err().contains("must be two numbers above 0"), run.err());
    }
    assertEquals(2, CommandRun.of("hybrid", index, "--text", " ").exitCode());
  }

  @Test
  void evaluationJudgesEveryWayByTheAnswersGiven() throws IOException {
    Path questions =
        Files.writeString(
            folder.resolve("q.tsv"),
            QUESTION + "\t" + LIGHTHOUSE + "\ngiving jobs to your own relatives\tnoun01157387\n");

    CommandRun run =
        CommandRun.of(
            "eval",
            index,
            "--questions",
            questions,
            "--weights",
            "1,1",
            "--weights",
            "1,2",
            "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(2, run.json().get("questions").asInt());
    JsonNode ways = run.json().get("ways");
    assertEquals(12, ways.size());
    assertEquals("text", ways.get(0).get("engine").asText());
    assertEquals("vector", ways.get(1).get("engine").asText());
    assertEquals("distribution:1.0,2.0", ways.get(11).get("engine").asText());
    for (JsonNode way : ways.findParents("mrr").subList(1, 12)) {
      assertEquals(1, way.get("mrr").asDouble(), way::toString);
      assertEquals(1, way.get("ndcg").asDouble(), way::toString);
      assertEquals(1, way.get("recall").asDouble(), way::toString);
    }
    CommandRun asText = CommandRun.of("eval", index, "--questions", questions);
    assertTrue(asText.out().contains("MRR@10"), asText.out());
  }

  @Test
  void evaluationRefusesAnswersThatAreNotInTheIndex() throws IOException {
    Path questions = Files.writeString(folder.resolve("q.tsv"), "what\tnowhere\n");
    CommandRun run = CommandRun.of("eval", index, "--questions", questions);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("no document with id nowhere in the index"), run.err());
  }
}
