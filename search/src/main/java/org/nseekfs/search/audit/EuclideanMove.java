package org.nseekfs.search.audit;

import static java.lang.Math.nextDown;
import static java.lang.Math.nextUp;
import static java.lang.Math.sqrt;

import org.nseekfs.search.verify.RawError;

/**
 * A move under the Euclidean distance, which needs no norms. With D = -r the squared distances as
 * computed, g and e the relative error and the underflow of {@link RawError}:
 *
 * <pre>
 *   u_i = sqrt((D_i + e) / (1 - g)), l_j = sqrt((D_j - e) / (1 + g))
 *   distance = (sqrt(1 - g) l_j - sqrt(1 + g) u_i - sqrt(2 e)) / 2
 * </pre>
 *
 * <p>Proof. By RawError document i is at most u_i from q and j at least l_j. By the triangle
 * inequality a move d leaves i within u_i + |d| and j beyond l_j - |d|. As computed, i's squared
 * distance is then at most (1 + g) (u_i + |d|)^2 + e and j's at least (1 - g) (l_j - |d|)^2 - e.
 * The first is the smaller one while, by sqrt(a + b) &lt;= sqrt(a) + sqrt(b),
 *
 * <pre>
 *   sqrt(1 + g) (u_i + |d|) + sqrt(2 e) &lt; sqrt(1 - g) (l_j - |d|),
 * </pre>
 *
 * and sqrt(1 + g) + sqrt(1 - g) &lt;= 2, so |d| &lt; distance is enough, and then u_i + |d| &lt;
 * l_j - |d| too. Where j's sum overflows, it is far all the more; i's must stay below where
 * RawError says nothing.
 */
record EuclideanMove(RawError.Scale error) implements TargetMove {

  @Override
  public double distance(double ahead, double behind) {
    double more = nextUp(1 + error.relative());
    double less = nextDown(1 - error.relative());
    double underflow = error.underflow();
    double farthest = nextUp(sqrt(nextUp(nextUp(underflow - ahead) / less)));
    double square = nextDown(Math.min(-behind, error.largestSum()) - underflow);
    double nearest = nextDown(sqrt(Math.max(0, nextDown(square / more))));
    double left = nextDown(nextDown(sqrt(less)) * nearest);
    double right = nextUp(nextUp(nextUp(sqrt(more)) * farthest) + nextUp(sqrt(2 * underflow)));
    double distance = nextDown(nextDown(left - right) / 2);
    double reach = farthest + distance;
    return distance > 0 && reach * reach < error.largestSum() ? distance : 0;
  }
}
