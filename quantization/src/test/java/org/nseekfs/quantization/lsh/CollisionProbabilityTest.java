package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollisionProbabilityTest {

  private static final long SEED = 30295;

  private static final int TRIALS = 200_000;

  private final Random random = new Random(SEED);

  @Test
  void normalProbabilitiesAreIntegralsOfTheDensity() {
    double integral = 0.5;
    int steps = 1 << 10;
    for (int i = 0; i < 9 * steps; i++) {
      double x = (double) i / steps;
      assertEquals(integral, CollisionProbability.normal(x), 2e-14, "below " + x);
      assertEquals(1 - integral, CollisionProbability.normal(-x), 2e-14, "below " + -x);
      // Simpson's rule; its error is below 1e-16 a step.
      double half = x + 0.5 / steps;
      integral += (density(x) + 4 * density(half) + density(x + 1.0 / steps)) / 6 / steps;
    }
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  @Test
  void probabilitiesAtTheEnds() {
    assertEquals(1, CollisionProbability.ofBit(1));
    assertEquals(0.5, CollisionProbability.ofBit(0), 1e-15);
    assertEquals(0, CollisionProbability.ofBit(-1));
  }

  /** Within four standard errors of a share of so many trials. */
  @ParameterizedTest
  @ValueSource(doubles = {-0.7, 0, 0.3, 0.8, 0.99})
  void signsCollideAsOftenAsTheirProbability(double cosine) {
    int collisions = 0;
    for (int i = 0; i < TRIALS; i++) {
      double margin = random.nextGaussian();
      collisions += (margin < 0) == (partner(cosine, margin) < 0) ? 1 : 0;
    }
    assertShare(CollisionProbability.ofBit(cosine), collisions);
  }

  private double partner(double cosine, double margin) {
    return cosine * margin + Math.sqrt(1 - cosine * cosine) * random.nextGaussian();
  }

  private static void assertShare(double probability, int count) {
    double tolerance = 4 * Math.sqrt(probability * (1 - probability) / TRIALS) + 1e-5;
    assertEquals(probability, (double) count / TRIALS, tolerance);
  }
}
