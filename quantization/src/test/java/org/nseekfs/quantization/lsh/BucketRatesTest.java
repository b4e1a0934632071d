package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BucketRatesTest {

  private static final int CELLS = BucketRates.CELLS;
  private static final int RANKS = BucketRates.RANKS.length;
  private static final int SHARES = BucketRates.SHARES.length;

  /** The rate of rank i in cell j is (i + 1) (CELLS - j). */
  private static float[] rates() {
    float[] rates = new float[RANKS * CELLS];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = (i / CELLS + 1) * (CELLS - i % CELLS);
    }
    return rates;
  }

  private static BucketRates of(float[] found) {
    float[] all = new float[RANKS * SHARES];
    for (int i = 0; i < all.length; i++) {
      all[i] = found[i % SHARES];
    }
    return new BucketRates(rates(), all);
  }

  private static float[] asExpected() {
    float[] found = new float[SHARES];
    for (int i = 0; i < SHARES; i++) {
      found[i] = (float) BucketRates.SHARES[i];
    }
    return found;
  }

  @Test
  void ratesLieBetweenRanksAndCells() {
    BucketRates rates = of(asExpected());
    float[] mixed = new float[CELLS + 1];
    rates.mix(1, mixed);
    assertEquals(CELLS, BucketRates.rate(mixed, -5));
    assertEquals(CELLS, BucketRates.rate(mixed, 0.5f));
    assertEquals(CELLS - 0.5f, BucketRates.rate(mixed, 1), 1e-4);
    assertEquals(1, BucketRates.rate(mixed, 1e9f));
    rates.mix(2, mixed);
    assertEquals(1.5f * CELLS, mixed[0], 1e-3);
    rates.mix(1e9, mixed);
    assertEquals(RANKS * CELLS, mixed[0], 1e-3);
  }

  @Test
  void whereLessWasFoundThanExpectedMoreIsExpected() {
    BucketRates exact = of(asExpected());
    for (double share : new double[] {0.3, 0.8, 0.93, 0.99}) {
      assertEquals(share, exact.expectedFor(share, 20), 1e-6);
    }
    float[] less = asExpected();
    for (int i = 0; i < SHARES; i++) {
      less[i] -= 0.02f;
    }
    BucketRates poor = of(less);
    assertEquals(0.92, poor.expectedFor(0.9, 20), 0.006);
    assertTrue(poor.expectedFor(0.99, 20) > 0.998);
    float[] more = new float[SHARES];
    Arrays.fill(more, 1);
    assertEquals(0.9, of(more).expectedFor(0.9, 20), 1e-6, "never less than was asked for");
  }

  @Test
  void ofRanksThatWereNotLearnedNothingIsKnown() {
    BucketRates rates = of(asExpected());
    assertTrue(rates.areKnown(10, 40));
    assertFalse(rates.areKnown(11, 40));
    assertFalse(rates.areKnown(1e9, 1e12));
    assertFalse(BucketRates.unknown().areKnown(1, 1e6));
  }

  @Test
  void whatIsWrittenIsRead() {
    FloatBuffer buffer = FloatBuffer.allocate(BucketRates.FLOATS);
    of(asExpected()).write(buffer);
    assertEquals(0, buffer.remaining());
    float[] read = new float[CELLS + 1];
    BucketRates.read(buffer.flip()).mix(16, read);
    float[] written = new float[CELLS + 1];
    of(asExpected()).mix(16, written);
    assertEquals(Arrays.toString(written), Arrays.toString(read));
  }
}
