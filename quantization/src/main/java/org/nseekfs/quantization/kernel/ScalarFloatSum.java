package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;
import org.nseekfs.quantization.ElementType;

/** Decodes a row, then sums the products of two arrays, eight lanes at a time. */
final class ScalarFloatSum implements RowSum {

  /** Lanes summed in one pass over the arrays: as many as stay in registers. */
  private static final int GROUP = 8;

  private final ElementType type;
  private final Operation operation;
  private final FloatTarget target;
  private final FloatCodec codec;

  ScalarFloatSum(ElementType type, Operation operation, FloatTarget target) {
    this.type = type;
    this.operation = operation;
    this.target = target;
    this.codec = new FloatCodec(type);
  }

  @Override
  public void sumBulk(MemorySegment rows, long offset, int count, double[] sums) {
    float[] row = new float[target.dimension()];
    int rowBytes = type.rowBytes(row.length);
    for (int i = 0; i < count; i++) {
      sums[i] = sum(rows, offset + (long) i * rowBytes, row);
    }
  }

  private double sum(MemorySegment rows, long offset, float[] row) {
    float[] t = target.elements();
    if (operation == Operation.DOT) {
      int scale = codec.decodeBits(rows, offset, row);
      return PowerOfTwo.scale(dot(t, FloatTarget.arrange(type, row)), scale + target.exponent());
    }
    codec.decode(rows, offset, row);
    float[] x = FloatTarget.arrange(type, row);
    if (operation == Operation.SQUARE_DISTANCE) {
      for (int i = 0; i < x.length; i++) {
        x[i] = t[i] - x[i];
      }
    }
    return dot(x, x);
  }

  private static float dot(float[] a, float[] b) {
    float[] lanes = new float[Lanes.FLOATS];
    for (int lane = 0; lane < Lanes.FLOATS; lane += GROUP) {
      dotGroup(a, b, lane, lanes);
    }
    return Lanes.fold(lanes);
  }

  private static void dotGroup(float[] a, float[] b, int lane, float[] lanes) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    for (int i = lane; i < a.length; i += Lanes.FLOATS) {
      s0 = Math.fma(a[i], b[i], s0);
      s1 = Math.fma(a[i + 1], b[i + 1], s1);
      s2 = Math.fma(a[i + 2], b[i + 2], s2);
      s3 = Math.fma(a[i + 3], b[i + 3], s3);
      s4 = Math.fma(a[i + 4], b[i + 4], s4);
      s5 = Math.fma(a[i + 5], b[i + 5], s5);
      s6 = Math.fma(a[i + 6], b[i + 6], s6);
      s7 = Math.fma(a[i + 7], b[i + 7], s7);
    }
    lanes[lane] = s0;
    lanes[lane + 1] = s1;
    lanes[lane + 2] = s2;
    lanes[lane + 3] = s3;
    lanes[lane + 4] = s4;
    lanes[lane + 5] = s5;
    lanes[lane + 6] = s6;
    lanes[lane + 7] = s7;
  }
}
