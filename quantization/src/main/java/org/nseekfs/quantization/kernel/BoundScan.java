package org.nseekfs.quantization.kernel;

/** Looks through the bounds of a block's documents. Immutable, shared by threads. */
public interface BoundScan {

  /**
   * The documents of a block whose bounds are at least {@code least}, as bits.
   *
   * @param from where the block's bounds start
   */
  long reaching(float[] bounds, int from, float least);

  /**
   * The largest bound of a block's documents.
   *
   * @param from where they start; none is NaN
   */
  float largest(float[] bounds, int from);
}
