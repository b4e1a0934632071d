package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NormalDistributionTest {

  @Test
  void normalProbabilitiesAreIntegralsOfTheDensity() {
    double integral = 0.5;
    int steps = 1 << 10;
    for (int i = 0; i < 9 * steps; i++) {
      double x = (double) i / steps;
      assertEquals(integral, NormalDistribution.below(x), 2e-14, "below " + x);
      assertEquals(1 - integral, NormalDistribution.below(-x), 2e-14, "below " + -x);
      // Simpson's rule; its error is below 1e-16 a step.
      double half = x + 0.5 / steps;
      integral += (density(x) + 4 * density(half) + density(x + 1.0 / steps)) / 6 / steps;
    }
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
