package org.nseekfs.quantization.lsh;

/** The standard normal distribution, for whoever makes tables of it. */
final class NormalDistribution {

  /** Beyond, the probability of a tail rounds to 0 in a sum with 1. */
  private static final double FARTHEST = 8.5;

  private NormalDistribution() {}

  /**
   * The probability that a standard normal number is below {@code x}, within 1e-15: by the rational
   * approximation of J. F. Hart's "Computer Approximations" (1968), number 5666, as given by G.
   * West, Better approximations to cumulative normal functions, 2005.
   */
  static double below(double x) {
    double distance = Math.abs(x);
    if (distance > FARTHEST) {
      return x > 0 ? 1 : 0;
    }
    double tail = StrictMath.exp(-distance * distance / 2);
    if (distance < 7.07106781186547) {
      double above = 3.52624965998911e-02 * distance + 0.700383064443688;
      above = above * distance + 6.37396220353165;
      above = above * distance + 33.912866078383;
      above = above * distance + 112.079291497871;
      above = above * distance + 221.213596169931;
      above = above * distance + 220.206867912376;
      double below = 8.83883476483184e-02 * distance + 1.75566716318264;
      below = below * distance + 16.064177579207;
      below = below * distance + 86.7807322029461;
      below = below * distance + 296.564248779674;
      below = below * distance + 637.333633378831;
      below = below * distance + 793.826512519948;
      below = below * distance + 440.413735824752;
      tail *= above / below;
    } else {
      double fraction = distance + 0.65;
      for (int i = 4; i > 0; i--) {
        fraction = distance + i / fraction;
      }
      tail /= fraction * Math.sqrt(2 * Math.PI);
    }
    return x > 0 ? 1 - tail : tail;
  }
}
