package org.nseekfs.search.verify;

import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.Similarity;

/**
 * How far a raw value may be from what the same vectors give in double arithmetic.
 *
 * <p>Let n be the dimension, L the lanes of a canonical sum (64 of floats, 16 of doubles), u its
 * unit roundoff (2^-24 or 2^-53), m = ceil(n / L) + log2(L) + 3 the roundings that any one product
 * goes through (one for each element of its lane, one for each fold, and three for a difference,
 * squared, and the last scaling), and gamma(j) = j u / (1 - j u). Then, for values r as computed
 * and p by a plain loop in double:
 *
 * <ul>
 *   <li>dot product: |r - p| &lt;= (gamma(m) + g) * sum |t_i x_i| + e
 *   <li>squared distance: |r - p| &lt;= (gamma(m) + g) * sum (t_i - x_i)^2 + e
 *   <li>cosine: |r - p| &lt;= gamma(3 m + 4) + 3 g + e / (|t| |x|) + e / |t|^2 + e / |x|^2
 * </ul>
 *
 * <p>where g = gamma(n + 4) of doubles is the plain loop's own error, and e = (n + 8) * 2^-149 for
 * floats, (n + 8) * 2^-1074 for doubles, is what underflow may cost. The dot products of F8 and F16
 * rows are summed divided by the target's power of two and the row's, so e is multiplied by these,
 * if they are more than 1: that is at most 2^24 times the largest |t_i| and |x_i|, for no element
 * of such a row that is not zero is below 2^-24 of its power. Sums of bytes are exact, up to 33,000
 * dimensions.
 *
 * <p>Negative infinity is admitted in place of a sum that comes within a factor of 2 of overflow,
 * and of the cosine of a vector outside of {@link NormLimits}. Neither is to be had of vectors
 * within them.
 */
public final class RawError {

  /** What underflow of F8 and F16 rows is to be multiplied by, beside the largest elements. */
  public static final double SCALED = 0x1p24;

  private final ElementType type;
  private final Similarity similarity;

  /** The errors of raw values of vectors stored as {@code type}. */
  public RawError(ElementType type, Similarity similarity) {
    this.type = type;
    this.similarity = similarity;
  }

  /** Sums by plain loops in double; the norms are not squared. */
  private record Sums(
      double dot, double magnitude, double square, double targetNorm, double rowNorm) {

    static Sums of(double[] t, double[] x) {
      double dot = 0;
      double magnitude = 0;
      double square = 0;
      double targetSquare = 0;
      double rowSquare = 0;
      for (int i = 0; i < x.length; i++) {
        dot += t[i] * x[i];
        magnitude += Math.abs(t[i] * x[i]);
        square += (t[i] - x[i]) * (t[i] - x[i]);
        targetSquare += t[i] * t[i];
        rowSquare += x[i] * x[i];
      }
      return new Sums(dot, magnitude, square, Math.sqrt(targetSquare), Math.sqrt(rowSquare));
    }

    double cosine() {
      return dot / (targetNorm * rowNorm);
    }
  }

  /**
   * The parts of the inequalities that do not depend on the vectors.
   *
   * @param relative the factor of the sum of magnitudes; under the cosine, the part that stands
   *     alone
   * @param underflow e
   * @param largestSum what sums must stay below for anything to be demanded
   */
  public record Scale(double relative, double underflow, double largestSum) {

    /** A scale for whatever this one or {@code other} is for. */
    public Scale or(Scale other) {
      return new Scale(
          Math.max(relative, other.relative),
          Math.max(underflow, other.underflow),
          Math.min(largestSum, other.largestSum));
    }
  }

