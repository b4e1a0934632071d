package org.nseekfs.quantization.kernel.hamming;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import org.nseekfs.quantization.kernel.Kernels;

/**
 * The estimates of one {@link HammingTarget} over blocks of sign codes; the same bits at every
 * width. Immutable, shared by threads.
 *
 * <p>A block is, little-endian: for each word of a code the ints of the 64 documents in order, then
 * their norms, then their offsets, as floats.
 */
public interface HammingEstimates {

  /** The estimates of {@code target}. */
  static HammingEstimates of(Kernels kernels, HammingTarget target) {
    return kernels.bits() == 0
        ? new ScalarHammingEstimates(target)
        : (HammingEstimates)
            kernels.newInstance(MethodHandles.lookup(), PanamaHammingEstimates.class, target);
  }

  /**
   * Estimates of the documents of {@code blocks} consecutive blocks, the first at {@code offset}.
   *
   * @param estimates gets the estimate of every document, in the order of documents
   * @param blockLargest gets the largest estimate of every block
   */
  void estimates(
      MemorySegment codes, long offset, int blocks, float[] estimates, float[] blockLargest);
}
