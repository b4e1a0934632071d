package org.nseekfs.benchmarks.result;

import java.util.Arrays;
import org.nseekfs.cli.measure.Percentiles;

/** Times of queries, in milliseconds: of every query its median over the rounds. */
public record Latency(double p50Ms, double p90Ms, double p99Ms, double meanMs) {

  /**
   * From the nanoseconds of every query in every round.
   *
   * @param nanos a row a query, a column a round; at least one of each
   */
  public static Latency of(long[][] nanos) {
    double[] medians = Arrays.stream(nanos).mapToDouble(rounds -> median(rounds) / 1e6).toArray();
    Arrays.sort(medians);
    return new Latency(
        medians[Percentiles.place(medians.length, 50)],
        medians[Percentiles.place(medians.length, 90)],
        medians[Percentiles.place(medians.length, 99)],
        Arrays.stream(medians).average().orElseThrow());
  }

  /** The middle, or the mean of the two in the middle. */
  private static double median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2d;
  }
}
