package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.bounds.BlockBounds;
import org.nseekfs.quantization.kernel.bounds.CodeTarget;

/**
 * A target in a frame: upper bounds of canonical raw values, see {@link ErrorBound}. Immutable,
 * shared by threads.
 */
public final class QueryCode {

  private final CodeTarget coarse;

  /** Null if the frame has no fine codes. */
  private final FineTarget fine;

  private QueryCode(CodeTarget coarse, FineTarget fine) {
    this.coarse = coarse;
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
   * The bounds of blocks of coarse codes for {@code queries}, at least one, all of one frame: a
   * document's is at least its canonical raw value, and never NaN.
   */
  public static BlockBounds coarseBounds(List<QueryCode> queries) {
    return BlockBounds.of(Kernels.best(), queries.stream().map(query -> query.coarse).toList());
  }

  /**
   * A finer bound of the document whose fine code is at {@code offset}, in a frame that has such.
   *
   * @param bound its bound by the coarse code, not changed since
   */
  public double fineUpper(MemorySegment fineCodes, long offset, float bound) {
    return bound == Float.POSITIVE_INFINITY
        ? bound
        : fine.upper(fineCodes, offset, bound, coarse.residualFactor());
  }
}
