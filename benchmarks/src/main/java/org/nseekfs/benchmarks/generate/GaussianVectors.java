package org.nseekfs.benchmarks.generate;

import java.util.Random;

/** Vectors whose elements are independent standard normal: no direction tells more than another. */
public final class GaussianVectors implements VectorStream {

  private final Random random;
  private final int count;
  private final int dimension;

  /**
   * Draws from {@code random}, whose normal numbers the Java API specifies to the bit.
   *
   * @throws IllegalArgumentException if {@code count} or {@code dimension} is not positive
   */
  public GaussianVectors(Random random, int count, int dimension) {
    if (count < 1 || dimension < 1) {
      throw new IllegalArgumentException(
          "count and dimension must be positive, got " + count + " and " + dimension);
    }
    this.random = random;
    this.count = count;
    this.dimension = dimension;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public float[] next() {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
