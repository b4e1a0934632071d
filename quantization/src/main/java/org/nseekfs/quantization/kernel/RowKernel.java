package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;

/**
 * One {@link Operation} over rows of one element type, in the canonical order; see the package for
 * that order. Stateless.
 *
 * @param <T> the array that holds a target
 */
public interface RowKernel<T> {

  /**
   * Sums over {@code count} consecutive rows, the first at {@code offset}, and writes the sums to
   * the start of {@code sums}.
   */
  void sumBulk(T target, MemorySegment rows, long offset, int count, double[] sums);
}
