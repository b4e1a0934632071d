package org.nseekfs.cli.measure;

import java.util.Arrays;

/** The k largest of the values offered. */
final class LargestValues {

  /** Ascending. */
  private final double[] values;

  LargestValues(int k) {
    values = new double[k];
    Arrays.fill(values, Double.NEGATIVE_INFINITY);
  }

  void offer(double value) {
    if (!(value > values[0])) {
      return;
    }
    int i = 0;
    for (; i + 1 < values.length && values[i + 1] < value; i++) {
      values[i] = values[i + 1];
    }
    values[i] = value;
  }

  /** The k-th largest; negative infinity while there are fewer. */
  double least() {
    return values[0];
  }
}
