package org.nseekfs.quantization;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * A vector that is searched for: a {@code float[]} for vectors of {@link ElementType#F8} to {@link
 * ElementType#F32}, a {@code double[]} for {@link ElementType#F64}, a {@code byte[]} for {@link
 * ElementType#BYTE}. Equal to another if all bits are. Immutable.
 */
public final class QueryVector {

  private final Object array;

  private QueryVector(Object array) {
    if (Array.getLength(array) < 1) {
      throw new IllegalArgumentException("target must have at least 1 element, got 0");
    }
    this.array = array;
  }

  /**
   * A target for vectors of the float types.
   *
   * @param vector copied
   * @throws IllegalArgumentException if it is empty, or naming position and value if an element is
   *     not finite
   */
  public static QueryVector of(float[] vector) {
    for (int i = 0; i < vector.length; i++) {
      requireFinite(i, vector[i]);
    }
    return new QueryVector(vector.clone());
  }

  /**
   * A target for vectors of doubles.
   *
   * @param vector copied
   * @throws IllegalArgumentException if it is empty, or naming position and value if an element is
   *     not finite
   */
  public static QueryVector of(double[] vector) {
    for (int i = 0; i < vector.length; i++) {
      requireFinite(i, vector[i]);
    }
    return new QueryVector(vector.clone());
  }

  /**
   * A target for vectors of bytes.
   *
   * @param vector copied
   * @throws IllegalArgumentException if it is empty
   */
  public static QueryVector of(byte[] vector) {
    return new QueryVector(vector.clone());
  }

  /**
   * A target of whichever type an array is of.
   *
   * @param vector a {@code float[]}, {@code double[]} or {@code byte[]}; copied
   * @throws IllegalArgumentException if it is none of these or empty, or naming position and value
   *     if an element is not finite
   */
  public static QueryVector ofArray(Object vector) {
    return switch (vector) {
      case float[] floats -> of(floats);
      case double[] doubles -> of(doubles);
      case byte[] bytes -> of(bytes);
      default -> throw new IllegalArgumentException("not a vector: " + vector.getClass());
    };
  }

  private static void requireFinite(int position, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "target must be finite, got " + value + " at position " + position);
    }
  }

  /** Its elements; at least 1. */
  public int dimension() {
    return Array.getLength(array);
  }

  /** A {@code float[]}, {@code double[]} or {@code byte[]}: the array itself, not to be changed. */
  public Object array() {
    return array;
  }

  /** The elements, widened. */
  public double[] toDoubles() {
    return RowReader.widen(array);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QueryVector that
        && switch (array) {
          case float[] floats ->
              that.array instanceof float[] others && Arrays.equals(floats, others);
          case double[] doubles ->
              that.array instanceof double[] others && Arrays.equals(doubles, others);
          default -> that.array instanceof byte[] others && Arrays.equals((byte[]) array, others);
        };
  }

  @Override
  public int hashCode() {
    return switch (array) {
      case float[] floats -> Arrays.hashCode(floats);
      case double[] doubles -> Arrays.hashCode(doubles);
      default -> Arrays.hashCode((byte[]) array);
    };
  }

  /** Its type, length and first element: {@code float[384][0.25,...]} for example. */
  @Override
  public String toString() {
    return array.getClass().getComponentType()
        + ("[" + dimension() + "][" + Array.get(array, 0) + ",...]");
  }
}
