package org.nseekfs.cli.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.index.StagedIndex;

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

    CommandRun.of("index", "--vectors", base, index, "--segments", segments);

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
        CommandRun.of("index", "--vectors", base, index, "--segments", 2, "--ram-buffer", "0.3");

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
            "index", "--vectors", base, "--similarity", name, folder.resolve("index"), "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(similarity, run.json().get("similarity").asText());
  }

  @ParameterizedTest
  @CsvSource({"on,true", "off,false"})
  void codesAreWrittenAsAskedFor(String codes, boolean written) throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2000, 1);
    Path index = folder.resolve("index");

    CommandRun run = CommandRun.of("index", "--vectors", base, index, "--codes", codes);

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

    CommandRun run = CommandRun.of("index", "--vectors", base, index, "--lsh", lsh);

    assertEquals(0, run.exitCode(), run.err());
    JsonNode segment = CommandRun.of("stats", index, "--json").json().get("segments").get(0);
    assertEquals(written, segment.get("fields").get(0).get("bytes").has("vex"));
    assertTrue(segment.get("fields").get(0).get("bytes").has("veq"), "codes are others");
  }

  @Test
  void moreSegmentsThanVectorsAreRefused() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 3, 1);

    CommandRun run =
        CommandRun.of("index", "--vectors", base, folder.resolve("i"), "--segments", 4);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("at most the number of vectors, 3, got 4"), run.err());
    assertOnlyInputsAreLeft("base.npy");
  }

  @Test
  void aCountOfTextsThatDiffersIsRefusedNamingBothFiles() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    Path texts = SampleFiles.texts(folder.resolve("base.tsv"), 29);

    CommandRun run =
        CommandRun.of("index", "--vectors", base, "--text", texts, folder.resolve("index"));

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
        CommandRun.of("index", "--vectors", base, "--text", texts, folder.resolve("index"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("line 2"), run.err());
  }

  @Test
  void aTruncatedFileIsRefusedAndNothingIsLeftBehind() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    byte[] bytes = Files.readAllBytes(base);
    Files.write(base, Arrays.copyOf(bytes, bytes.length - 5));

    CommandRun run = CommandRun.of("index", "--vectors", base, folder.resolve("index"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().startsWith("nseek: ") && run.err().contains("base.npy"), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertOnlyInputsAreLeft("base.npy");
  }

  @Test
  void aNumberThatIsNoneIsRefusedNamingItsPlace() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "1,0\n0,NaN\n");

    CommandRun run = CommandRun.of("index", "--vectors", base, folder.resolve("index"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("base.csv") && run.err().contains("NaN"), run.err());
    assertOnlyInputsAreLeft("base.csv");
  }

  @Test
  void aZeroVectorUnderCosineIsRefusedNamingItsRow() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "1,0\n0,0\n");

    CommandRun run =
        CommandRun.of("index", "--vectors", base, "--similarity", "cosine", folder.resolve("i"));

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
            folder.resolve("i"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("row 1") && run.err().contains("1000000"), run.err());
    assertOnlyInputsAreLeft("base.csv");
  }

  @Test
  void aSecondRunIsRefusedBeforeItReadsAnything() throws IOException {
    Path index = folder.resolve("index");
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    try (StagedIndex first = StagedIndex.create(index, false, leftover -> {})) {
      CommandRun second = CommandRun.of("index", "--vectors", folder.resolve("none.npy"), index);

      assertEquals(1, second.exitCode());
      assertTrue(
          second.err().startsWith("nseek: another run is making an index in " + index),
          second.err());
      assertTrue(Files.exists(first.staging()));
    }
    assertEquals(0, CommandRun.of("index", "--vectors", base, index).exitCode());
    assertOnlyInputsAreLeft("base.npy", "index");
  }

  @Test
  void whatAKilledRunHasLeftIsNamedAndRemoved() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    Path index = folder.resolve("index");
    Path left = Files.createDirectory(folder.resolve(".index.nseek-new"));
    Files.writeString(left.resolve("_0.vec"), "left");
    Files.createFile(folder.resolve(".index.nseek-new.lock"));

    CommandRun run = CommandRun.of("index", "--vectors", base, index);

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.err().contains("removed what a killed run has left: " + left), run.err());
    assertOnlyInputsAreLeft("base.npy", "index");
  }

  @Test
  void anIndexThatAKilledRunHadMovedAwayIsPutBack() throws IOException {
    Path index = SampleFiles.index(folder, 30, "f32");
    Map<String, Integer> before = contents(index);
    Files.move(index, folder.resolve(".index-f32.nseek-old"));

    CommandRun run = CommandRun.of("index", "--vectors", folder.resolve("base.npy"), index);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("holds an index already"), run.err());
    assertEquals(before, contents(index));
    assertOnlyInputsAreLeft("base.npy", "index-f32");
  }

  @Test
  void vectorsOfOtherThanUnitLengthAreToldUnderDotProduct() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "1,0\n3,4\n.6,.8\n0,.5\n");

    CommandRun told = CommandRun.of("index", "--vectors", base, folder.resolve("a"));

    assertEquals(0, told.exitCode(), told.err());
    assertTrue(
        told.err()
            .contains(
                "2 of 4 vectors are not of unit length, the first in row 1, of length 5.00000"),
        told.err());
    assertTrue(told.err().contains("--normalize"), told.err());
    CommandRun euclidean =
        CommandRun.of("index", "--vectors", base, folder.resolve("b"), "--similarity", "euclidean");
    assertEquals("", euclidean.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"f32", "f64"})
  void normalizeBringsVectorsToUnitLength(String type) throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "3,4\n0,1e-30\n-5,12\n");
    Path index = folder.resolve("index");

    CommandRun run =
        CommandRun.of("index", "--vectors", base, index, "--normalize", "--type", type);

    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
    Path back = folder.resolve("back.npy");
    assertEquals(0, CommandRun.of("vectors", index, "--out", back).exitCode());
    try (VectorFile file = VectorFile.open(back)) {
      assertArrayEquals(new float[] {.6f, .8f}, file.floatVector(0));
      assertArrayEquals(new float[] {0, 1}, file.floatVector(1));
      assertArrayEquals(new float[] {-5f / 13, 12f / 13}, file.floatVector(2));
    }
  }

  @Test
  void aZeroVectorCannotBeNormalized() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "1,0\n0,0\n");

    CommandRun run = CommandRun.of("index", "--vectors", base, folder.resolve("i"), "--normalize");

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("base.csv, row 1: a vector of zeros"), run.err());
  }

  @Test
  void aByteOrderMarkIsNoPartOfATextFile() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2, 1);
    Path texts =
        Files.writeString(folder.resolve("base.tsv"), "\uFEFFid0\tone\tfirst\nid1\ttwo\tsecond\n");
    Path index = folder.resolve("index");

    CommandRun run = CommandRun.of("index", "--vectors", base, "--text", texts, index);

    assertEquals(0, run.exitCode(), run.err());
    JsonNode hit =
        CommandRun.of("search", index, "--like", 1, "--json").json().at("/answers/0/hits/0");
    assertEquals("id0", hit.get("key").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-16,UTF-16",
    "UTF-16LE,is not UTF-8 after line 0",
    "UTF-8,line 2 begins with a byte order"
  })
  void anotherEncodingOfATextFileIsRefused(String encoding, String message) throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2, 1);
    String text = "id0\tone\tfirst\n\uFEFFid1\ttwo\tsecond\n";
    Path texts = Files.write(folder.resolve("base.tsv"), text.getBytes(Charset.forName(encoding)));

    CommandRun run =
        CommandRun.of("index", "--vectors", base, "--text", texts, folder.resolve("i"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("base.tsv") && run.err().contains(message), run.err());
    assertOnlyInputsAreLeft("base.npy", "base.tsv");
  }

  @Test
  void labelsOfPandasAreRefusedUnlessTheyAreElements() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "0,1,2\n.1,.2,.3\n");
    Path index = folder.resolve("index");

    CommandRun run = CommandRun.of("index", "--vectors", base, "--similarity", "euclidean", index);
    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("--plain-csv"), run.err());

    CommandRun plain =
        CommandRun.of(
            "index", "--vectors", base, "--similarity", "euclidean", index, "--plain-csv");
    assertEquals(0, plain.exitCode(), plain.err());
    assertTrue(plain.out().contains("2 vectors of dimension 3"), plain.out());
  }

  @Test
  void anExistingIndexIsRefused() throws IOException {
    Path index = SampleFiles.index(folder, 30, "f32");
    Map<String, Integer> before = contents(index);

    CommandRun run = CommandRun.of("index", "--vectors", folder.resolve("base.npy"), index);

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("--overwrite"), run.err());
    assertEquals(before, contents(index));
  }

  @Test
  void anExistingIndexSurvivesAFailedOverwrite() throws IOException {
    Path index = SampleFiles.index(folder, 30, "f32");
    Map<String, Integer> before = contents(index);
    Path bad = Files.writeString(folder.resolve("bad.csv"), "1,0\n0,NaN\n");

    CommandRun run = CommandRun.of("index", "--vectors", bad, index, "--overwrite");

    assertEquals(1, run.exitCode());
    assertEquals(before, contents(index));
    assertOnlyInputsAreLeft("bad.csv", "base.npy", "index-f32");
  }

  @Test
  void overwriteReplacesAnIndex() throws IOException {
    Path index = SampleFiles.index(folder, 30, "f32");
    Path other = SampleFiles.vectors(folder.resolve("other.npy"), 7, 2);

    CommandRun run = CommandRun.of("index", "--vectors", other, index, "--overwrite");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(7, CommandRun.of("stats", index, "--json").json().get("documents").asInt());
    assertOnlyInputsAreLeft("base.npy", "index-f32", "other.npy");
  }

  @Test
  void aFolderThatIsNoIndexIsLeftAlone() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 30, 1);
    Path precious = Files.createDirectory(folder.resolve("precious"));
    Files.writeString(precious.resolve("letter.txt"), "dear");

    CommandRun run = CommandRun.of("index", "--vectors", base, precious, "--overwrite");

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("no index made by nseek"), run.err());
    assertEquals(1, contents(precious).size());
  }

  @Test
  void wrongArgumentsExitWithTwo() {
    assertEquals(2, CommandRun.of("index").exitCode());
    assertEquals(2, CommandRun.of("index", "--vectors", "a.npy", "i", "--type", "f7").exitCode());
    assertEquals(2, CommandRun.of("index", "--vectors", "a.npy", "i", "--codes", "1").exitCode());
    assertEquals(2, CommandRun.of("index", "--vectors", "a.npy", "i", "--lsh", "no").exitCode());
    CommandRun hamming =
        CommandRun.of("index", "--vectors", "a.npy", "i", "--similarity", "hamming");
    assertEquals(2, hamming.exitCode());
    assertTrue(hamming.err().contains("'hamming'"), hamming.err());
    CommandRun run = CommandRun.of("index", "--vectors", "a.npy", "i", "--segments", "0");
    assertEquals(2, run.exitCode());
    assertTrue(run.err().contains("--segments must be at least 1, got 0"), run.err());
    assertEquals(
        2, CommandRun.of("index", "--vectors", "a.npy", "i", "--ram-buffer", "0").exitCode());
  }

  @Test
  void aMissingFileIsNamed() {
    CommandRun run =
        CommandRun.of("index", "--vectors", folder.resolve("none.npy"), folder.resolve("i"));

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

  @ParameterizedTest
  @ValueSource(strings = {"csv", "tsv", "jsonl"})
  void vectorsAmongOtherColumnsComeBackFromTheIndex(String format) throws IOException {
    String row =
        switch (format) {
          case "csv" -> "%d,\"one, two\",\"[0.6, %s]\"";
          case "tsv" -> "%d\tone, two\t[0.6, %s]";
          default -> "{\"id\": %d, \"text\": \"one, two\", \"vector\": [0.6, %s]}";
        };
    Path base =
        Files.write(
            folder.resolve("base." + format),
            List.of(
                String.format(Locale.ROOT, row, 7, "0.8"),
                String.format(Locale.ROOT, row, 8, "-8e-1")));
    Path index = folder.resolve("index");
    Path back = folder.resolve("back.npy");

    CommandRun run = CommandRun.of("index", "--vectors", base, index);

    assertEquals(0, run.exitCode(), run.err());
    assertEquals("", run.err());
    assertEquals(0, CommandRun.of("vectors", index, "--out", back).exitCode());
    try (VectorFile file = VectorFile.open(back)) {
      assertArrayEquals(new float[] {.6f, .8f}, file.floatVector(0));
      assertArrayEquals(new float[] {.6f, -.8f}, file.floatVector(1));
    }
  }

  @Test
  void standardInputNeedsAFormat() throws IOException {
    Path index = folder.resolve("index");

    CommandRun none = CommandRun.of("index", "--vectors", "-", index);
    CommandRun wrong = CommandRun.of("index", "--vectors", "-", index, "--format", "png");

    assertEquals(2, none.exitCode());
    assertTrue(
        none.err().contains("standard input (-) needs --format, as in --format csv"), none.err());
    assertEquals(2, wrong.exitCode());
    assertTrue(wrong.err().contains("--format: a file of vectors must end in .npy"), wrong.err());
    assertOnlyInputsAreLeft();
  }

  @Test
  void bytesAreSearchedAndComeBack() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "-128,127\n3,4\n");
    Path index = folder.resolve("index");
    Path back = folder.resolve("back.npy");

    CommandRun run = CommandRun.of("index", "--vectors", base, index, "--type", "byte", "--json");
    CommandRun search = CommandRun.of("search", index, "--vectors", base, "--json");
    CommandRun recall = CommandRun.of("recall", index, "--vectors", base, "--json");

    assertEquals("", run.err());
    assertEquals("byte", run.json().get("type").asText());
    assertEquals("", search.err());
    JsonNode hits = search.json().get("answers").get(1).get("hits");
    assertEquals(
        List.of(124.0, 25.0), hits.findValues("raw").stream().map(JsonNode::asDouble).toList());
    assertEquals(1, recall.json().get("recall").asDouble());
    assertEquals(0, CommandRun.of("vectors", index, "--out", back).exitCode());
    try (VectorFile file = VectorFile.open(back)) {
      assertArrayEquals(new float[] {-128, 127}, file.floatVector(0));
    }
  }

  @Test
  void whatIsNoByteIsRefused() throws IOException {
    Path base = Files.writeString(folder.resolve("base.csv"), "1,2\n3,128\n");
    Path index = folder.resolve("index");

    CommandRun large = CommandRun.of("index", "--vectors", base, index, "--type", "byte");
    CommandRun fractions =
        CommandRun.of("index", "--vectors", base, index, "--type", "byte", "--normalize");

    assertEquals(1, large.exitCode());
    assertTrue(
        large
            .err()
            .contains(
                "base.csv, row 1: an element of a vector of bytes must be an integer from -128 to"
                    + " 127, got 128.0 at position 1"),
        large.err());
    assertEquals(2, fractions.exitCode());
    assertTrue(
        fractions.err().contains("--normalize makes fractions, and --type byte holds integers"),
        fractions.err());
    assertOnlyInputsAreLeft("base.csv");
  }

  @Test
  void textsMayHoldIdAndTextOnly() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2, 1);
    Path texts = Files.writeString(folder.resolve("base.tsv"), "a7\tone text\nb8\tanother\n");
    Path index = folder.resolve("index");

    CommandRun run = CommandRun.of("index", "--vectors", base, "--text", texts, index);
    CommandRun search = CommandRun.of("search", index, "--like", 1);

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(search.out().contains("  one text"), search.out());
    assertEquals(
        "a7",
        CommandRun.of("search", index, "--like", 1, "--json")
            .json()
            .at("/answers/0/hits/0/key")
            .asText());
  }

  @Test
  void textsOfDifferingColumnsAreRefused() throws IOException {
    Path base = SampleFiles.vectors(folder.resolve("base.npy"), 2, 1);
    Path texts = Files.writeString(folder.resolve("base.tsv"), "a7\tone\nb8\ttwo\tthree\n");

    CommandRun run =
        CommandRun.of("index", "--vectors", base, "--text", texts, folder.resolve("index"));

    assertEquals(1, run.exitCode());
    assertEquals(
        "nseek: "
            + texts
            + ": line 2 must hold id and text, or id, words and gloss, with tabs between, as all"
            + " lines do; got 3 columns",
        run.err().strip());
  }
}
