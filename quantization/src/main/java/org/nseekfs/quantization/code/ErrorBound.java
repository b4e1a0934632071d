package org.nseekfs.quantization.code;

import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct;

/**
 * The bound and its proof. For a target and a stored vector x the canonical raw value, as floats
 * compute it, is never above {@link org.nseekfs.quantization.kernel.bounds.BlockBounds}'s value U,
 * and never above the finer one of {@link QueryCode#fineUpper}.
 *
 * <h2>What is bounded</h2>
 *
 * <p>Let m be the frame's mean. With v = x (under the cosine v = x / |x|) and z = v - m, the exact
 * raw value is
 *
 * <pre>
 * dot product  (t, m) + (t, z)                t = target
 * cosine       (t, m) + (t, z)                t = target / |target|
 * euclidean    2 (t, z) - |t|^2 - |z|^2       t = target - m
 * </pre>
 *
 * <p>so that only (t, z) must be bounded.
 *
 * <h2>In the frame</h2>
 *
 * <p>V has the frame's directions as columns, V'V = I + E with |E| at most the defect e. Let r =
 * V't, s = V'z and P = I - VV'. Then (I - VV')^2 = (I - VV') + VEV', hence
 *
 * <pre>
 * (t, z) = (r, s) + (Pt, Pz) - (V't, E V'z)  &lt;=  (r, s) + |Pt| |Pz| + e (1 + e) |t| |z|
 * |Pz|^2 = |z|^2 - |s|^2 + (V'z, E V'z)      &lt;=  |z|^2 - |s|^2 + e (1 + e) |z|^2
 * </pre>
 *
 * <p>If there are as many directions as dimensions, VV' has the eigenvalues of V'V, |I - VV'| is at
 * most e, and the middle term of the first line is left out.
 *
 * <h2>With the code</h2>
 *
 * <p>A document stores the levels f_j of each coded direction, a scale a and a residual p. With c_j
 * the middle level and d_j the step, y_j = a d_j (f_j - c_j) is what the code says of s_j. For any
 * positive weights w_j, by Cauchy and Schwarz,
 *
 * <pre>
 * (r, s - y) + |Pt| |Pz|  &lt;=  sqrt(sum (r_j / w_j)^2 + |Pt|^2) sqrt(sum (w_j (s_j - y_j))^2 + |Pz|^2)
 *                          =: Q R
 * </pre>
 *
 * <p>The target's weights W_j are integers, r_j d_j = u W_j + g_j with |g_j| at most u / 2, and
 *
 * <pre>
 * (r, y) = a sum r_j d_j (f_j - c_j)  &lt;=  a (u sum W_j (f_j - c_j) + |g / d| |y| / a)
 * </pre>
 *
 * <p>by Cauchy and Schwarz again. The sum of W_j f_j is taken modulo 2^16. It is recovered exactly
 * if its distance from sum W_j c_j is below 2^15 - 1: the unit u is chosen so, as that distance is
 * at most (|r| |y| / a + sum |g_j| c_j) / u, and a document whose |y| / a exceeds {@link
 * #MAX_SPREAD} times the frame's spread is not coded.
 *
 * <h2>Rounding</h2>
 *
 * <p>Everything that floats lose goes into the residual: p is at least R (1 + 2^-18) + w L, w being
 * the largest weight (so that w Q is at least |t| sqrt(1 - e - e^2)), and L is 1 + e times the sum
 * of
 *
 * <pre>
 * 2 e |z|                              the defect
 * sqrt(n) (64 + D/64 + 4) 2^-24 |z|    s, computed in floats in n directions; also in |Pz|
 * 2^-20 (|z| + |m|)                    the float arithmetic of U
 * g (|z| + |m|)                        the canonical sum's own rounding, g = (D/32 + 32) 2^-24
 * </pre>
 *
 * <p>Under the cosine the last has 3 g. The canonical squared distance is a sum of terms that are
 * not negative, so its relative error is at most 3 g; |t|^2 and |z|^2, which together are at least
 * half of it, are diminished by 8 g of themselves. p and a have eight significant bits: a is
 * rounded before it is used, p upwards.
 *
 * <h2>With the fine code</h2>
 *
 * <p>U was computed in floats, whose at most four roundings of p Q may have lost 2^-22 of it, so it
 * is (1 - 2^-21) p Q that is taken away: what is left bounds everything but (r, s - y) + |Pt| |Pz|.
 * A fine code holds levels l_j of the error: y'_j = a d'_j l_j, and p' is the residual of s - y -
 * y' as p is of s - y, with one weight w' for all directions, so that Q' is the square root of
 * |r|^2 / w'^2 + |Pt|^2. The target's weights W'_j are 16-bit integers, r_j d'_j = u' W'_j + g'_j,
 * and no level exceeds 127, hence
 *
 * <pre>
 * (r, s - y) + |Pt| |Pz|  &lt;=  a (u' sum W'_j l_j + 127 sum |g'_j|) + p' Q'
 * </pre>
 *
 * <p>The sum is exact, the rest is double arithmetic; p' holds the same losses as p, those of the
 * float arithmetic of U among them.
 *
 * <h2>What is not coded</h2>
 *
 * <p>Norms outside of 2^-30..2^40, for f16 rows 2^-8..2^40, would need care for underflow and
 * overflow (a zero vector is one): such documents have the bound +infinity, such targets no bounds
 * at all.
 */
