package org.nseekfs.search;

import static java.lang.Math.nextDown;
import static java.lang.Math.nextUp;

/**
 * A move under the dot product. With N the largest norm of a document, g and e the relative error
 * and the underflow of {@link RawError}, h = g + 2^24 e, and r the raw values:
 *
 * <pre>
 *   distance = (r_i - r_j - 4 h |q| N - 4 e) / (2 N (1 + h))
 * </pre>
 *
 * <p>Proof. A raw value at q is off by at most h |q| N + e: the sum of magnitudes is at most |q| N
 * by the inequality of Cauchy and Schwarz, and so is the product of largest elements by which
 * underflow of F8 and F16 rows may be multiplied, beside 2^24. So i is ahead by at least r_i - r_j
 * - 2 h |q| N - 2 e at q. By the same inequality a move d changes each dot product by at most |d|
 * N. The raw values at q' are off by at most h (|q| + |d|) N + e each. So i stays ahead as computed
 * while
 *
 * <pre>
 *   2 |d| N + 2 h (|q| + |d|) N + 2 e < r_i - r_j - 2 h |q| N - 2 e,
 * </pre>
 *
 * which is |d| < distance, and then by exact arithmetic too. What is said of errors holds while
 * (|q| + |d|) N is below what sums must stay below.
 *
 * @param target its norm
 * @param documents norms of all that are considered
 */
record DotProductMove(RawError.Scale error, NormRange target, NormRange documents)
    implements TargetMove {

  @Override
  public double distance(double ahead, double behind) {
    double norms = 2 * documents.greatest();
    double relative = nextUp(error.relative() + RawError.SCALED * error.underflow());
    double targetError = nextUp(nextUp(relative * target.greatest()) * norms);
    double errors = nextUp(2 * targetError + 4 * error.underflow());
    double margin = nextDown(nextDown(ahead - behind) - errors);
    double distance = nextDown(margin / nextUp(norms * nextUp(1 + relative)));
    boolean isProven =
        distance > 0 && (target.greatest() + distance) * documents.greatest() < error.largestSum();
    return isProven ? distance : 0;
  }
}
