package org.nseekfs.cli.index;

import java.io.IOException;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;

/**
 * Vectors whose lengths are looked at as they are read: they are brought to unit length, or those
 * that are of another are counted. For one thread.
 */
public final class LengthCheckedVectors implements VectorSource {

  /**
   * How far a length may be from 1. Rounding each element to f16 changes a length by a share of at
   * most 2^-11, as far as elements are in its normal range.
   */
  private static final double TOLERANCE = 1e-3;

  private final VectorSource vectors;
  private final boolean normalize;
  private final BitSet others = new BitSet();
  private double lengthOfFirst;

  /** Hands out {@code vectors}; as they are unless {@code normalize}. */
  public LengthCheckedVectors(VectorSource vectors, boolean normalize) {
    this.vectors = vectors;
    this.normalize = normalize;
  }

  @Override
  public int count() {
    return vectors.count();
  }

  @Override
  public int dimension() {
    return vectors.dimension();
  }

  @Override
  public float[] floatVector(int row) throws IOException {
    if (!normalize) {
      float[] vector = vectors.floatVector(row);
      look(row, length(widened(vector)));
      return vector;
    }
    double[] unit = doubleVector(row);
    float[] rounded = new float[unit.length];
    for (int i = 0; i < unit.length; i++) {
      rounded[i] = (float) unit[i];
    }
    return rounded;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if it has no direction, and is to be of unit length
   */
  @Override
  public double[] doubleVector(int row) throws IOException {
    double[] vector = vectors.doubleVector(row);
    if (!normalize) {
      look(row, length(vector));
      return vector;
    }
    double largest = largest(vector);
    if (largest == 0) {
      throw new IllegalArgumentException(
          "a vector of zeros cannot be brought to unit length: leave it out, or --normalize");
    }
    double[] unit = new double[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = vector[i] / largest;
    }
    double length = length(unit);
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= length;
    }
    return unit;
  }

  private void look(int row, double length) {
    if (!(Math.abs(length - 1) <= TOLERANCE)) {
      lengthOfFirst = others.isEmpty() ? length : lengthOfFirst;
      others.set(row);
    }
  }

  /** How many of the rows read are not of unit length, and the first of them; empty if none is. */
  public Optional<String> others() {
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%,d of %,d vectors are not of unit length, the first in row %d, of length %.6g",
                others.cardinality(),
                count(),
                others.nextSetBit(0),
                lengthOfFirst));
  }

  private static double[] widened(float[] vector) {
    double[] doubles = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      doubles[i] = vector[i];
    }
    return doubles;
  }

  private static double largest(double[] vector) {
    double largest = 0;
    for (double element : vector) {
      largest = Math.max(largest, Math.abs(element));
    }
    return largest;
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double element : vector) {
      squares += element * element;
    }
    return Math.sqrt(squares);
  }
}
