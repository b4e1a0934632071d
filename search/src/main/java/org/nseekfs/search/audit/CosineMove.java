package org.nseekfs.search.audit;

import static java.lang.Math.nextDown;
import static java.lang.Math.nextUp;

import org.nseekfs.quantization.NormLimits;
import org.nseekfs.search.verify.RawError;

/**
 * A move under the cosine, which depends on how long the target is. With c the raw values and E
 * their largest error, at q or at any q' no shorter than |q| / 2:
 *
 * <pre>
 *   a = arccos(c_i - E), b = arccos(c_j + E)
 *   turn = (b - a) / 2 - arcsin(E / sin((a + b) / 2))
 *   distance = min(|q| sin(turn), |q| / 2)
 * </pre>
 *
 * <p>Proof. A move d shorter than |q| turns the target by an angle t of at most arcsin(|d| / |q|),
 * so by less than {@code turn}. Angles between vectors obey the triangle inequality: i is at an
 * angle of at most a + t from q', j of at least b - t, and both are between 0 and pi. So i is ahead
 * as computed while cos(a + t) - E > cos(b - t) + E, and the difference of the cosines is
 *
 * <pre>
 *   2 sin((a + b) / 2) sin((b - a) / 2 - t) > 2 E
 * </pre>
 *
 * for every t &lt; turn; then cos(a + t) > cos(b - t) too. E is {@link RawError}'s for the smallest
 * norm of a document, X, and a target of half of |q|: g + 2^24 e + 2 e / (|q| X) + 4 e / |q|^2 + e
 * / X^2, 2^24 e being what underflow of F8 and F16 rows may cost for large elements.
 *
 * <p>Nothing is said where a norm is outside of the limits: such a document may have no raw value.
 *
 * @param target its norm
 * @param documents norms of all that are considered
 */
record CosineMove(RawError.Scale error, NormLimits limits, NormRange target, NormRange documents)
    implements TargetMove {

  /** StrictMath's functions are off by less than an ulp, which is less than this, relatively. */
  private static final double SLACK = 0x1p-50;

  @Override
  public double distance(double ahead, double behind) {
    double error = rawError();
    double turn = turn(arc(nextDown(ahead - error)), arc(nextUp(behind + error)), error);
    if (!(turn > 0 && target.isWithin(limits) && documents.isWithin(limits))) {
      return 0;
    }
    double norm = target.least();
    return Math.min(norm / 2, norm * StrictMath.sin(turn) * (1 - 4 * SLACK));
  }

  private static double arc(double cosine) {
    return StrictMath.acos(Math.clamp(cosine, -1, 1));
  }

  private static double turn(double aheadArc, double behindArc, double error) {
    double a = aheadArc * (1 + 2 * SLACK);
    double b = behindArc * (1 - 2 * SLACK);
    // The sum of both is at most 2 pi, so its sine is off by less than this.
    double sine = StrictMath.sin((a + b) / 2) - 16 * SLACK;
    double share = error / sine * (1 + SLACK);
    if (!(sine > 0 && share < 1)) {
      return 0;
    }
    return nextDown(nextDown((b - a) / 2) - StrictMath.asin(share) * (1 + 2 * SLACK));
  }

  private double rawError() {
    double underflow = error.underflow();
    double sum =
        error.relative()
            + RawError.SCALED * underflow
            + 2 * underflow / (target.least() * documents.least())
            + 4 * underflow / (target.least() * target.least())
            + underflow / (documents.least() * documents.least());
    return sum * (1 + 16 * SLACK);
  }
}
