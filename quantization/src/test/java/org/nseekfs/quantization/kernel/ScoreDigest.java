package org.nseekfs.quantization.kernel;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowScorer;
import org.nseekfs.quantization.Similarity;

/** Prints the vector width in force and a digest of many scores: for JVMs of other flags. */
final class ScoreDigest {

  private static final int ROWS = 300;
  private static final int DIMENSION = 101;

  private ScoreDigest() {}

  public static void main(String[] args) {
    try (PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8)) {
      out.println(Kernels.best().bits() + " " + digest());
    }
  }

  static int digest() {
    Random random = new Random(1);
    int digest = 1;
    for (ElementType type : ElementType.values()) {
      MemorySegment rows = Arena.ofAuto().allocate((long) ROWS * type.rowBytes(DIMENSION));
      for (int i = 0; i < ROWS; i++) {
        write(type, random, rows, (long) i * type.rowBytes(DIMENSION));
      }
      for (Similarity similarity : Similarity.values()) {
        double[] raw = new double[ROWS];
        scorer(type, similarity, random).scoreBulk(rows, 0, ROWS, raw);
        digest = 31 * digest + Arrays.hashCode(raw);
      }
    }
    return digest;
  }

  private static void write(ElementType type, Random random, MemorySegment rows, long offset) {
    if (type.isFloat()) {
      type.encode(floats(random), rows, offset);
      return;
    }
    byte[] row = type == ElementType.F64 ? DoubleRows.encode(doubles(random)) : bytes(random);
    MemorySegment.copy(MemorySegment.ofArray(row), 0, rows, offset, row.length);
  }

  private static RowScorer scorer(ElementType type, Similarity similarity, Random random) {
    return switch (type) {
      case F64 -> RowScorer.of(type, similarity, doubles(random));
      case BYTE -> RowScorer.of(type, similarity, bytes(random));
      default -> RowScorer.of(type, similarity, floats(random));
    };
  }

  private static double[] doubles(Random random) {
    return random.doubles(DIMENSION, -1, 1).toArray();
  }

  private static float[] floats(Random random) {
    float[] floats = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[DIMENSION];
    random.nextBytes(bytes);
    return bytes;
  }
}
