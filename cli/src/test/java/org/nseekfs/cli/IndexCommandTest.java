package org.nseekfs.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndexCommandTest {

  @TempDir Path folder;

  @Test
  void sayWhatWasIndexedAsJson() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    Path texts = SampleFiles.texts(folder.resolve("base.tsv"), 30);

    CommandRun run =
        CommandRun.of(
            "index",
            "--vectors",
            base,
            "--text",
            texts,
            "--type",
            "bf16",
            "--similarity",
            "cosine",
            "--index",
            folder.resolve("index"),
            "--json");

    assertEquals(0, run.exitCode(), run.err());
    JsonNode json = run.json();
    assertEquals(30, json.get("vectors").asInt());
    assertEquals(SampleFiles.DIMENSION, json.get("dimension").asInt());
    assertEquals("bf16", json.get("type").asText());
    assertEquals("cosine", json.get("similarity").asText());
    assertTrue(json.get("bytes").asLong() > 0);
    assertTrue(json.has("seconds"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 30})
  void exactlyAsManySegmentsAsAskedForAreMade(int segments) throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    Path index = folder.resolve("index");

    CommandRun.of("index", "--vectors", base, "--index", index, "--segments", segments);

    JsonNode stats = CommandRun.of("stats", index, "--json").json();
    assertEquals(segments, stats.get("segments").size());
    for (JsonNode segment : stats.get("segments")) {
      int documents = segment.get("documents").asInt();
      assertTrue(Math.abs(documents - 30.0 / segments) < 1, "near equal parts: " + documents);
    }
  }

  @Test
  void aPartThatOverflowsTheRamBufferStillBecomesOneSegment() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2000, 200, 1);
    Path index = folder.resolve("index");

    CommandRun run =
        CommandRun.of(
            "index", "--vectors", base, "--index", index, "--segments", 2, "--ram-buffer", "0.3");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(2, CommandRun.of("stats", index, "--json").json().get("segments").size());
    assertRowsComeBack(base, index);
  }

  private void assertRowsComeBack(Path base, Path index) throws IOException {
    Path back = folder.resolve("back.npy");
    assertEquals(0, CommandRun.of("vectors", index, "--out", back).exitCode());
    assertArrayEquals(Files.readAllBytes(base), Files.readAllBytes(back));
  }

  @ParameterizedTest
  @CsvSource({
    "dot_product,dot_product",
    "Cosine,cosine",
    "euclidean,euclidean",
    "max_inner_product,maximum_inner_product",
    "maximum_inner_product,maximum_inner_product"
  })
  void everySimilarityHasItsName(String name, String similarity) throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 5, 1);

    CommandRun run =
        CommandRun.of(
            "index",
            "--vectors",
            base,
            "--similarity",
            name,
            "--index",
            folder.resolve("index"),
            "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(similarity, run.json().get("similarity").asText());
  }

  @ParameterizedTest
  @CsvSource({"on,true", "off,false"})
  void codesAreWrittenAsAskedFor(String codes, boolean written) throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2000, 1);
    Path index = folder.resolve("index");

    CommandRun run = CommandRun.of("index", "--vectors", base, "--index", index, "--codes", codes);

    assertEquals(0, run.exitCode(), run.err());
    JsonNode segment = CommandRun.of("stats", index, "--json").json().get("segments").get(0);
    assertEquals(written, segment.get("fields").get(0).get("bytes").has("veq"));
    assertTrue(segment.get("fields").get(0).get("bytes").has("vex"), "sign codes are others");
  }

  @ParameterizedTest
  @CsvSource({"on,true", "off,false"})
  void signCodesAreWrittenAsAskedFor(String lsh, boolean written) throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2000, 1);
    Path index = folder.resolve("index");

    CommandRun run = CommandRun.of("index", "--vectors", base, "--index", index, "--lsh", lsh);

    assertEquals(0, run.exitCode(), run.err());
    JsonNode segment = CommandRun.of("stats", index, "--json").json().get("segments").get(0);
    assertEquals(written, segment.get("fields").get(0).get("bytes").has("vex"));
    assertTrue(segment.get("fields").get(0).get("bytes").has("veq"), "codes are others");
  }

  @Test
  void moreSegmentsThanVectorsAreRefused() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 3, 1);

    CommandRun run =
        CommandRun.of("index", "--vectors", base, "--index", folder.resolve("i"), "--segments", 4);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("at most the number of vectors, 3, got 4"), run.err());
    assertOnlyInputsAreLeft("base.npy");
  }

  @Test
  void aCountOfTextsThatDiffersIsRefusedNamingBothFiles() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    Path texts = SampleFiles.texts(folder.resolve("base.tsv"), 29);

    CommandRun run =
        CommandRun.of(
            "index", "--vectors", base, "--text", texts, "--index", folder.resolve("index"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("base.npy holds 30 vectors"), run.err());
    assertTrue(run.err().contains("base.tsv holds 29 texts"), run.err());
    assertOnlyInputsAreLeft("base.npy", "base.tsv");
  }

  @Test
  void aTextLineWithoutThreeColumnsIsRefusedNamingTheLine() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2, 1);
    Path texts = Files.write(folder.resolve("base.tsv"), List.of("a\tb\tc", "a\tb"));

    CommandRun run =
        CommandRun.of(
            "index", "--vectors", base, "--text", texts, "--index", folder.resolve("index"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("line 2"), run.err());
  }

  @Test
  void aTruncatedFileIsRefusedAndNothingIsLeftBehind() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    byte[] bytes = Files.readAllBytes(base);
    Files.write(base, Arrays.copyOf(bytes, bytes.length - 5));

    CommandRun run = CommandRun.of("index", "--vectors", base, "--index", folder.resolve("index"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().startsWith("nseek: ") && run.err().contains("base.npy"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertOnlyInputsAreLeft("base.npy");
  }

  @Test
  void aNumberThatIsNoneIsRefusedNamingItsPlace() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "1,0\n0,NaN\n");

    CommandRun run = CommandRun.of("index", "--vectors", base, "--index", folder.resolve("index"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("base.csv") && run.err().contains("NaN"), run.err());
    assertOnlyInputsAreLeft("base.csv");
  }

  @Test
  void aZeroVectorUnderCosineIsRefusedNamingItsRow() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "1,0\n0,0\n");

    CommandRun run =
        CommandRun.of(
            "index", "--vectors", base, "--similarity", "cosine", "--index", folder.resolve("i"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("base.csv, row 1"), run.err());
    assertOnlyInputsAreLeft("base.csv");
  }

  @Test
  void anOverflowOfTheElementTypeIsRefusedNamingRowAndValue() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "1,0\n0,1e6\n");

    CommandRun run =
        CommandRun.of(
            "index",
            "--vectors",
            base,
            "--type",
            "f16",
            "--similarity",
            "euclidean",
            "--index",
            folder.resolve("i"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("row 1") && run.err().contains("1000000"), run.err());
    assertOnlyInputsAreLeft("base.csv");
  }

  @Test
  void anExistingIndexIsRefused() throws IOException {
    Path index = SampleFiles.index(folder, 30, "f32");
    Map<String, Integer> before = contents(index);

    CommandRun run =
        CommandRun.of("index", "--vectors", folder.resolve("base.npy"), "--index", index);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("--overwrite"), run.err());
    assertEquals(before, contents(index));
  }

  @Test
  void anExistingIndexSurvivesAFailedOverwrite() throws IOException {
    Path index = SampleFiles.index(folder, 30, "f32");
    Map<String, Integer> before = contents(index);
    Path bad = Files.writeString(folder.resolve("bad.csv"), "1,0\n0,NaN\n");

    CommandRun run = CommandRun.of("index", "--vectors", bad, "--index", index, "--overwrite");

    assertEquals(1, run.exitCode());
    assertEquals(before, contents(index));
    assertOnlyInputsAreLeft("bad.csv", "base.npy", "index-f32");
  }

  @Test
  void overwriteReplacesAnIndex() throws IOException {
    Path index = SampleFiles.index(folder, 30, "f32");
    Path other = SampleFiles.vectors(folder.resolve("other.npy"), 7, 2);

    CommandRun run = CommandRun.of("index", "--vectors", other, "--index", index, "--overwrite");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(7, CommandRun.of("stats", index, "--json").json().get("documents").asInt());
    assertOnlyInputsAreLeft("base.npy", "index-f32", "other.npy");
  }

  @Test
  void aFolderThatIsNoIndexIsLeftAlone() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    Path precious = Files.createDirectory(folder.resolve("precious"));
    Files.writeString(precious.resolve("letter.txt"), "dear");

    CommandRun run = CommandRun.of("index", "--vectors", base, "--index", precious, "--overwrite");

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("no index made by nseek"), run.err());
    assertEquals(1, contents(precious).size());
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    assertEquals(2, CommandRun.of("index").exitCode());
    assertEquals(
        2, CommandRun.of("index", "--vectors", "a.npy", "--index", "i", "--type", "f7").exitCode());
    assertEquals(
        2, CommandRun.of("index", "--vectors", "a.npy", "--index", "i", "--codes", "1").exitCode());
    assertEquals(
        2, CommandRun.of("index", "--vectors", "a.npy", "--index", "i", "--lsh", "no").exitCode());
    CommandRun hamming =
        CommandRun.of("index", "--vectors", "a.npy", "--index", "i", "--similarity", "hamming");
    assertEquals(2, hamming.exitCode());
    assertTrue(hamming.err().contains("'hamming'"), hamming.err());
    CommandRun run =
        CommandRun.of("index", "--vectors", "a.npy", "--index", "i", "--segments", "0");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--segments must be at least 1, got 0"), run.err());
    assertEquals(
        2,
        CommandRun.of("index", "--vectors", "a.npy", "--index", "i", "--ram-buffer", "0")
            .exitCode());
  }

  @Test
  void aMissingFileIsNamed() {
    CommandRun run =
        CommandRun.of(
            "index", "--vectors", folder.resolve("none.npy"), "--index", folder.resolve("i"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("no such file") && run.err().contains("none.npy"), run.err());
    assertFalse(run.err().contains("Exception"), run.err());
  }

  private static Map<String, Integer> contents(Path directory) throws IOException {
    Map<String, Integer> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        contents.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private void assertOnlyInputsAreLeft(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(names), files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }
}
