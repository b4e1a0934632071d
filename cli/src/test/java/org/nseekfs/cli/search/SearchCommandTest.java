package org.nseekfs.cli.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;

class SearchCommandTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"f8", "f16", "bf16", "f32", "f64"})
  void aVectorIsItsOwnNearest(String type) throws IOException {
    Path index = SampleFiles.index(folder, 40, type);

    CommandRun run =
        CommandRun.of("search", index, "--vectors", folder.resolve("base.npy"), "-k", 3, "--json");

    assertEquals(0, run.exitCode(), run.err());
    JsonNode answers = run.json().get("answers");
    assertEquals(40, answers.size());
    for (int row = 0; row < 40; row++) {
      JsonNode hits = answers.get(row).get("hits");
      assertEquals(3, hits.size());
      assertEquals(row, hits.get(0).get("id").asLong());
      assertEquals(1, hits.get(0).get("raw").asDouble(), .05);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f8", "f16", "bf16", "f32", "f64"})
  void aVectorIsItsOwnNearestToARecallTargetToo(String type) throws IOException {
    Path index = SampleFiles.index(folder, 1500, type);
    Path some = SampleFiles.vectors(folder.resolve("some.npy"), 5, 1);

    for (String mode : new String[] {"lsh", "auto"}) {
      CommandRun run =
          CommandRun.of("search", index, "--vectors", some, "-k", 3, "--mode", mode, "--json");

      assertEquals(0, run.exitCode(), run.err());
      assertEquals(mode, run.json().get("mode").asText());
      for (int row = 0; row < 5; row++) {
        JsonNode answer = run.json().get("answers").get(row);
        assertEquals(row, answer.get("hits").get(0).get("id").asLong());
        assertEquals(1, answer.get("hits").get(0).get("raw").asDouble(), .05);
        assertEquals(.95, answer.get("estimated_recall").asDouble(), .05 + 1e-9);
        assertTrue(
            List.of("recall_target", "exact").contains(answer.get("stop_reason").asText()),
            answer.toString());
      }
    }
  }

  @Test
  void aSearchToARecallTargetSaysWhatItExpectsToHaveFound() throws IOException {
    Path index = SampleFiles.index(folder, 1500, "f32");

    CommandRun lsh =
        CommandRun.of("search", index, "--like", 7, "--mode", "lsh", "--recall-target", ".8");
    CommandRun exact = CommandRun.of("search", index, "--like", 7);

    Matcher said =
        Pattern.compile("estimated recall (0\\.\\d+) \\(recall target\\)").matcher(lsh.out());
    assertTrue(said.find() && Double.parseDouble(said.group(1)) >= 0.8, lsh.out());
    assertFalse(exact.out().contains("estimated recall"), exact.out());
  }

  @Test
  void neighboursOfADocumentLeaveItOut() throws IOException {
    Path index = SampleFiles.index(folder, 40, "f32");

    CommandRun run = CommandRun.of("search", index, "--like", 7, "-k", 5, "--json");

    JsonNode hits = run.json().get("answers").get(0).get("hits");
    assertEquals(5, hits.size());
    for (JsonNode hit : hits) {
      assertNotEquals(7, hit.get("id").asLong());
    }
    assertEquals(1, hits.get(0).get("rank").asInt());
  }

  @Test
  void textsAreShown() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 9, 1);
    Path texts = SampleFiles.texts(folder.resolve("base.tsv"), 9);
    Path index = folder.resolve("index");
    CommandRun.of("index", "--vectors", base, "--text", texts, index);

    CommandRun run = CommandRun.of("search", index, "--vectors", base, "-k", 1);

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.out().contains("word8: gloss 8"), run.out());
  }

  @Test
  void badInputIsNamed() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");
    Path wide = SampleFiles.vectors(folder.resolve("wide.npy"), 2, 13, 1);
    Path nan = Files.writeString(folder.resolve("nan.csv"), "1,NaN,0,0,0,0,0,0,0,0,0,0\n");

    assertFails("dimension of field \"vector\", 12, got 13", index, "--vectors", wide);
    assertFails("NaN", index, "--vectors", nan);
    assertFails("id 10 in " + index + ": the first has id 0, the last 9", index, "--like", 10);
    assertFails("no document with a vector and id 10", index, "--like", 10);
    assertFails("no index in", folder.resolve("nowhere"), "--like", 1);
    assertFails("there are no segments", folder, "--like", 1);
    assertFails("no such file", index, "--vectors", folder.resolve("none.npy"));
  }

  private static void assertFails(String message, Path index, Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("search", index));
    arguments.addAll(List.of(options));
    CommandRun run = CommandRun.of(arguments.toArray());
    assertEquals(1, run.exitCode(), run.err());
    assertEquals("", run.out());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(message), run.err());
  }

  @Test
  void aSearchForManyVectorsHasNoOneCertificate() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");
    Path base = folder.resolve("base.npy");
    Path file = folder.resolve("many.json");

    CommandRun run = CommandRun.of("search", index, "--vectors", base, "--certificate", file);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("one vector, and " + base + " holds 10"), run.err());
    assertFalse(Files.exists(file));
  }

  @Test
  void aCertificateThatCannotBeWrittenFailsTheSearch() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");

    assertFails(
        "no such file", index, "--certificate", folder.resolve("none/file.json"), "--like", 1);
  }

  @Test
  void aCertificateThatIsADirectoryIsRefused() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");
    Path taken = Files.createDirectory(folder.resolve("taken.json"));

    assertFails(taken + ": is a directory", index, "--certificate", taken, "--like", 1);
  }

  @Test
  void whatAKilledRunHasLeftOfACertificateIsNamedAndRemoved() throws IOException {
    Path index = SampleFiles.index(folder, 10, "f32");
    Path left = Files.writeString(folder.resolve("c.json.part"), "{");

    CommandRun run =
        CommandRun.of("search", index, "--like", 1, "--certificate", folder.resolve("c.json"));

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains("removed what a killed run has left: " + left), run.err());
    assertFalse(Files.exists(left));
  }

  @Test
  void targetsOfOtherThanUnitLengthAreToldWhereTheIndexIsOfUnitLength() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "3,4\n0,2\n");
    Path unit = folder.resolve("unit");
    Path any = folder.resolve("any");
    CommandRun.of("index", "--vectors", base, unit, "--similarity", "euclidean", "--normalize");
    CommandRun.of("index", "--vectors", base, any, "--similarity", "euclidean");

    CommandRun told = CommandRun.of("search", unit, "--vectors", base);
    assertEquals(0, told.exitCode(), told.err());
    assertTrue(told.err().contains("2 of 2 vectors are not of unit length"), told.err());
    assertTrue(told.err().contains("row 0, of length 5.00000"), told.err());

    CommandRun normalized =
        CommandRun.of("search", unit, "--vectors", base, "--normalize", "--json");
    assertEquals("", normalized.err());
    JsonNode nearest = normalized.json().at("/answers/0/hits/0");
    assertEquals(0, nearest.get("id").asInt());
    assertEquals(0, nearest.get("raw").asDouble());
    assertEquals("", CommandRun.of("search", any, "--vectors", base).err());
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    CommandRun npy = CommandRun.of("search", "i", "--like", 1, "--certificate", "vectors.npy");
    assertEquals(2, npy.exitCode());
    assertTrue(npy.err().contains("--certificate must end in .json"), npy.err());
    assertEquals(2, CommandRun.of("search", "i").exitCode());
    assertEquals(2, CommandRun.of("search", "i", "--like", 1, "--vectors", "v").exitCode());
    CommandRun lsh =
        CommandRun.of("search", "i", "--like", 1, "--certificate", "c.json", "--mode", "lsh");
    assertEquals(2, lsh.exitCode());
    assertTrue(lsh.err().contains("--certificate needs --mode exact or scan"), lsh.err());
    CommandRun target = CommandRun.of("search", "i", "--like", 1, "--recall-target", ".9");
    assertEquals(2, target.exitCode());
    assertTrue(target.err().contains("--recall-target needs --mode lsh or auto"), target.err());
    CommandRun run = CommandRun.of("search", "i", "--like", 1, "-k", 0);
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("-k must be at least 1, got 0"), run.err());
  }
}
