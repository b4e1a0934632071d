package org.nseekfs.quantization.code;

import java.util.Arrays;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct.Shape;

/**
 * How far raw values are below the best one: what a bound that is off by some error leaves.
 * Measured between vectors of a sample, since neighbours are nearer than any normal distribution
 * has them.
 *
 * @param sorted differences of products (t, z), ascending
 */
record Gaps(float[] sorted) {

  /** As many as the product has columns at least. */
  private static final int TARGETS = MatrixProduct.TILE_COLUMNS;

  /** Vectors that are multiplied together. */
  private static final int PART = 64;

  /** The gaps between some of the sample's vectors, as targets, and all others. */
  static Gaps of(Similarity similarity, float[] mean, float[][] centred, Checkpoint checkpoint) {
    int count = centred.length;
    float[] targets = new float[mean.length * TARGETS];
    for (int t = 0; t < TARGETS; t++) {
      float[] vector = centred[target(t, count)];
      for (int i = 0; i < mean.length; i++) {
        targets[i * TARGETS + t] =
            similarity == Similarity.EUCLIDEAN ? vector[i] : vector[i] + mean[i];
      }
    }
    MatrixProduct kernel = MatrixProduct.of(Kernels.best(), new Shape(PART, mean.length, TARGETS));
    float[] part = new float[PART * mean.length];
    float[] products = new float[PART * TARGETS];
    float[] gaps = new float[TARGETS * count];
    for (int first = 0; first < count; first += PART) {
      checkpoint.pass();
      int size = Math.min(PART, count - first);
      for (int j = 0; j < size; j++) {
        System.arraycopy(centred[first + j], 0, part, j * mean.length, mean.length);
      }
      kernel.multiply(part, targets, products);
      for (int j = 0; j < size; j++) {
        float offset =
            similarity == Similarity.EUCLIDEAN
                ? (float) (Squares.sum(part, j * mean.length, mean.length) / 2)
                : 0;
        for (int t = 0; t < TARGETS; t++) {
          gaps[t * count + first + j] = products[j * TARGETS + t] - offset;
        }
      }
    }
    for (int t = 0; t < TARGETS; t++) {
      subtractFromBest(gaps, t * count, count, target(t, count));
    }
    Arrays.sort(gaps);
    return new Gaps(gaps);
  }

  private static int target(int number, int count) {
    return (int) ((long) number * count / TARGETS);
  }

  /** Makes values gaps to the best of them, that of the target {@code self} left out. */
  private static void subtractFromBest(float[] values, int from, int count, int self) {
    float best = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < count; j++) {
      if (j != self) {
        best = Math.max(best, values[from + j]);
      }
    }
    for (int j = 0; j < count; j++) {
      values[from + j] = best - values[from + j];
    }
  }

  /** The share of documents that a bound leaves that is off by {@code error}. */
  double left(double error) {
    int at = Arrays.binarySearch(sorted, (float) error);
    return (double) (at < 0 ? -1 - at : at) / sorted.length;
  }
}