  /** The scale for vectors of {@code dimension}. */
  public Scale scale(int dimension) {
    double relative =
        switch (similarity) {
          case DOT_PRODUCT, EUCLIDEAN ->
              type == ElementType.BYTE ? 0 : gamma(roundings(dimension)) + plainGamma(dimension);
          case COSINE -> gamma(3 * roundings(dimension) + 4) + 3 * plainGamma(dimension);
        };
    double underflow = (dimension + 8) * (type.isFloat() ? Float.MIN_VALUE : Double.MIN_VALUE);
    double largestSum = type.isFloat() ? Float.MAX_VALUE / 2d : Double.MAX_VALUE / 2;
    // The factor is more than its own roundings.
    return new Scale(relative * (1 + 0x1p-48), underflow, largestSum);
  }

  /**
   * How far a raw value may be from the similarity of two vectors of which no more is known than
   * that and their norms: a product of norms bounds the sum of the products' magnitudes.
   *
   * @param scale that of their dimension
   * @param value their similarity, by a plain loop in double
   */
  public double margin(Scale scale, double value, double targetNorm, double rowNorm) {
    double product = targetNorm * rowNorm;
    double dotUnderflow = dotUnderflow(scale, product);
    return switch (similarity) {
      case DOT_PRODUCT -> scale.relative * product + dotUnderflow;
      case EUCLIDEAN -> scale.relative * -value + scale.underflow;
      case COSINE -> cosineMargin(scale, dotUnderflow, targetNorm, rowNorm);
    };
  }

  /**
   * @param largestProduct at least that of the largest elements
   */
  private double dotUnderflow(Scale scale, double largestProduct) {
    boolean isScaled = type == ElementType.F8 || type == ElementType.F16;
    return scale.underflow * (isScaled ? Math.max(1, SCALED * largestProduct) : 1);
  }

  private static double cosineMargin(
      Scale scale, double dotUnderflow, double targetNorm, double rowNorm) {
    return scale.relative
        + dotUnderflow / (targetNorm * rowNorm)
        + scale.underflow / (targetNorm * targetNorm)
        + scale.underflow / (rowNorm * rowNorm);
  }

  /** Whether {@code raw} is near enough to the similarity of {@code t} and {@code x}. */
  public boolean admits(double raw, double[] t, double[] x) {
    Sums sums = Sums.of(t, x);
    Scale scale = scale(x.length);
    double dotUnderflow = dotUnderflow(scale, largest(t) * largest(x));
    return switch (similarity) {
      case DOT_PRODUCT -> admits(raw, sums.dot, sums.magnitude, scale, dotUnderflow);
      case EUCLIDEAN -> admits(raw, 0d - sums.square, sums.square, scale, scale.underflow);
      case COSINE ->
          raw == Double.NEGATIVE_INFINITY
              ? !NormLimits.of(type, similarity).hold(x)
              : Math.abs(raw - sums.cosine())
                  <= cosineMargin(scale, dotUnderflow, sums.targetNorm, sums.rowNorm);
    };
  }

  private static double largest(double[] vector) {
    double largest = 0;
    for (double element : vector) {
      largest = Math.max(largest, Math.abs(element));
    }
    return largest;
  }

  private boolean admits(
      double raw, double plain, double magnitude, Scale scale, double underflow) {
    if (type == ElementType.BYTE) {
      return raw == plain || magnitude > Integer.MAX_VALUE;
    }
    if (raw == Double.NEGATIVE_INFINITY) {
      return !(magnitude < scale.largestSum);
    }
    // Plain sums of doubles may overflow where the raw value does not, just.
    return magnitude == Double.POSITIVE_INFINITY
        || Math.abs(raw - plain) <= scale.relative * magnitude + underflow;
  }

  private long roundings(int dimension) {
    int lanes = type.isFloat() ? 64 : 16;
    return Math.ceilDiv(dimension, lanes) + Integer.numberOfTrailingZeros(lanes) + 3L;
  }

  private double gamma(long roundings) {
    return gamma(roundings, type.isFloat() ? 0x1p-24 : 0x1p-53);
  }

  private static double plainGamma(int dimension) {
    return gamma(dimension + 4L, 0x1p-53);
  }

  private static double gamma(long roundings, double unitRoundoff) {
    return roundings * unitRoundoff / (1 - roundings * unitRoundoff);
  }
}
