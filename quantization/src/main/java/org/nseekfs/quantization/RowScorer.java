package org.nseekfs.quantization;

import java.lang.foreign.MemorySegment;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.Operation;
import org.nseekfs.quantization.kernel.RowKernel;

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
   * A scorer for rows of a float type.
   *
   * @throws IllegalArgumentException if {@code type} is not one, if an element of the target is not
   *     finite, or if the target has no direction and the similarity is the cosine
   */
  public static RowScorer of(ElementType type, Similarity similarity, float[] target) {
    for (int i = 0; i < target.length; i++) {
      requireFinite(i, target[i]);
    }
    return of(type, similarity, target.clone(), target.length);
  }

  /**
   * A scorer for rows of {@link ElementType#F64}; throws as {@link #of(ElementType, Similarity,
   * float[])}.
   */
  public static RowScorer of(ElementType type, Similarity similarity, double[] target) {
    for (int i = 0; i < target.length; i++) {
      requireFinite(i, target[i]);
    }
    return of(type, similarity, target.clone(), target.length);
  }

  /**
   * A scorer for rows of {@link ElementType#BYTE}; throws as {@link #of(ElementType, Similarity,
   * float[])}.
   */
  public static RowScorer of(ElementType type, Similarity similarity, byte[] target) {
    return of(type, similarity, target.clone(), target.length);
  }

  private static <T> RowScorer of(
      ElementType type, Similarity similarity, T target, int dimension) {
    if (type.arrayClass() != target.getClass()) {
      throw new IllegalArgumentException(
          type.label()
              + " vectors take a target of type "
              + type.arrayClass().getSimpleName()
              + ", got "
              + target.getClass().getSimpleName());
    }
    Kernels kernels = Kernels.best();
    int rowBytes = type.rowBytes(dimension);
    return switch (similarity) {
      case DOT_PRODUCT -> new Sum<>(kernels.kernel(type, Operation.DOT), target, 1, rowBytes);
      case EUCLIDEAN ->
          new Sum<>(kernels.kernel(type, Operation.SQUARE_DISTANCE), target, -1, rowBytes);
      case COSINE -> new Cosine<>(kernels, type, target, rowBytes);
    };
  }

  private static void requireFinite(int position, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "target must be finite, got " + value + " at position " + position);
    }
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

  /** Writes the raw values of {@code count} consecutive rows to the start of {@code raw}. */
  public final void scoreBulk(MemorySegment rows, long offset, int count, double[] raw) {
    scoreRows(rows, offset, count, raw);
    for (int i = 0; i < count; i++) {
      if (Double.isNaN(raw[i])) {
        raw[i] = Double.NEGATIVE_INFINITY;
      }
    }
  }

  abstract void scoreRows(MemorySegment rows, long offset, int count, double[] raw);

  /** A sum, as it is or negated. */
  private static final class Sum<T> extends RowScorer {
    private final RowKernel<T> kernel;
    private final T target;
    private final int sign;

    Sum(RowKernel<T> kernel, T target, int sign, int rowBytes) {
      super(rowBytes);
      this.kernel = kernel;
      this.target = target;
      this.sign = sign;
    }

    @Override
    void scoreRows(MemorySegment rows, long offset, int count, double[] raw) {
      kernel.sumBulk(target, rows, offset, count, raw);
      if (sign < 0) {
        for (int i = 0; i < count; i++) {
          raw[i] = 0 - raw[i];
        }
      }
    }
  }

  /** A dot product over norms, both summed over the same rows while they are in the cache. */
  private static final class Cosine<T> extends RowScorer {
    /** Rows summed twice in a row. */
    private static final int GROUP = 8;

    private final RowKernel<T> dot;
    private final RowKernel<T> squareNorm;
    private final T target;
    private final double targetSquareNorm;
    private final boolean toFloat;

    Cosine(Kernels kernels, ElementType type, T target, int rowBytes) {
      super(rowBytes);
      this.dot = kernels.kernel(type, Operation.DOT);
      this.squareNorm = kernels.kernel(type, Operation.SQUARE_NORM);
      this.target = target;
      this.targetSquareNorm = SquareNorms.of(target);
      this.toFloat = type.isFloat();
      if (!SquareNorms.hasDirection(targetSquareNorm)) {
        throw new IllegalArgumentException(
            "target must not have a squared norm of " + targetSquareNorm + " under cosine");
      }
    }

    @Override
    void scoreRows(MemorySegment rows, long offset, int count, double[] raw) {
      double[] dots = new double[GROUP];
      double[] norms = new double[GROUP];
      for (int first = 0; first < count; first += GROUP) {
        int rowCount = Math.min(GROUP, count - first);
        long groupOffset = offset + (long) first * rowBytes();
        dot.sumBulk(target, rows, groupOffset, rowCount, dots);
        squareNorm.sumBulk(target, rows, groupOffset, rowCount, norms);
        for (int i = 0; i < rowCount; i++) {
          raw[first + i] = cosine(dots[i], norms[i]);
        }
      }
    }

    private double cosine(double dot, double rowSquareNorm) {
      double cosine = dot / (Math.sqrt(targetSquareNorm) * Math.sqrt(rowSquareNorm));
      return toFloat ? (float) cosine + 0f : cosine + 0d;
    }
  }
}
