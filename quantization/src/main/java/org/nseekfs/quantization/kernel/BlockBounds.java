package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;

/**
 * The bounds of one or more {@link CodeTarget}s over blocks of codes; the same bits at every width,
 * and for a target alone as among others. Immutable, shared by threads.
 */
public interface BlockBounds {

  /**
   * Bounds of the documents of {@code blocks} consecutive blocks, the first at {@code offset}.
   *
   * @param upper for every target: gets the bound of every document, in the order of documents
   * @param blockUpper for every target: gets the largest bound of every block
   */
  void bounds(MemorySegment codes, long offset, int blocks, float[][] upper, float[][] blockUpper);
}
