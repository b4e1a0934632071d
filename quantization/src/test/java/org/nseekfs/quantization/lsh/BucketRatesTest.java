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
  private static final int MODELS = BucketRates.MODELS;

  /** The model that is the rates. */
  private static final int PLAIN = 3;

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
    float[] scales = new float[RANKS * MODELS];
    float[] weights = new float[RANKS * MODELS];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = i % MODELS == PLAIN ? 1 : 2;
      weights[i] = i / MODELS == 1 ? (i % MODELS == 0 ? 1 : 0) : 1f / MODELS;
    }
    return new BucketRates(rates(), scales, weights, all);
  }

  private static float[] asExpected() {
    float[] found = new float[SHARES];
    for (int i = 0; i < SHARES; i++) {
      found[i] = (float) BucketRates.SHARES[i];
    }
    return found;
  }

  @Test
  void modelsLieBetweenRanks() {
    BucketRates rates = of(asExpected());
    float[] mixed = new float[CELLS * MODELS];
    double[] weights = new double[MODELS];
    rates.mix(1, mixed, weights);
    assertEquals(CELLS, mixed[PLAIN]);
    assertEquals(2f * CELLS * CELLS * CELLS, mixed[0]);
    assertEquals(1, mixed[(CELLS - 1) * MODELS + PLAIN]);
    assertEquals(1.0 / MODELS, weights[0], 1e-6);
    rates.mix(2, mixed, weights);
    assertEquals(1.5f * CELLS, mixed[PLAIN], 1e-3);
    assertEquals((1 + 1.0 / MODELS) / 2, weights[0], 1e-6);
    rates.mix(1e9, mixed, weights);
    assertEquals(RANKS * CELLS, mixed[PLAIN], 1e-3);
  }

  @Test
  void modelsArePowersOfRates() {
    double[] powers = {3, 2, 1.5, 1, 0.75, 0.5, 0.25, 0};
    for (float rate : new float[] {0, 1e-9f, 0.3f, 1, 70}) {
      for (int model = 0; model < MODELS; model++) {
        double power = Math.pow(rate, powers[model]);
        assertEquals(power, BucketRates.power(rate, model), 1e-12 * power);
      }
    }
  }

  @Test
  void everyPlaceHasACell() {
    assertEquals(0, BucketRates.cell(-5));
    assertEquals(0, BucketRates.cell(0.9f));
    assertEquals(1, BucketRates.cell(1));
    assertEquals(CELLS - 1, BucketRates.cell(1e9f));
    assertEquals(0, BucketRates.cell(Float.NaN));
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
    float[] read = new float[CELLS * MODELS];
    BucketRates.read(buffer.flip()).mix(10, read, new double[MODELS]);
    float[] written = new float[CELLS * MODELS];
    of(asExpected()).mix(10, written, new double[MODELS]);
    assertEquals(Arrays.toString(written), Arrays.toString(read));
  }
}
