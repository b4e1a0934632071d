package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import org.nseekfs.quantization.kernel.BlockBounds;
import org.nseekfs.quantization.kernel.CodeTarget;
import org.nseekfs.quantization.kernel.Kernels;

/**
 * A target in a frame: upper bounds of canonical raw values, see {@link ErrorBound}. Immutable,
 * shared by threads.
 */
public final class QueryCode {

  private final BlockBounds bounds;
  private final float residualFactor;

  /** Null if the frame has no fine codes. */
  private final FineTarget fine;

  private QueryCode(CodeTarget target, FineTarget fine) {
    this.bounds = Kernels.best().bounds(target);
    this.residualFactor = target.residualFactor();
    this.fine = fine;
  }

  /**
   * The code of a target.
   *
   * @param target a {@code float[]}, {@code double[]} or {@code byte[]} of the frame's dimension
   * @return null if the frame gives it no bounds: it is too small or too large
   */
  public static QueryCode of(CodeFrame frame, Object target) {
    TurnedTarget turned = TurnedTarget.of(frame, target);
    CodeTarget coarse = turned == null ? null : CoarseTarget.of(frame, turned);
    if (coarse == null) {
      return null;
    }
    return new QueryCode(coarse, frame.fineBytes() == 0 ? null : FineTarget.of(frame, turned));
  }

  /**
   * Bounds of the documents of {@code blocks} consecutive blocks of coarse codes, the first at
   * {@code offset}.
   *
   * @param upper gets, for every document in order, a float that is at least its canonical raw
   *     value; never NaN
   * @param blockUpper gets the largest of each block
   */
  public void upperBounds(
      MemorySegment codes, long offset, int blocks, float[] upper, float[] blockUpper) {
    bounds.bounds(codes, offset, blocks, upper, blockUpper);
  }

  /**
   * A finer bound of the document whose fine code is at {@code offset}, in a frame that has such.
   *
   * @param coarse its bound by the coarse code, not changed since
   */
  public double fineUpper(MemorySegment fineCodes, long offset, float coarse) {
    return coarse == Float.POSITIVE_INFINITY
        ? coarse
        : fine.upper(fineCodes, offset, coarse, residualFactor);
  }
}
