package org.nseekfs.search.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SharedThresholdTest {

  @Test
  void excludesNothingAtFirst() {
    assertEquals(Double.NEGATIVE_INFINITY, new SharedThreshold(Double.NEGATIVE_INFINITY).get());
  }

  @Test
  void onlyRises() {
    SharedThreshold threshold = new SharedThreshold(Double.NEGATIVE_INFINITY);
    double[] keys = {-1e300, -2.5, -3, 0, -1, Double.MIN_VALUE, 7, 6.999, Double.POSITIVE_INFINITY};
    double largest = Double.NEGATIVE_INFINITY;
    for (double key : keys) {
      threshold.raise(key);
      largest = Math.max(largest, key);
      assertEquals(largest, threshold.get());
    }
  }
}
