package org.nseekfs.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.nseekfs.cli.file.ElementKind;
import org.nseekfs.cli.file.NpyWriter;

/** Writes a data set of random unit vectors with its truth. */
public final class SmallDataSet {

  public static final int COUNT = 700;
  public static final int DIMENSION = 24;
  public static final int QUERIES = 7;
  public static final int DEPTH = 20;

  private SmallDataSet() {}

  /** Writes {@code parent}/small; the same in every run. */
  public static Path write(Path parent) throws IOException {
    Random random = new Random(7);
    Path directory = Files.createDirectories(parent.resolve("small"));
    float[][] base = vectors(random, COUNT);
    float[][] queries = vectors(random, QUERIES);
    write(directory.resolve("base.npy"), base);
    write(directory.resolve("query.npy"), queries);
    try (NpyWriter neighbors =
            NpyWriter.create(directory.resolve("neighbors.npy"), ElementKind.INT32, DEPTH);
        NpyWriter similarities =
            NpyWriter.create(directory.resolve("similarities.npy"), ElementKind.FLOAT64, DEPTH)) {
      for (float[] query : queries) {
        int[] best =
            IntStream.range(0, COUNT)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -dot(query, base[row])))
                .limit(DEPTH)
                .mapToInt(row -> row)
                .toArray();
        neighbors.write(best);
        similarities.write(IntStream.of(best).mapToDouble(row -> dot(query, base[row])).toArray());
      }
      neighbors.commit();
      similarities.commit();
    }
    return directory;
  }

  private static void write(Path path, float[][] vectors) throws IOException {
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.FLOAT32, DIMENSION)) {
      for (float[] vector : vectors) {
        writer.write(vector);
      }
      writer.commit();
    }
  }

  private static float[][] vectors(Random random, int count) {
    float[][] vectors = new float[count][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
      double norm = Math.sqrt(dot(vector, vector));
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] /= (float) norm;
      }
    }
    return vectors;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
