package org.nseekfs.quantization.kernel.bounds;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.nseekfs.quantization.kernel.Kernels;

/**
 * The bounds of one or more {@link CodeTarget}s over blocks of codes; the same bits at every width,
 * and for a target alone as among others. Immutable, shared by threads.
 */
public interface BlockBounds {

  /**
   * The bounds of {@code targets}.
   *
   * @param targets at least one; their fields differ in weights only
   */
  static BlockBounds of(Kernels kernels, List<CodeTarget> targets) {
    return kernels.bits() == 0
        ? new ScalarBlockBounds(targets)
        : (BlockBounds)
            kernels.newInstance(MethodHandles.lookup(), PanamaBlockBounds.class, targets);
  }

  /**
   * Bounds of the documents of {@code blocks} consecutive blocks, the first at {@code offset}.
   * Blocks without documents to bound are not read.
   *
   * @param accepted for every target: of every block a bit for each document to bound
   * @param upper for every target: gets the bound of every document, in the order of documents;
   *     -Infinity if it is not to be bounded
   * @param blockUpper for every target: gets the largest of these of every block
   */
  void bounds(
      MemorySegment codes,
      long offset,
      int blocks,
      long[][] accepted,
      float[][] upper,
      float[][] blockUpper);
}
