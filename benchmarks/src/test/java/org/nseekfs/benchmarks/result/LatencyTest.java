package org.nseekfs.benchmarks.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void takesTheMedianOfTheRoundsThenPercentilesOfTheQueries() {
    long ms = 1_000_000;
    long[][] nanos = new long[100][];
    for (int query = 0; query < 100; query++) {
      nanos[query] = new long[] {900 * ms, (100 - query) * ms, 0};
    }
    assertEquals(new Latency(50, 90, 99, 50.5), Latency.of(nanos));
  }

  @Test
  void takesTheMeanOfTheTwoInTheMiddle() {
    assertEquals(
        new Latency(2.5, 2.5, 2.5, 2.5),
        Latency.of(new long[][] {{4_000_000, 1_000_000, 9_000_000, 1_000_000}}));
  }
}
