package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.BitAllocation.Field;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.bounds.BlockBounds;
import org.nseekfs.quantization.kernel.bounds.CodeFields;
import org.nseekfs.quantization.kernel.bounds.CodeTarget;

/**
 * A target in a frame: upper bounds of canonical raw values, see {@link ErrorBound}. Immutable,
 * shared by threads.
 */
public final class QueryCode {

  private final CodeTarget coarse;

  /** Null if the frame has no fine codes. */
  private final FineTarget fine;

  /** Bounds for this target alone; null before they are asked for. */
  private volatile BlockBounds coarseBounds;

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
    CodeTarget coarse = turned == null ? null : coarse(frame, turned);
    if (coarse == null) {
      return null;
    }
    return new QueryCode(coarse, frame.fineBytes() == 0 ? null : FineTarget.of(frame, turned));
  }

  /** Integer weights for coarse codes; null if so many levels could overflow their sums. */
  private static CodeTarget coarse(CodeFrame frame, TurnedTarget target) {
    List<Field> fields = frame.fields();
    double reach = 0;
    double largest = 0;
    for (Field field : fields) {
      double part = target.along()[field.direction()] * frame.step(field.direction());
      largest = Math.max(largest, Math.abs(part));
      reach += UniformQuantizer.centre(field.bits());
    }
    double available = ErrorBound.MAX_SUM - reach / 2;
    if (available < ErrorBound.MAX_SUM / 2) {
      return null;
    }
    double largestCode = ErrorBound.MAX_SPREAD * frame.spread();
    double forSums = Math.sqrt(target.squareAlong()) * (1 + 0x1p-20) * largestCode / available;
    double unit = Math.max(forSums, largest / Short.MAX_VALUE) + Double.MIN_NORMAL;
    short[] weights = new short[fields.size()];
    double middle = 0;
    double missed = 0;
    for (int i = 0; i < weights.length; i++) {
      double step = frame.step(fields.get(i).direction());
      double part = target.along()[fields.get(i).direction()];
      weights[i] = (short) Math.round(part * step / unit);
      double error = step > 0 ? part - weights[i] * unit / step : 0;
      missed += error * error;
      middle += weights[i] * UniformQuantizer.centre(fields.get(i).bits());
    }
    long start = Math.round(middle);
    double constant = (start - middle) * unit + Math.sqrt(missed) * (1 + 0x1p-20) * largestCode;
    return new CodeTarget(
        fields(frame, weights),
        (short) -start,
        (float) (target.factor() * unit),
        ErrorBound.roundUp(target.factor() * constant),
        residualFactor(frame, target),
        ErrorBound.roundUp(target.base()));
  }

  /** Q, rounded up. */
  private static float residualFactor(CodeFrame frame, TurnedTarget target) {
    double squares = target.squareRest();
    for (int j = 0; j < target.along().length; j++) {
      double part = target.along()[j] / frame.weight(j);
      squares += part * part;
    }
    return ErrorBound.roundUp(target.factor() * Math.sqrt(squares) * (1 + 0x1p-20));
  }

  private static CodeFields fields(CodeFrame frame, short[] weights) {
    List<Field> fields = frame.fields();
    int[] wordEnds = new int[frame.words()];
    int[] shifts = new int[weights.length];
    short[] masks = new short[weights.length];
    for (int i = 0; i < weights.length; i++) {
      wordEnds[fields.get(i).word()] = i + 1;
      shifts[i] = fields.get(i).shift();
      masks[i] = (short) ((1 << fields.get(i).bits()) - 1);
    }
    return new CodeFields(
        wordEnds, shifts, masks, weights, frame.similarity() == Similarity.EUCLIDEAN);
  }

  /**
   * The bounds of blocks of coarse codes for {@code queries}, at least one, all of one frame: a
   * document's is at least its canonical raw value, and never NaN.
   */
  public static BlockBounds coarseBounds(List<QueryCode> queries) {
    return queries.size() == 1
        ? queries.getFirst().coarseBounds()
        : BlockBounds.of(Kernels.best(), queries.stream().map(query -> query.coarse).toList());
  }

  /** Made once: many segments may share a frame. */
  private BlockBounds coarseBounds() {
    BlockBounds known = coarseBounds;
    if (known == null) {
      known = BlockBounds.of(Kernels.best(), List.of(coarse));
      coarseBounds = known;
    }
    return known;
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
