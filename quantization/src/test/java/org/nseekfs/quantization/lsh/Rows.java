package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/** Vectors, and rows of them. */
final class Rows {

  private Rows() {}

  /** Rows of a type, one after the other; what they hold is what it makes of the vectors. */
  static MemorySegment of(ElementType type, double[]... vectors) {
    int rowBytes = type.rowBytes(vectors[0].length);
    MemorySegment rows = MemorySegment.ofArray(new byte[vectors.length * rowBytes]);
    for (int i = 0; i < vectors.length; i++) {
      switch (type) {
        case F64 -> put(DoubleRows.encode(vectors[i]), rows, i);
        case BYTE -> {
          byte[] row = new byte[rowBytes];
          for (int j = 0; j < row.length; j++) {
            row[j] = (byte) vectors[i][j];
          }
          put(row, rows, i);
        }
        default -> type.encode(floats(vectors[i]), rows, (long) i * rowBytes);
      }
    }
    return rows;
  }

  private static void put(byte[] row, MemorySegment rows, int i) {
    MemorySegment.copy(MemorySegment.ofArray(row), 0, rows, (long) i * row.length, row.length);
  }

  static float[] floats(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  /** A vector of independent normal numbers. */
  static double[] normal(int dimension, Random random) {
    return random.doubles(dimension).map(x -> random.nextGaussian()).toArray();
  }

  /** A vector of a norm, at an angle of a cosine to {@code q}, otherwise random. */
  static double[] atCosine(double[] q, double cosine, double norm, Random random) {
    double[] vector = normal(q.length, random);
    double along = dot(vector, q) / dot(q, q);
    for (int i = 0; i < q.length; i++) {
      vector[i] -= along * q[i];
    }
    double orthogonal = norm * Math.sqrt((1 - cosine * cosine) / dot(vector, vector));
    double parallel = norm * cosine / Math.sqrt(dot(q, q));
    for (int i = 0; i < q.length; i++) {
      vector[i] = orthogonal * vector[i] + parallel * q[i];
    }
    return vector;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** a plus, or with a factor of -1 minus, b. */
  static double[] add(double[] a, double factor, float[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < a.length; i++) {
      sum[i] += factor * b[i];
    }
    return sum;
  }
}
