package org.nseekfs.quantization;

import java.lang.foreign.MemorySegment;

/** Rows of {@link ElementType#F64}: little-endian doubles. */
public final class DoubleRows {

  private DoubleRows() {}

  /**
   * A row of {@code vector}.
   *
   * @throws IllegalArgumentException naming position and value, if an element is not finite
   */
  public static byte[] encode(double[] vector) {
    requireFinite(vector);
    byte[] row = new byte[ElementType.F64.rowBytes(vector.length)];
    MemorySegment.copy(
        vector, 0, MemorySegment.ofArray(row), LittleEndian.DOUBLE, 0, vector.length);
    return row;
  }

  /**
   * The vector of a row.
   *
   * @throws IllegalArgumentException if the row is not a whole number of doubles
   */
  public static double[] decode(byte[] row) {
    if (row.length % Double.BYTES != 0) {
      throw new IllegalArgumentException(
          "f64 rows have 8 bytes an element, got " + row.length + " bytes");
    }
    double[] vector = new double[row.length / Double.BYTES];
    MemorySegment.copy(
        MemorySegment.ofArray(row), LittleEndian.DOUBLE, 0, vector, 0, vector.length);
    return vector;
  }

  /**
   * Checks that all elements are finite.
   *
   * @throws IllegalArgumentException naming position and value of the first that is not
   */
  public static void requireFinite(double[] vector) {
    for (int i = 0; i < vector.length; i++) {
      if (!Double.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            "vector must be finite, got " + vector[i] + " at position " + i);
      }
    }
  }
}
