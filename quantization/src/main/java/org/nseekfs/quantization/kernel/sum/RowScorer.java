package org.nseekfs.quantization.kernel.sum;

import java.lang.foreign.MemorySegment;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.Kernels;

/**
 * Scores stored rows of one {@link ElementType} against one target: raw values, see {@link
 * Similarity}.
 *
 * <p>Immutable and shared by threads. Float types sum in float and give a float's value widened;
 * {@link ElementType#F64} sums in double; {@link ElementType#BYTE} sums exactly.
 */
public abstract sealed class RowScorer {

  private final int rowBytes;

  private RowScorer(int rowBytes) {
    this.rowBytes = rowBytes;
  }

  /**
   * A scorer for rows of {@code type}.
   *
   * @throws IllegalArgumentException if the target is not of their type
   */
  public static RowScorer of(ElementType type, Similarity similarity, QueryVector target) {
    Object array = target.array();
    if (type.arrayClass() != array.getClass()) {
      throw new IllegalArgumentException(
          type.label()
              + " vectors take a target of type "
              + type.arrayClass().getSimpleName()
              + ", got "
              + array.getClass().getSimpleName());
    }
    Kernels kernels = Kernels.best();
    int rowBytes = type.rowBytes(target.dimension());
    return switch (similarity) {
      case DOT_PRODUCT -> new Sum(RowSum.of(kernels, type, Operation.DOT, array), 1, rowBytes);
      case EUCLIDEAN ->
          new Sum(RowSum.of(kernels, type, Operation.SQUARE_DISTANCE, array), -1, rowBytes);
      case COSINE -> new Cosine(type, array, rowBytes);
    };
  }

  /** Bytes from one row to the next. */
  public final int rowBytes() {
    return rowBytes;
  }

  /** The raw value of the row at {@code offset}. */
  public final double score(MemorySegment rows, long offset) {
    double[] raw = new double[1];
    scoreBulk(rows, offset, 1, raw);
    return raw[0];
  }

  /**
   * Writes the raw values of {@code count} consecutive rows to the start of {@code raw}: finite, or
   * negative infinity as {@link NormLimits} says.
   */
  public final void scoreBulk(MemorySegment rows, long offset, int count, double[] raw) {
    scoreRows(rows, offset, count, raw);
    for (int i = 0; i < count; i++) {
      if (!Double.isFinite(raw[i])) {
        raw[i] = Double.NEGATIVE_INFINITY;
      }
    }
  }

  abstract void scoreRows(MemorySegment rows, long offset, int count, double[] raw);

  /** A sum, as it is or negated. */
  private static final class Sum extends RowScorer {
    private final RowSum sum;
    private final int sign;

    Sum(RowSum sum, int sign, int rowBytes) {
      super(rowBytes);
      this.sum = sum;
      this.sign = sign;
    }

    @Override
    void scoreRows(MemorySegment rows, long offset, int count, double[] raw) {
      sum.sumBulk(rows, offset, count, raw);
      if (sign < 0) {
        for (int i = 0; i < count; i++) {
          raw[i] = 0 - raw[i];
        }
      }
    }
  }

  /** A dot product over norms, both summed over the same rows while they are in the cache. */
  private static final class Cosine extends RowScorer {
    /** Rows summed twice in a row. */
    private static final int GROUP = 8;

    private final RowSum dot;
    private final RowSum squareNorm;
    private final double targetSquareNorm;
    private final NormLimits limits;

    Cosine(ElementType type, Object target, int rowBytes) {
      super(rowBytes);
      this.dot = RowSum.of(Kernels.best(), type, Operation.DOT, target);
      this.squareNorm = RowSum.of(Kernels.best(), type, Operation.SQUARE_NORM, target);
      this.targetSquareNorm = squareNorm(target);
      this.limits = NormLimits.of(type, Similarity.COSINE);
    }

    private static double squareNorm(Object target) {
      return switch (target) {
        case float[] floats -> squareNorm(ElementType.F32, floats, MemorySegment.ofArray(floats));
        case double[] doubles ->
            squareNorm(ElementType.F64, doubles, MemorySegment.ofArray(doubles));
        case byte[] bytes -> squareNorm(ElementType.BYTE, bytes, MemorySegment.ofArray(bytes));
        default -> throw new IllegalArgumentException("not a vector: " + target.getClass());
      };
    }

    /** By the scalar twin: heap arrays are not to pollute the type profiles of scans. */
    private static double squareNorm(ElementType type, Object target, MemorySegment row) {
      double[] sum = new double[1];
      RowSum.of(Kernels.scalar(), type, Operation.SQUARE_NORM, target).sumBulk(row, 0, 1, sum);
      return sum[0];
    }

    @Override
    void scoreRows(MemorySegment rows, long offset, int count, double[] raw) {
      double[] dots = new double[GROUP];
      double[] norms = new double[GROUP];
      for (int first = 0; first < count; first += GROUP) {
        int rowCount = Math.min(GROUP, count - first);
        long groupOffset = offset + (long) first * rowBytes();
        dot.sumBulk(rows, groupOffset, rowCount, dots);
        squareNorm.sumBulk(rows, groupOffset, rowCount, norms);
        for (int i = 0; i < rowCount; i++) {
          raw[first + i] = cosine(dots[i], norms[i]);
        }
      }
    }

    private double cosine(double dot, double rowSquareNorm) {
      if (!limits.hasDirection(rowSquareNorm) || !limits.hasDirection(targetSquareNorm)) {
        return Double.NEGATIVE_INFINITY;
      }
      double cosine = dot / (Math.sqrt(targetSquareNorm) * Math.sqrt(rowSquareNorm));
      return limits.type().isFloat() ? (float) cosine + 0f : cosine + 0d;
    }
  }
}
