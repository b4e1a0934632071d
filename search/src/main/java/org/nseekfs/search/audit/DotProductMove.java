package org.nseekfs.search.audit;

import static java.lang.Math.nextDown;
import static java.lang.Math.nextUp;

import org.nseekfs.search.verify.RawError;

/**
 * How far a target q may move under the dot product before a document j can catch up with a
 * document i. With S = |x_i| + |x_j| and D = |x_i - x_j|, g and e the relative error and the
 * underflow of {@link RawError}, h = g + 2^24 e, and r the raw values:
 *
 * <pre>
 *   distance = (r_i - r_j - 2 h |q| S - 4 e) / (D + h S)
 * </pre>
 *
 * <p>For every q' with |q' - q| below the distance, i is nearer to q' than j, both by exact
 * arithmetic on the stored vectors and, where q' can be a target, by the raw values that a search
 * computes.
 *
 * <p>Proof. A raw value at q is off by at most h |q| |x| + e: the sum of magnitudes is at most |q|
 * |x| by the inequality of Cauchy and Schwarz, and so is the product of largest elements by which
 * underflow of F8 and F16 rows may be multiplied, beside 2^24. So i is ahead by at least r_i - r_j
 * - h |q| S - 2 e at q. By the same inequality a move d changes q (x_i - x_j) by at most |d| D. The
 * raw values at q' are off by at most h (|q| + |d|) S + 2 e together. So i stays ahead as computed
 * while
 *
 * <pre>
 *   |d| D + h (|q| + |d|) S + 2 e &lt; r_i - r_j - h |q| S - 2 e,
 * </pre>
 *
 * which is |d| &lt; distance, and then by exact arithmetic too. What is said of errors holds while
 * (|q| + |d|) S is below what sums must stay below. Without errors, at this distance from q there
 * is a target for which both are equally near. All that is computed is rounded towards a smaller
 * distance.
 *
 * @param target its norm
 */
record DotProductMove(RawError.Scale error, NormRange target) {

  /** More than what the rounding of differences of elements changes of their norm. */
  private static final double DIFFERENCES = 1 + 0x1p-50;

  /**
   * A document.
   *
   * @param raw its raw value
   * @param norm at least that of its vector
   */
  record Row(double raw, double[] vector, double norm) {
    static Row of(double raw, double[] vector) {
      return new Row(raw, vector, NormRange.of(vector).greatest());
    }
  }

  /** The distance for i {@code ahead} and j {@code behind}; 0 if nothing can be said. */
  double distance(Row ahead, Row behind) {
    double[] difference = new double[ahead.vector.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = ahead.vector[i] - behind.vector[i];
    }
    double apart = nextUp(NormRange.of(difference).greatest() * DIFFERENCES);
    return distance(ahead, behind, Math.min(apart, norms(ahead, behind)));
  }

  /** No more than {@link #distance}, without a look at the vectors. */
  double leastDistance(Row ahead, Row behind) {
    return distance(ahead, behind, norms(ahead, behind));
  }

  private static double norms(Row ahead, Row behind) {
    return nextUp(ahead.norm + behind.norm);
  }

  private double distance(Row ahead, Row behind, double apart) {
    double norms = norms(ahead, behind);
    double relative = nextUp(error.relative() + RawError.SCALED * error.underflow());
    double targetError = nextUp(nextUp(relative * target.greatest()) * norms);
    double errors = nextUp(2 * targetError + 4 * error.underflow());
    double margin = nextDown(nextDown(ahead.raw - behind.raw) - errors);
    double distance = nextDown(margin / nextUp(apart + nextUp(relative * norms)));
    boolean isProven = distance > 0 && (target.greatest() + distance) * norms < error.largestSum();
    return isProven ? distance : 0;
  }
}
