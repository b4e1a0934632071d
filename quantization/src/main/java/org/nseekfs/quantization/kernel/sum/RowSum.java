package org.nseekfs.quantization.kernel.sum;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.kernel.Kernels;

/**
 * One {@link Operation} of one target over rows of one element type, in the canonical order; see
 * the package for that order. Immutable, shared by threads.
 */
public interface RowSum {

  /**
   * The sum of {@code operation} between {@code target} and rows of {@code type}.
   *
   * @param target an array of the type's {@link ElementType#arrayClass}
   */
  static RowSum of(Kernels kernels, ElementType type, Operation operation, Object target) {
    boolean isScalar = kernels.bits() == 0;
    Lookup lookup = MethodHandles.lookup();
    return (RowSum)
        switch (type) {
          case F8, F16, BF16, F32 -> {
            FloatTarget floats = FloatTarget.of(type, operation, (float[]) target);
            yield isScalar
                ? new ScalarFloatSum(type, operation, floats)
                : kernels.newInstance(lookup, PanamaFloatSum.class, floats, type, operation);
          }
          case F64 ->
              isScalar
                  ? new ScalarDoubleSum(operation, (double[]) target)
                  : kernels.newInstance(lookup, PanamaDoubleSum.class, target, type, operation);
          case BYTE ->
              isScalar
                  ? new ScalarByteSum(operation, (byte[]) target)
                  : kernels.newInstance(lookup, PanamaByteSum.class, target, type, operation);
        };
  }

  /**
   * Sums over {@code count} consecutive rows, the first at {@code offset}, and writes the sums to
   * the start of {@code sums}.
   */
  void sumBulk(MemorySegment rows, long offset, int count, double[] sums);
}
