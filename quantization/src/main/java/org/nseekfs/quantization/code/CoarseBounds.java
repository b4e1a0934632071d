package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.bounds.BlockBounds;

/**
 * Upper bounds of canonical raw values by coarse codes, for one or more targets in one frame.
 * Immutable, shared by threads.
 */
public final class CoarseBounds {

  private final BlockBounds bounds;

  /** The bounds of {@code queries}, at least one, all of one frame. */
  public CoarseBounds(List<QueryCode> queries) {
    this.bounds = BlockBounds.of(Kernels.best(), queries.stream().map(QueryCode::coarse).toList());
  }

  /**
   * Bounds of the documents of {@code blocks} consecutive blocks of coarse codes, the first at
   * {@code offset}.
   *
   * @param upper for every target: gets, for every document in order, a float that is at least its
   *     canonical raw value; never NaN
   * @param blockUpper for every target: gets the largest of each block
   */
  public void compute(
      MemorySegment codes, long offset, int blocks, float[][] upper, float[][] blockUpper) {
    bounds.bounds(codes, offset, blocks, upper, blockUpper);
  }
}
