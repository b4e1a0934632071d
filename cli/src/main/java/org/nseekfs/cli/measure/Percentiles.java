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

  /**
   * Where, among {@code count} values in ascending order, the smallest is that at least {@code
   * percent} of them, 1 to 100, do not exceed.
   */
  public static int place(int count, int percent) {
    return (int) Math.ceilDiv((long) count * percent, 100) - 1;
  }

  /** The smallest time, in milliseconds, that {@code percent} of all times do not exceed. */
  public double millis(int percent) {
    return sortedNanos[place(sortedNanos.length, percent)] / 1e6;
  }

  /** The mean, in milliseconds. */
  double meanMillis() {
    return Arrays.stream(sortedNanos).average().orElseThrow() / 1e6;
  }
}
