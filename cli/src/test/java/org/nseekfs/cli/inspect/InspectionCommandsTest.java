package org.nseekfs.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.cli.CommandRun;
import org.nseekfs.cli.SampleFiles;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;

/** Commands that look into an index: stats, check, vectors. */
class InspectionCommandsTest {

  @TempDir Path folder;

  @Test
  void statsTellTypeCountDimensionAndBytesPerFile() throws IOException {
    Path index = SampleFiles.index(folder, 25, "f64");

    CommandRun run = CommandRun.of("stats", index, "--json");

    assertEquals(0, run.exitCode(), run.err());
    JsonNode segment = run.json().get("segments").get(0);
    JsonNode field = segment.get("fields").get(0);
    assertEquals("vector", field.get("name").asText());
    assertEquals("f64", field.get("type").asText());
    assertEquals("NSeek1", field.get("format").asText());
    assertEquals(25, field.get("count").asInt());
    assertEquals(SampleFiles.DIMENSION, field.get("dimension").asInt());
    assertTrue(field.get("bytes").get("vec").asLong() >= 25 * SampleFiles.DIMENSION * 8);
    assertTrue(segment.get("files").size() > 0);
    assertTrue(CommandRun.of("stats", index).out().contains("25"));
  }

  @Test
  void statsTellWhatCodesTake() throws IOException {
    JsonNode coded = firstField(SampleFiles.index(folder, 2000, "f32"));
    JsonNode few = firstField(SampleFiles.index(folder, 20, "f16"));

    long codes = coded.get("bytes").get("veq").asLong() + coded.get("bytes").path("veb").asLong();
    assertTrue(codes > 0, coded.toString());
    assertEquals(codes / 2000.0, coded.get("code_bytes_per_vector").asDouble());
    assertFalse(few.has("code_bytes_per_vector"), few.toString());
    assertTrue(CommandRun.of("stats", folder.resolve("index-f16")).out().contains("none"));
  }

  @Test
  void statsTellSignCodesAndBuckets() throws IOException {
    int count = 17_000;
    JsonNode signed = firstField(SampleFiles.index(folder, count, "f32"));
    JsonNode few = firstField(SampleFiles.index(folder, 20, "f16"));
    JsonNode some = firstField(SampleFiles.index(folder, 2000, "f8"));

    JsonNode lsh = signed.get("lsh");
    assertTrue(lsh.get("bits").asInt() >= SampleFiles.DIMENSION, lsh.toString());
    // Every row is in one bucket.
    double filled = lsh.get("buckets").asDouble() - lsh.get("empty_buckets").asDouble();
    assertTrue(filled > 1, lsh.toString());
    assertEquals(count, filled * lsh.get("mean_bucket").asDouble(), 1e-6);
    assertTrue(lsh.get("largest_bucket").asDouble() >= lsh.get("mean_bucket").asDouble());
    assertEquals(0, some.get("lsh").get("buckets").asInt());
    assertEquals(
        signed.get("bytes").get("vex").asDouble() / count,
        signed.get("lsh_bytes_per_vector").asDouble());
    assertFalse(few.has("lsh"), few.toString());
    assertFalse(few.has("lsh_bytes_per_vector"), few.toString());
    String text = CommandRun.of("stats", folder.resolve("index-f32")).out();
    assertTrue(text.contains("largest bucket"), text);
    assertTrue(text.contains(lsh.get("bits").asInt() + " bits"), text);
    assertFalse(CommandRun.of("stats", folder.resolve("index-f16")).out().contains("bucket"));
  }

