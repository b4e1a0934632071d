package org.nseekfs.cli.measure;

import java.util.Arrays;

/** Times of single searches. */
public final class Percentiles {

  private final long[] sortedNanos;

  /** The percentiles of at least one time. */
  Percentiles(long[] nanos) {
    if (nanos.length == 0) {
      throw new IllegalArgumentException("percentiles need at least one time");
    }
    sortedNanos = nanos.clone();
    Arrays.sort(sortedNanos);
  }

  /** The smallest time, in milliseconds, that {@code percent} of all times do not exceed. */
  public double millis(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sortedNanos.length);
    return sortedNanos[Math.max(1, rank) - 1] / 1e6;
  }

  /** The mean, in milliseconds. */
  double meanMillis() {
    return Arrays.stream(sortedNanos).average().orElseThrow() / 1e6;
  }
}
