package org.nseekfs.quantization;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads rows of one type as doubles. Used by one thread. */
public final class RowReader {

  private final ElementType type;
  private final double[] vector;
  private final float[] floats;

  /** A reader of rows of {@code dimension} elements. */
  public RowReader(ElementType type, int dimension) {
    this.type = type;
    this.vector = new double[dimension];
    this.floats = new float[type.isFloat() ? dimension : 0];
  }

  /** What the rows are of. */
  public ElementType type() {
    return type;
  }

  /** Bytes from one row to the next. */
  public int rowBytes() {
    return type.rowBytes(vector.length);
  }

  /** The elements of the row at {@code offset}, valid until the next call. */
  public double[] read(MemorySegment rows, long offset) {
    if (type.isFloat()) {
      type.decode(rows, offset, floats);
      return widen(floats, vector);
    }
    byte[] row = rows.asSlice(offset, rowBytes()).toArray(ValueLayout.JAVA_BYTE);
    return type == ElementType.F64 ? DoubleRows.decode(row) : widen(row, vector);
  }

  /**
   * A copy, as doubles, of a vector.
   *
   * @param vector an array of some type's {@link ElementType#arrayClass}
   */
  public static double[] widen(Object vector) {
    return switch (vector) {
      case double[] doubles -> doubles.clone();
      case float[] floats -> widen(floats, new double[floats.length]);
      case byte[] bytes -> widen(bytes, new double[bytes.length]);
      default -> throw new IllegalArgumentException("not a vector: " + vector.getClass());
    };
  }

  private static double[] widen(float[] floats, double[] widened) {
    for (int i = 0; i < widened.length; i++) {
      widened[i] = floats[i];
    }
    return widened;
  }

  private static double[] widen(byte[] bytes, double[] widened) {
    for (int i = 0; i < widened.length; i++) {
      widened[i] = bytes[i];
    }
    return widened;
  }
}
