package org.nseekfs.quantization.lsh;

/**
 * How far below what a hit must reach an estimate may lie for its document to be scored, so that a
 * stated share of the hits is found.
 *
 * <p>The estimate of a document of raw value s is about normal, with mean s and a known standard
 * error e. With s_1 to s_k the raw values of the hits, t the least of them and the threshold t - m,
 * hit i is found with probability Phi((s_i - t + m) / e). The margin is the smallest m for which
 * the mean of these reaches the recall asked for. Values that are not known are taken to be t,
 * which makes m larger.
 */
public final class RecallMargin {

  /** Standard errors beyond which nothing is missed, as far as a double tells. */
  private static final double SPAN = 8;

  /** Halvings: a few thousandths of a standard error are left. */
  private static final int STEPS = 12;

  /** Raw values that stand for all. */
  private static final int MAX_RAWS = 64;

  private static final int PER_UNIT = 64;
  private static final double[] NORMAL = table();

  private RecallMargin() {}

  private static double[] table() {
    double[] table = new double[(int) (2 * SPAN * PER_UNIT) + 2];
    for (int i = 0; i < table.length; i++) {
      table[i] = NormalDistribution.below((double) i / PER_UNIT - SPAN);
    }
    return table;
  }

  /**
   * The margin, in units of the raw value; may be negative.
   *
   * @param raws of the hits, in any order; those below {@code least} are none and stand for others
   *     that are not known
   * @param least what a hit must reach
   * @param error the estimate's standard error, above 0
   * @param recall the share to be found, above 0 and below 1
   */
  public static double of(double[] raws, double least, double error, double recall) {
    double largest = least;
    for (double raw : raws) {
      largest = Math.max(largest, raw);
    }
    double low = least - largest - SPAN * error;
    double high = SPAN * error;
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (found(raws, least, middle, error) < recall) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The probability that a standard normal number is below {@code x}, within 1e-5. */
  static double normal(double x) {
    double place = Math.clamp((x + SPAN) * PER_UNIT, 0, NORMAL.length - 2);
    int below = (int) place;
    return NORMAL[below] + (place - below) * (NORMAL[below + 1] - NORMAL[below]);
  }

  /**
   * The share of the hits that a margin finds.
   *
   * @param raws of the hits, in any order
   * @param least what a hit must reach
   * @param margin how far below that the threshold of estimates is
   * @param error the estimate's standard error, above 0
   */
  public static double found(double[] raws, double least, double margin, double error) {
    if (raws.length == 0) {
      return normal(margin / error);
    }
    int step = Math.ceilDiv(raws.length, MAX_RAWS);
    double sum = 0;
    int count = 0;
    for (int i = 0; i < raws.length; i += step) {
      sum += normal((Math.max(0, raws[i] - least) + margin) / error);
      count++;
    }
    return sum / count;
  }
}
