package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecallMarginTest {

  private static final double ERROR = 0.04;
  private static final int TRIALS = 20_000;

  /** The share of raw values whose estimates reach the smallest less the margin. */
  private static double simulated(double[] raws, double margin) {
    Random random = new Random(5);
    double least = Arrays.stream(raws).min().orElseThrow();
    long found = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      for (double raw : raws) {
        found += raw + ERROR * random.nextGaussian() >= least - margin ? 1 : 0;
      }
    }
    return (double) found / TRIALS / raws.length;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.8, 0.9, 0.95, 0.99, 0.999})
  void theMarginFindsTheShareAskedFor(double recall) {
    double[] raws = {0.52, 0.71, 0.55, 0.5, 0.61, 0.53, 0.505, 0.9, 0.58, 0.51};
    // 200,000 draws: four standard deviations are at most .0045.
    assertEquals(recall, simulated(raws, RecallMargin.of(raws, 0.5, ERROR, recall)), 0.006);
  }

  @Test
  void equalRawValuesTakeTheQuantileOfOne() {
    double[] raws = {0.5, 0.5, 0.5};
    assertEquals(1.6449 * ERROR, RecallMargin.of(raws, 0.5, ERROR, 0.95), 0.01 * ERROR);
    assertEquals(0, RecallMargin.of(raws, 0.5, ERROR, 0.5), 0.01 * ERROR);
  }

  @Test
  void whatIsNotKnownIsTakenForTheLeastHit() {
    double quantile = RecallMargin.of(new double[] {0.5}, 0.5, ERROR, 0.9);
    assertEquals(quantile, RecallMargin.of(new double[0], 0.5, ERROR, 0.9), 0.01 * ERROR);
    assertEquals(
        quantile, RecallMargin.of(new double[] {0.1, 0.2, 0.4}, 0.5, ERROR, 0.9), 0.01 * ERROR);
  }

  @Test
  void moreRecallTakesMoreMargin() {
    double[] raws = new Random(6).doubles(1000).toArray();
    double last = Double.NEGATIVE_INFINITY;
    for (double recall : new double[] {0.1, 0.5, 0.9, 0.99, 0.9999}) {
      double margin = RecallMargin.of(raws, 0, 0.1, recall);
      assertTrue(margin > last, margin + " for " + recall);
      last = margin;
    }
  }
}
