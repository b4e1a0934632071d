package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;

/**
 * One {@link Operation} of one target over rows of one element type, in the canonical order; see
 * the package for that order. Immutable, shared by threads.
 */
public interface RowSum {

  /**
   * Sums over {@code count} consecutive rows, the first at {@code offset}, and writes the sums to
   * the start of {@code sums}.
   */
  void sumBulk(MemorySegment rows, long offset, int count, double[] sums);
}
