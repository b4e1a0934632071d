package org.nseekfs.quantization.lsh;

/** tmp. */
final class CollisionProbability {
  private CollisionProbability() {}

  static double normal(double x) {
    double t = 1 / (1 + 0.3275911 * Math.abs(x) / Math.sqrt(2));
    double e =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
            * Math.exp(-x * x / 2);
    return x >= 0 ? 1 - e / 2 : e / 2;
  }
}
