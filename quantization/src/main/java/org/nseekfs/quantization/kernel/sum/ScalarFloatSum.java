package org.nseekfs.quantization.kernel.sum;

import java.lang.foreign.MemorySegment;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.FloatCodec;

/** Decodes a row, then sums the products of two arrays. */
final class ScalarFloatSum implements RowSum {

  private final ElementType type;
  private final Operation operation;
  private final FloatTarget target;
  private final FloatCodec codec;
  private final int[] positions;

  ScalarFloatSum(ElementType type, Operation operation, FloatTarget target) {
    this.type = type;
    this.operation = operation;
    this.target = target;
    this.codec = new FloatCodec(type);
    this.positions = FloatTarget.positions(type, target.dimension());
  }

  @Override
  public void sumBulk(MemorySegment rows, long offset, int count, double[] sums) {
    float[] row = new float[target.dimension()];
    float[] x = new float[target.elements().length];
    int rowBytes = type.rowBytes(row.length);
    for (int i = 0; i < count; i++) {
      sums[i] = sum(rows, offset + (long) i * rowBytes, row, x);
    }
  }

  private double sum(MemorySegment rows, long offset, float[] row, float[] x) {
    float[] t = target.elements();
    if (operation == Operation.DOT) {
      int scale = codec.decodeBits(rows, offset, row);
      arrange(row, x);
      return FloatTarget.scale(dot(t, x), scale + target.exponent());
    }
    codec.decode(rows, offset, row);
    arrange(row, x);
    if (operation == Operation.SQUARE_DISTANCE) {
      for (int i = 0; i < x.length; i++) {
        x[i] = t[i] - x[i];
      }
    }
    return dot(x, x);
  }

  private void arrange(float[] row, float[] x) {
    if (FloatTarget.elementsPerInt(type) == 1) {
      System.arraycopy(row, 0, x, 0, row.length);
      return;
    }
    for (int i = 0; i < row.length; i++) {
      x[positions[i]] = row[i];
    }
  }

  /**
   * Adds the elements from {@code from}, a multiple of the lanes, to {@code lanes} and folds them.
   * Values are short of their scale in a dot product.
   */
  float sumTail(MemorySegment rows, long offset, int from, float[] lanes) {
    boolean isDot = operation == Operation.DOT;
    float[] x =
        FloatTarget.arrange(type, codec.decodeTail(rows, offset, target.dimension(), from, isDot));
    for (int i = 0; i < lanes.length; i++) {
      float t = target.elements()[from + i];
      lanes[i] =
          switch (operation) {
            case DOT -> Math.fma(t, x[i], lanes[i]);
            case SQUARE_DISTANCE -> Math.fma(t - x[i], t - x[i], lanes[i]);
            case SQUARE_NORM -> Math.fma(x[i], x[i], lanes[i]);
          };
    }
    return Lanes.fold(lanes);
  }

  private static float dot(float[] a, float[] b) {
    float[] lanes = new float[Lanes.FLOATS];
    for (int start = 0; start < a.length; start += Lanes.FLOATS) {
      addRound(a, b, start, lanes);
    }
    return Lanes.fold(lanes);
  }

  /** A loop that the compiler turns into vector code by itself. */
  private static void addRound(float[] a, float[] b, int start, float[] lanes) {
    for (int lane = 0; lane < Lanes.FLOATS; lane++) {
      lanes[lane] = Math.fma(a[start + lane], b[start + lane], lanes[lane]);
    }
  }
}
