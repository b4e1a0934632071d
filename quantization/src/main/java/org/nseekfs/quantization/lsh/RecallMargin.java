package org.nseekfs.quantization.lsh;

/**
 * How far below the k-th best raw value an estimate may lie for its document to be scored, so that
 * a stated share of the k best is found.
 *
 * <p>The estimate of a document of raw value s is about normal, with mean s and a known standard
 * error e. With s_1 to s_k the best raw values known and the threshold s_k - m, hit i is found with
 * probability Phi((s_i - s_k + m) / e). The margin is the smallest m for which the mean of these
 * reaches the recall asked for. The s_i known are at most the true ones, which makes m larger.
 */
public final class RecallMargin {

  /** Standard errors beyond which nothing is missed, as far as a double tells. */
  private static final double SPAN = 8;

  /** Halvings: a few thousandths of a standard error are left. */
  private static final int STEPS = 12;

  /** Raw values that stand for all. */
  private static final int MAX_RAWS = 64;

  private RecallMargin() {}

  /**
   * The margin, in units of the raw value; may be negative.
   *
   * @param bestRaws the k best raw values known, in any order; at least one
   * @param error the estimate's standard error, above 0
   * @param recall the share to be found, above 0 and below 1
   */
  public static double of(double[] bestRaws, double error, double recall) {
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (double raw : bestRaws) {
      least = Math.min(least, raw);
      largest = Math.max(largest, raw);
    }
    double low = least - largest - SPAN * error;
    double high = SPAN * error;
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (found(bestRaws, least - middle, error) < recall) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double found(double[] bestRaws, double threshold, double error) {
    int step = Math.ceilDiv(bestRaws.length, MAX_RAWS);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < bestRaws.length; i += step) {
      sum += CollisionProbability.normal((bestRaws[i] - threshold) / error);
      count++;
    }
    return sum / count;
  }
}
