package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The bounds of one {@link CodeTarget} over blocks of codes; the same bits at every width.
 * Immutable, shared by threads.
 */
public interface BlockBounds {

  /**
   * Bounds of the documents of {@code blocks} consecutive blocks, the first at {@code offset}.
   *
   * @param upper gets the bound of every document, in the order of documents
   * @param blockUpper gets the largest bound of every block
   */
  void bounds(MemorySegment codes, long offset, int blocks, float[] upper, float[] blockUpper);
}
