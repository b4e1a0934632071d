package org.nseekfs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.nseekfs.cli.file.ElementKind;
import org.nseekfs.cli.file.NpyWriter;

/** Small files of unit vectors, the same in every run. */
public final class SampleFiles {

  public static final int DIMENSION = 12;

  private SampleFiles() {}

  public static Path vectors(Path file, int count, long seed) throws IOException {
    return vectors(file, count, DIMENSION, seed);
  }

  public static Path vectors(Path file, int count, int dimension, long seed) throws IOException {
    Random random = new Random(seed);
    try (NpyWriter writer = NpyWriter.create(file, ElementKind.FLOAT32, dimension)) {
      for (int row = 0; row < count; row++) {
        writer.write(unitVector(random, dimension));
      }
      writer.commit();
    }
    return file;
  }

  private static float[] unitVector(Random random, int dimension) {
    double[] vector = random.doubles(dimension, -1, 1).toArray();
    double norm =
        Math.sqrt(IntStream.range(0, dimension).mapToDouble(i -> vector[i] * vector[i]).sum());
    float[] unit = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      unit[i] = (float) (vector[i] / norm);
    }
    return unit;
  }

  public static Path texts(Path file, int count) throws IOException {
    return Files.write(
        file,
        IntStream.range(0, count)
            .mapToObj(i -> "key" + i + "\tword" + i + "\tgloss " + i)
            .toList());
  }

  /** An index of {@code count} vectors of type {@code type}, from a file that stays beside it. */
  public static Path index(Path folder, int count, String type) throws IOException {
    Path base = vectors(folder.resolve("base.npy"), count, 1);
    Path index = folder.resolve("index-" + type);
    CommandRun run = CommandRun.of("index", "--vectors", base, "--type", type, index);
    if (run.exitCode() != 0) {
      throw new IOException(run.err());
    }
    return index;
  }
}
