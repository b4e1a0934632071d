package org.nseekfs.quantization;

import java.lang.foreign.MemorySegment;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.Operation;

/** Squared norms in the canonical order, of targets and of stored rows. */
public final class SquareNorms {

  private SquareNorms() {}

  /** The squared norm of the stored row at {@code offset}. */
  public static double of(ElementType type, int dimension, MemorySegment rows, long offset) {
    return switch (type) {
      case F8, F16, BF16, F32 -> sum(type, new float[dimension], rows, offset);
      case F64 -> sum(type, new double[dimension], rows, offset);
      case BYTE -> sum(type, new byte[dimension], rows, offset);
    };
  }

  /**
   * Whether a vector of this squared norm has a direction: the sum neither vanished nor overflowed.
   */
  public static boolean hasDirection(double squareNorm) {
    return squareNorm > 0 && squareNorm < Double.POSITIVE_INFINITY;
  }

  static double of(Object target) {
    return switch (target) {
      case float[] floats -> sum(ElementType.F32, floats, MemorySegment.ofArray(floats), 0);
      case double[] doubles -> sum(ElementType.F64, doubles, MemorySegment.ofArray(doubles), 0);
      case byte[] bytes -> sum(ElementType.BYTE, bytes, MemorySegment.ofArray(bytes), 0);
      default -> throw new IllegalArgumentException("not a vector: " + target.getClass());
    };
  }

  /** By the scalar twin: heap arrays are not to pollute the type profiles of scans. */
  private static double sum(ElementType type, Object target, MemorySegment rows, long offset) {
    double[] sum = new double[1];
    Kernels.scalar().sum(type, Operation.SQUARE_NORM, target).sumBulk(rows, offset, 1, sum);
    return sum[0];
  }
}
