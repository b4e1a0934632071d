package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashCoverageTest {

  private static final int PAIRS = 64_000;

  private final Random random = new Random(11);

  /** Excesses that are uniform between 0 and the square of the distance, which is 1 to 3. */
  private HashCoverage uniform() {
    float[] distances = new float[PAIRS];
    float[] excesses = new float[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      distances[i] = 1 + 2 * random.nextFloat();
      excesses[i] = random.nextFloat() * distances[i] * distances[i];
    }
    return HashCoverage.learn(distances, excesses, PAIRS);
  }

  @Test
  void theShareWithinAnExcessIsThatOfThePairs() {
    HashCoverage coverage = uniform();
    for (double distance : new double[] {1.3, 2, 2.7}) {
      HashCoverage.Reach reach = coverage.of(new double[] {distance});
      for (double share : new double[] {0.2, 0.5, 0.9, 0.97}) {
        assertEquals(share, reach.within((float) (share * distance * distance)), 0.03);
      }
    }
  }

  @Test
  void sharesOfSeveralNeighboursAreAveraged() {
    HashCoverage coverage = uniform();
    double near = coverage.of(new double[] {1.5}).within(1);
    double far = coverage.of(new double[] {2.5}).within(1);
    assertTrue(near > far);
    assertEquals((near + far) / 2, coverage.of(new double[] {1.5, 2.5}).within(1), 1e-12);
  }

  @Test
  void nothingIsLeftBeyondTheFarthestPair() {
    HashCoverage.Reach reach = uniform().of(new double[] {2});
    double last = 0;
    for (float excess = 0; excess < 8; excess += 0.125f) {
      double within = reach.within(excess);
      assertTrue(within >= last && within <= 1);
      last = within;
    }
    assertEquals(1, last);
  }

  @Test
  void distancesBeyondTheTablesEndsAreTakenAsTheEnds() {
    HashCoverage coverage = uniform();
    assertEquals(
        coverage.of(new double[] {0.001}).within(0.0005f),
        coverage.of(new double[] {0.002}).within(0.001f),
        1e-6);
    assertEquals(
        coverage.of(new double[] {100}).within(150),
        coverage.of(new double[] {200}).within(300),
        1e-6);
  }

  @Test
  void fewPairsTellNothing() {
    float[] ones = new float[HashCoverage.DISTANCES - 1];
    Arrays.fill(ones, 1);
    HashCoverage coverage = HashCoverage.learn(ones, ones, ones.length);
    assertEquals(0, coverage.of(new double[] {1}).within(1e30f));
  }
}