  private static JsonNode firstField(Path index) throws IOException {
    return CommandRun.of("stats", index, "--json")
        .json()
        .get("segments")
        .get(0)
        .get("fields")
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"f8", "f16", "bf16", "f32", "f64"})
  void aSoundIndexIsClean(String type) throws IOException {
    Path index = SampleFiles.index(folder, 25, type);

    CommandRun run = CommandRun.of("check", index, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertTrue(run.json().get("clean").asBoolean());
    assertEquals(25, run.json().get("vectors").asLong());
  }

  @Test
  void aFlippedBitIsFound() throws IOException {
    Path index = SampleFiles.index(folder, 400, "f32");
    flipABit(largestFile(index));

    CommandRun run = CommandRun.of("check", index);

    assertEquals(1, run.exitCode());
    assertTrue(run.out().contains("NOT clean"), run.out());
    assertTrue(run.out().contains("problem: segment _0"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"veq", "veb", "vex"})
  void aFlippedBitInTheCodesIsFound(String extension) throws IOException {
    Path index = folder.resolve("index");
    NSeekCodec codec = new NSeekCodec(NSeekVectorsConfig.DEFAULT);
    Random random = new Random(1);
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer =
            new IndexWriter(
                directory, new IndexWriterConfig().setCodec(codec).setUseCompoundFile(false))) {
      for (int doc = 0; doc < 2000; doc++) {
        float[] vector = {random.nextFloat(), random.nextFloat(), random.nextFloat(), 1};
        Document document = new Document();
        document.add(new KnnFloatVectorField("emb", vector, VectorSimilarityFunction.EUCLIDEAN));
        writer.addDocument(document);
      }
    }
    assertEquals(0, CommandRun.of("check", index).exitCode());
    flipABit(index.resolve("_0_NSeek1_0." + extension));

    CommandRun run = CommandRun.of("check", index);

    assertEquals(1, run.exitCode());
    assertTrue(
        run.out().contains("problem: segment _0") && run.out().contains("." + extension),
        run.out());
  }

  private static Path largestFile(Path index) throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      return files
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }

  private static void flipABit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void doublesInAForeignFormatAreAProblemNamingSegmentAndField() throws IOException {
    Path index = SampleFiles.index(folder, 25, "f64");
    mergeWithoutOurCodec(index);

    CommandRun run = CommandRun.of("check", index);

    assertEquals(1, run.exitCode(), run.out());
    assertTrue(run.out().contains("field \"vector\": f64 vectors in format Lucene99"), run.out());
  }

  @Test
  void floatsInAForeignFormatAreAWarning() throws IOException {
    Path index = SampleFiles.index(folder, 25, "f16");
    mergeWithoutOurCodec(index);

    CommandRun run = CommandRun.of("check", index);

    assertEquals(0, run.exitCode(), run.out());
    assertTrue(run.err().contains("warning") && run.err().contains("f16 vectors"), run.err());
  }

  private static void mergeWithoutOurCodec(Path index) throws IOException {
    try (Directory directory = FSDirectory.open(index);
        Directory copy = FSDirectory.open(index.resolveSibling("source"));
        IndexWriter source = new IndexWriter(copy, new IndexWriterConfig())) {
      source.addIndexes(directory);
      source.commit();
    }
    try (Directory directory = FSDirectory.open(index);
        Directory copy = FSDirectory.open(index.resolveSibling("source"));
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addIndexes(copy);
      writer.forceMerge(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f32", "f64"})
  void vectorsComeBackInTheOrderOfTheirIds(String type) throws IOException {
    Path index = SampleFiles.index(folder, 25, type);
    Path back = folder.resolve("back.npy");

    CommandRun run = CommandRun.of("vectors", index, "--out", back, "--json");

    assertEquals(0, run.exitCode(), run.err());
    assertEquals(25, run.json().get("vectors").asInt());
    try (VectorFile base = VectorFile.open(folder.resolve("base.npy"));
        VectorFile read = VectorFile.open(back)) {
      assertEquals(type.equals("f64"), read.isDouble());
      for (int row = 0; row < 25; row++) {
        assertArrayEquals(base.doubleVector(row), read.doubleVector(row));
      }
    }
  }

  @Test
  void anExistingFileIsReplacedOnlyOnDemand() throws IOException {
    Path index = SampleFiles.index(folder, 25, "f32");
    Path back = Files.writeString(folder.resolve("back.npy"), "mine");

    CommandRun refused = CommandRun.of("vectors", index, "--out", back);
    assertEquals(1, refused.exitCode());
    assertEquals("mine", Files.readString(back));

    assertEquals(0, CommandRun.of("vectors", index, "--out", back, "--overwrite").exitCode());
  }

  @Test
  void anUnknownFieldIsNamedWithThoseThereAre() throws IOException {
    Path index = SampleFiles.index(folder, 25, "f32");

    CommandRun run =
        CommandRun.of("vectors", index, "--field", "emb", "--out", folder.resolve("b.npy"));

    assertEquals(1, run.exitCode());
    assertTrue(run.err().contains("\"emb\"") && run.err().contains("here: \"vector\""), run.err());
    assertFalse(Files.exists(folder.resolve("b.npy")));
  }

  @Test
  void aFileThatMayNotBeReadIsNoDamage() throws IOException {
    Path index = SampleFiles.index(folder, 25, "f32");
    Path file;
    try (Stream<Path> files = Files.list(index)) {
      file = files.filter(path -> path.toString().endsWith(".si")).findFirst().orElseThrow();
    }
    Files.delete(file);
    // Even root cannot open it.
    Files.createSymbolicLink(file, file);

    CommandRun run = CommandRun.of("check", index);

    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("cannot be read, so it was not checked: " + file), run.err());
    assertEquals("", run.out());

    Files.delete(file);
    CommandRun damaged = CommandRun.of("check", index);
    assertEquals(1, damaged.exitCode());
    assertTrue(damaged.out().contains("NOT clean"), damaged.out());
  }

  @Test
  void aFolderWithoutAnIndexIsRefused() {
    for (String command : new String[] {"stats", "check"}) {
      CommandRun run = CommandRun.of(command, folder);
      assertEquals(1, run.exitCode());
      assertTrue(run.err().contains("no index in"), run.err());
    }
  }
}
