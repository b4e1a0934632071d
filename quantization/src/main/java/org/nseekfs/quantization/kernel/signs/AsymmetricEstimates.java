package org.nseekfs.quantization.kernel.signs;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import org.nseekfs.quantization.kernel.Kernels;

/**
 * The estimates of one {@link AsymmetricTarget} over blocks of sign codes; the same bits at every
 * width. Immutable, shared by threads.
 *
 * <p>A block is, little-endian: for each eight signs a byte of each of the 64 documents, where
 * {@link AsymmetricTarget#place} says; then in the order of documents their norms, then their
 * offsets, as floats. Bit i of byte j is set if sign 8 j + i is negative.
 */
public interface AsymmetricEstimates {

  /** The estimates of {@code target}. */
  static AsymmetricEstimates of(Kernels kernels, AsymmetricTarget target) {
    return kernels.bits() == 0
        ? new ScalarAsymmetricEstimates(target)
        : (AsymmetricEstimates)
            kernels
                .thatPermuteBytes()
                .newInstance(MethodHandles.lookup(), PanamaAsymmetricEstimates.class, target);
  }

  /**
   * Estimates of the documents of {@code blocks} consecutive blocks, the first at {@code offset}.
   *
   * @param estimates gets the estimate of every document, in the order of documents
   * @param reaching gets for every block the documents whose estimate is at least {@code least},
   *     document i as bit i
   */
  void estimates(
      MemorySegment codes,
      long offset,
      int blocks,
      float least,
      float[] estimates,
      long[] reaching);
}
