package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nseekfs.quantization.Similarity;

class ProbeSequenceTest {

  private static final long SEED = 30296;

  private static final int DIMENSION = 256;
  private static final double[] COSINES = {0, 0.3, 0.6, 0.9, 1};

  private final Random random = new Random(SEED);

  private SignTarget target(long seed, double[] vector) {
    SignFrame frame = SignFrame.of(Similarity.DOT_PRODUCT, 1, new float[DIMENSION], seed);
    return SignTarget.of(frame, vector);
  }

  private SignTarget target() {
    return target(random.nextLong(), Rows.normal(DIMENSION, random));
  }

  private static double cost(SignTarget target, int hashes, int table, int bucket) {
    double cost = 0;
    for (int bit = 0; bit < hashes; bit++) {
      int at = table * hashes + bit;
      if ((bucket >>> bit & 1) != target.sign(at)) {
        cost += target.margin(at) * target.margin(at);
      }
    }
    return cost;
  }

  private static double coverage(
      SignTarget target, int hashes, int table, int bucket, double cosine) {
    double coverage = 1;
    for (int bit = 0; bit < hashes; bit++) {
      int at = table * hashes + bit;
      double same = CollisionProbability.ofBit(cosine, target.margin(at));
      coverage *= (bucket >>> bit & 1) == target.sign(at) ? same : 1 - same;
    }
    return coverage;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 10", "5, 6", "32, 8"})
  void everyBucketComesOnceInTheOrderOfItsMargins(int tables, int hashes) {
    SignTarget target = target();
    ProbeSequence probes = new ProbeSequence(target, tables, hashes, COSINES);
    Set<Integer> seen = new HashSet<>();
    double[][] covered = new double[tables][COSINES.length];
    double last = 0;
    while (probes.next()) {
      int bucket = probes.bucket();
      assertTrue(bucket >= 0 && bucket < 1 << hashes, "bucket " + bucket);
      assertTrue(seen.add(probes.table() << hashes | bucket), "again " + bucket);
      double cost = cost(target, hashes, probes.table(), bucket);
      assertTrue(cost >= last - 1e-9, cost + " after " + last);
      last = cost;
      for (int i = 0; i < COSINES.length; i++) {
        double expected = coverage(target, hashes, probes.table(), bucket, COSINES[i]);
        assertEquals(expected, probes.coverage(i), 1e-12);
        covered[probes.table()][i] += probes.coverage(i);
      }
    }
    assertEquals(tables << hashes, seen.size());
    for (double[] table : covered) {
      for (double sum : table) {
        assertEquals(1, sum, 1e-9);
      }
    }
    assertFalse(probes.next());
  }

  @Test
  void theFirstBucketsAreTheTargetsOwn() {
    SignTarget target = target();
    ProbeSequence probes = new ProbeSequence(target, 8, 31);
    for (int table = 0; table < 8; table++) {
      assertTrue(probes.next());
      assertEquals(table, probes.table());
      assertEquals(0, cost(target, 31, table, probes.bucket()));
    }
  }

  /**
   * Whether a document at a cosine is among the first buckets, over many rotations, against the
   * mean of what coverage says: four standard errors.
   */
  @ParameterizedTest
  @CsvSource({"0.3, 40", "0.6, 20", "0.6, 200", "0.9, 20"})
  void documentsAreInProbedBucketsAsOftenAsCoverageSays(double cosine, int probed) {
    int tables = 4;
    int hashes = 10;
    int rotations = 4000;
    double expected = 0;
    int found = 0;
    for (int rotation = 0; rotation < rotations; rotation++) {
      double[] q = Rows.normal(DIMENSION, random);
      long seed = random.nextLong();
      SignTarget target = target(seed, q);
      SignTarget document = target(seed, Rows.atCosine(q, cosine, 1, random));
      double[] covered = new double[tables];
      boolean isFound = false;
      ProbeSequence probes = new ProbeSequence(target, tables, hashes, cosine);
      for (int i = 0; i < probed; i++) {
        assertTrue(probes.next());
        covered[probes.table()] += probes.coverage(0);
        isFound |= cost(document, hashes, probes.table(), probes.bucket()) == 0;
      }
      double missed = 1;
      for (double table : covered) {
        missed *= 1 - table;
      }
      expected += 1 - missed;
      found += isFound ? 1 : 0;
    }
    double share = expected / rotations;
    double tolerance = 4 * Math.sqrt(share * (1 - share) / rotations);
    assertEquals(share, (double) found / rotations, tolerance + 0.005);
  }

  @Test
  void tablesMustFitACode() {
    SignTarget target = target();
    assertRefused("codes of 256 bits make no 26 tables of 10 bits", target, 26, 10);
    assertRefused("codes of 256 bits make no 1 tables of 32 bits", target, 1, 32);
    assertRefused("codes of 256 bits make no 1 tables of 0 bits", target, 1, 0);
    assertRefused("cosine must be 0..1, got -0.1 at position 1", target, 1, 1, 0.5, -0.1);
    assertRefused("cosine must be 0..1, got NaN at position 0", target, 1, 1, Double.NaN);
  }

  private static void assertRefused(
      String message, SignTarget target, int tables, int hashes, double... cosines) {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> new ProbeSequence(target, tables, hashes, cosines));
    assertEquals(message, error.getMessage());
  }
}
