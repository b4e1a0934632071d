package org.nseekfs.codec;

import java.util.Arrays;
import org.nseekfs.quantization.lsh.ProbeSequence;

/**
 * How likely hash tables have missed a row, by its cosine with the target, after some buckets. Used
 * by one search.
 */
final class ProbeCoverage {

  /**
   * Where it is known. Between two of these it is taken from the line through them, and beyond the
   * largest as there: not too small, since a probability that is below a half falls ever slower.
   */
  private static final double[] COSINES = {0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

  /** Tables times cosines: the probability that a row is in one of the buckets probed. */
  private final double[][] covered;

  ProbeCoverage(int tables) {
    this.covered = new double[tables][COSINES.length];
  }

  /** The cosines that probes must know the coverage of. */
  static double[] cosines() {
    return COSINES.clone();
  }

  /** Adds the current bucket of {@code probes}. */
  void add(ProbeSequence probes) {
    double[] ofTable = covered[probes.table()];
    for (int i = 0; i < ofTable.length; i++) {
      ofTable[i] += probes.coverage(i);
    }
  }

  /** The probability, on average over rows of these raw values, that all tables missed one. */
  double missed(double[] raws, SignEstimates estimates) {
    double[] missed = new double[COSINES.length];
    Arrays.fill(missed, 1);
    for (double[] ofTable : covered) {
      for (int i = 0; i < missed.length; i++) {
        missed[i] *= 1 - ofTable[i];
      }
    }
    double sum = 0;
    for (double raw : raws) {
      sum += at(estimates.cosine(raw), missed);
    }
    return sum / raws.length;
  }

  private static double at(double cosine, double[] missed) {
    int above = 0;
    while (above < COSINES.length && COSINES[above] < cosine) {
      above++;
    }
    if (above == 0) {
      return 1;
    }
    if (above == COSINES.length) {
      return missed[above - 1];
    }
    double step = (cosine - COSINES[above - 1]) / (COSINES[above] - COSINES[above - 1]);
    return missed[above - 1] + step * (missed[above] - missed[above - 1]);
  }
}
