package org.nseekfs.search.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nseekfs.search.SampleVectors;

class NormRangeTest {

  @Test
  void theTrueNormIsWithinBoundsOfAnySize() {
    Random random = SampleVectors.random();
    for (int exponent = -1074; exponent < 500; exponent += 7) {
      for (int dimension : new int[] {1, 2, 33, 500}) {
        double[] vector = new double[dimension];
        for (int i = 0; i < dimension; i++) {
          vector[i] = Math.scalb(1 + random.nextDouble(), exponent);
        }
        NormRange norm = NormRange.of(vector);
        BigDecimal truth = MovedTargets.distance(vector, new double[dimension]);
        assertTrue(new BigDecimal(norm.least()).compareTo(truth) < 0, () -> norm + " " + truth);
        assertTrue(new BigDecimal(norm.greatest()).compareTo(truth) > 0, () -> norm + " " + truth);
        if (exponent > -500) {
          assertEquals(1, norm.greatest() / norm.least(), 1e-12);
        }
      }
    }
  }

  @Test
  void overflowIsNoUpperBoundBelowTheNorm() {
    assertEquals(Double.POSITIVE_INFINITY, NormRange.of(new double[] {1e200}).greatest());
  }

  @Test
  void boundsOfSeveralHoldEach() {
    NormRange both = new NormRange(1, 2).or(new NormRange(.5, 1.5));
    assertEquals(new NormRange(.5, 2), both);
    assertEquals(both, NormRange.NONE.or(both));
  }
}