final class ErrorBound {

  /** How far the norm of a code may exceed the frame's spread. */
  static final double MAX_SPREAD = 1.25;

  /** How far the sum of a document's weights may be from its middle. */
  static final double MAX_SUM = 32_766;

  /** The largest defect: little beyond, (1 + e) sqrt(1 - e - e^2) is below 1. */
  static final double MAX_DEFECT = 0.3;

  /** What floats may have lost of p Q, relatively, when they added it to a coarse bound. */
  static final double RESIDUAL_LOSS = 0x1p-21;

  private static final double MIN_NORM = 0x1p-30;
  private static final double MIN_F16_NORM = 0x1p-8;
  private static final double MAX_NORM = 0x1p40;
  private static final double ULP = 0x1p-24;

  private ErrorBound() {}

  /** Whether a vector of this norm, as a target, has bounds. */
  static boolean isCodable(double norm) {
    return norm >= MIN_NORM && norm <= MAX_NORM;
  }

  /** Whether a row of this norm can be coded. */
  static boolean isCodable(ElementType type, double norm) {
    return isCodable(norm) && (type != ElementType.F16 || norm >= MIN_F16_NORM);
  }

  /** g: the relative rounding of a canonical sum of so many products. */
  private static double canonical(int dimension) {
    return (dimension / 32.0 + 32) * ULP;
  }

  /** What both squared norms are diminished by, relative to themselves. */
  static double squareNormLoss(int dimension) {
    return 8 * canonical(dimension);
  }

  /** What computing s in floats may be off by, relative to |z|. */
  private static double rotation(CodeFrame frame) {
    double chain = MatrixProduct.GROUP + frame.dimension() / (double) MatrixProduct.GROUP + 4;
    return Math.sqrt(frame.directions()) * chain * ULP;
  }

  /** L, for a document of this |z|. */
  static double loss(CodeFrame frame, double norm) {
    int sums =
        switch (frame.similarity()) {
          case DOT_PRODUCT -> 1;
          case COSINE -> 3;
          case EUCLIDEAN -> 0;
        };
    double along = (2 * frame.defect() + rotation(frame)) * norm;
    double whole = (0x1p-20 + sums * canonical(frame.dimension())) * (norm + frame.meanNorm());
    return (1 + frame.defect()) * (along + whole);
  }

  /** What |Pz|^2 may be more than the difference of two computed squares, relative to |z|^2. */
  static double restLoss(CodeFrame frame) {
    return 2 * rotation(frame) + 2 * frame.defect() + 0x1p-20;
  }

  /** Whether the frame covers the whole space, so that there is no rest beside its directions. */
  static boolean isComplete(CodeFrame frame) {
    return frame.directions() == frame.dimension();
  }

  /** A residual: a weighted norm with all that floats may have lost. */
  static double residual(double squares, double largestWeight, double loss) {
    return Math.sqrt(squares) * (1 + 0x1p-18) + largestWeight * loss;
  }

  /** The least float that is at least {@code value}. */
  static float roundUp(double value) {
    float rounded = (float) value;
    return rounded < value ? Math.nextUp(rounded) : rounded;
  }

  /** The upper half of the least float of eight significant bits that is at least {@code value}. */
  static int roundUpToHalf(double value) {
    return (Float.floatToRawIntBits(roundUp(value)) + 0xFFFF) >>> Short.SIZE;
  }
}
