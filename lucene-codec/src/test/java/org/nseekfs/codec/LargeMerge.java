package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.nseekfs.quantization.ElementType;

/** Indexes and force-merges many vectors in a JVM of its own with a heap of 64 MB. */
final class LargeMerge {

  private static final long SEED = 90211;

  private LargeMerge() {}

  /**
   * Has {@code count} vectors merged in {@code folder}, which must end well.
   *
   * @return what the merge reports
   */
  static String run(Path folder, int count, int dimension)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "--add-modules",
                    "jdk.incubator.vector",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LargeMerge.class.getName(),
                    folder.resolve("index").toString(),
                    Integer.toString(count),
                    Integer.toString(dimension)))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exitCode = process.waitFor();
    String said = Files.readString(output);
    assertEquals(0, exitCode, said);
    return Files.readString(folder.resolve("report"));
  }

  /**
   * Writes {@code arguments[1]} vectors of dimension {@code arguments[2]} to folder {@code
   * arguments[0]} and merges them; a file {@code report} beside the folder says how.
   */
  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    int dimension = Integer.parseInt(arguments[2]);
    IndexWriterConfig config =
        TestIndex.writerConfig(new NSeekCodec(TestVectors.config("v", ElementType.F32)))
            .setRAMBufferSizeMB(16);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      Random random = new Random(SEED);
      float[] vector = new float[dimension];
      Document document = new Document();
      document.add(new KnnFloatVectorField("v", vector, VectorSimilarityFunction.DOT_PRODUCT));
      for (int id = 0; id < count; id++) {
        fill(vector, random);
        writer.addDocument(document);
      }
      writer.commit();
      int segments = segments(writer);
      long start = System.nanoTime();
      writer.forceMerge(1);
      writer.commit();
      Files.writeString(folder.resolveSibling("report"), report(count, dimension, segments, start));
      if (segments < 5 || segments(writer) != 1) {
        throw new IllegalStateException(segments + " segments, then " + segments(writer));
      }
    }
  }

  /** Its elements vary less and less, so that codes pay. */
  private static void fill(float[] vector, Random random) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (random.nextGaussian() / Math.sqrt(i + 1));
    }
  }

  private static int segments(IndexWriter writer) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      return reader.leaves().size();
    }
  }

  private static String report(int count, int dimension, int segments, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    long megabytes = (long) count * dimension * Float.BYTES >> 20;
    return String.format(
        Locale.ROOT,
        "merged %,d MB of %d segments in %.1f s with a heap of at most %d MB%n",
        megabytes,
        segments,
        seconds,
        Runtime.getRuntime().maxMemory() >> 20);
  }
}
