package org.nseekfs.quantization.code;

import java.util.Arrays;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.MatrixProduct.Shape;

/**
 * How far raw values are below the best one: what a bound that is off by some error leaves.
 * Measured between vectors of a sample, since neighbours are nearer than any normal distribution
 * has them.
 *
 * @param sorted differences of products (t, z), ascending
 */
record Gaps(float[] sorted) {

  private static final int TARGETS = 16;

  /** The gaps between some of the sample's vectors, as targets, and all others. */
  static Gaps of(Similarity similarity, float[] mean, float[][] centred) {
    int count = centred.length;
    Shape shape = new Shape(TARGETS, mean.length, Shape.paddedColumns(count));
    float[] targets = new float[shape.rows() * shape.inner()];
    for (int row = 0; row < TARGETS; row++) {
      float[] vector = centred[target(row, count)];
      for (int i = 0; i < mean.length; i++) {
        targets[row * mean.length + i] =
            similarity == Similarity.EUCLIDEAN ? vector[i] : vector[i] + mean[i];
      }
    }
    float[] columns = new float[shape.inner() * shape.columns()];
    float[] offsets = new float[count];
    for (int j = 0; j < count; j++) {
      for (int i = 0; i < mean.length; i++) {
        float element = centred[j][i];
        columns[i * shape.columns() + j] = element;
        offsets[j] -= similarity == Similarity.EUCLIDEAN ? element * element / 2 : 0;
      }
    }
    float[] products = new float[shape.rows() * shape.columns()];
    Kernels.best().product(shape).multiply(targets, columns, products);
    float[] gaps = new float[TARGETS * count];
    for (int row = 0; row < TARGETS; row++) {
      fill(products, row * shape.columns(), offsets, target(row, count), gaps, row * count);
    }
    Arrays.sort(gaps);
    return new Gaps(gaps);
  }

  private static int target(int row, int count) {
    return (int) ((long) row * count / TARGETS);
  }

  private static void fill(
      float[] products, int from, float[] offsets, int self, float[] gaps, int to) {
    float best = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < offsets.length; j++) {
      gaps[to + j] = products[from + j] + offsets[j];
      if (j != self) {
        best = Math.max(best, gaps[to + j]);
      }
    }
    for (int j = 0; j < offsets.length; j++) {
      gaps[to + j] = best - gaps[to + j];
    }
  }

  /** The share of documents that a bound leaves that is off by {@code error}. */
  double left(double error) {
    int at = Arrays.binarySearch(sorted, (float) error);
    return (double) (at < 0 ? -1 - at : at) / sorted.length;
  }
}
