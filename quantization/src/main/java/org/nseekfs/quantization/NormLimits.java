package org.nseekfs.quantization;

/**
 * Which vectors are stored and searched for: those whose Euclidean norm is from 2^{@code least} to
 * 2^{@code greatest}, and unless the similarity is the cosine the zero vector. This is the only
 * place that says so.
 *
 * <table>
 * <caption>Norms</caption>
 * <tr><th>type</th><th>similarity</th><th>least</th><th>greatest</th></tr>
 * <tr><td>F8, F16, BF16, F32</td><td>all</td><td>2^-55, about 2.8e-17</td><td>2^62, about
 * 4.6e18</td></tr>
 * <tr><td>F64</td><td>dot product, euclidean</td><td>2^-500, about 3.1e-151</td><td>2^62</td></tr>
 * <tr><td>F64</td><td>cosine</td><td>2^-500</td><td>2^510, about 3.4e153</td></tr>
 * <tr><td>BYTE</td><td>all</td><td>1</td><td>none is greater</td></tr>
 * </table>
 *
 * <p>The norm is that of the elements as the type stores them. All float types have the same
 * limits, so that a merge into another of them leaves no vector outside.
 *
 * <p>For vectors t and x within the limits, of n elements, at most 2^14:
 *
 * <ul>
 *   <li>No sum overflows. A squared distance is at most (|t| + |x|)^2, so 2^126; a product or a
 *       squared norm at most 2^124. The largest float is almost 2^128. Under the cosine of doubles
 *       nothing exceeds 2^1020.
 *   <li>Every score is a float above 0 and below infinity: the least is 1 / (1 + 2^126).
 *   <li>Underflow costs a sum of n products (n + 8) 2^-149 at most, for F8 and F16 rows times the
 *       largest |t_i| and |x_i| if that is more. |t|^2, |x|^2 and |t| |x| are at least 2^-110, so
 *       relative to them it is less than 2^-24, one rounding. Of doubles it is (n + 8) 2^-1074,
 *       relative to 2^-1000.
 * </ul>
 *
 * <p>So cosines and products are as exact for the shortest vectors as for others. Between vectors
 * that are nearer to each other than 2^-55 (2^-500), squared distances lose digits, and below
 * 2^-149 (2^-1074) they are 0.
 *
 * <p>Vectors outside of the limits come into an index only by a merge of what another format, or a
 * version without limits, has stored: it keeps them bit for bit. Their raw values are negative
 * infinity where a sum overflows, and under the cosine where {@link #hasDirection} says no.
 *
 * @param least exponent of the least norm
 * @param greatest exponent of the greatest norm
 * @param holdsZero whether the zero vector is within
 */
public record NormLimits(
    ElementType type, Similarity similarity, int least, int greatest, boolean holdsZero) {

  /** The limits of vectors of {@code type} compared by {@code similarity}. */
  public static NormLimits of(ElementType type, Similarity similarity) {
    boolean isCosine = similarity == Similarity.COSINE;
    return switch (type) {
      case F8, F16, BF16, F32 -> new NormLimits(type, similarity, -55, 62, !isCosine);
      case F64 -> new NormLimits(type, similarity, -500, isCosine ? 510 : 62, !isCosine);
      case BYTE -> new NormLimits(type, similarity, 0, 62, !isCosine);
    };
  }

  /** Whether {@code vector} is within these limits. */
  public boolean hold(double[] vector) {
    double squareNorm = 0;
    for (double element : vector) {
      squareNorm += element * element;
    }
    return squareNorm >= power(2 * least) && squareNorm <= power(2 * greatest)
        || holdsZero && vector[largestPosition(vector)] == 0;
  }

  /**
   * Checks that a vector is within these limits.
   *
   * @param what the vector is called in the message
   * @throws IllegalArgumentException naming the limits, the norm, and position and value of the
   *     largest element, if it is not
   */
  public void requireWithin(String what, double[] vector) {
    if (hold(vector)) {
      return;
    }
    int position = largestPosition(vector);
    double norm = norm(vector, Math.abs(vector[position]));
    throw new IllegalArgumentException(
        what
            + " must have a norm of 2^"
            + least
            + " to 2^"
            + greatest
            + (holdsZero ? ", or 0," : "")
            + " as "
            + type.label()
            + " under "
            + similarity
            + (norm == 0
                ? " (a zero vector has no direction)"
                : " (multiply all vectors and targets by a factor)")
            + ", got "
            + norm
            + ", its largest element being "
            + (type == ElementType.F64
                ? Double.toString(vector[position])
                : Float.toString((float) vector[position]))
            + " at position "
            + position);
  }

  private static int largestPosition(double[] vector) {
    int position = 0;
    for (int i = 1; i < vector.length; i++) {
      position = Math.abs(vector[i]) > Math.abs(vector[position]) ? i : position;
    }
    return position;
  }

  /** The norm, whatever its square would overflow or vanish as. */
  private static double norm(double[] vector, double largest) {
    if (largest == 0) {
      return 0;
    }
    double sum = 0;
    for (double element : vector) {
      sum += (element / largest) * (element / largest);
    }
    return largest * Math.sqrt(sum);
  }

  /**
   * Whether a vector whose squared norm, as the canonical order gives it, is {@code squareNorm} has
   * a cosine: the square is within a factor of 2 of these limits, more than roundings change it, so
   * that every vector within them has one.
   */
  public boolean hasDirection(double squareNorm) {
    return squareNorm >= power(2 * least - 1) && squareNorm <= power(2 * greatest + 1);
  }

  private static double power(int exponent) {
    return Math.scalb(1d, exponent);
  }
}
