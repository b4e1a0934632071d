package org.nseekfs.quantization.lsh;

import java.util.Arrays;

/**
 * How likely a neighbour's bucket is among those probed first, learned from pairs of vectors.
 *
 * <p>Buckets are probed in the order of their centroids' distances from the target. The excess of a
 * bucket is its centroid's squared distance less that of the nearest one; for a neighbour at
 * distance d, u is the excess of its bucket over d: about how much farther than the nearest one
 * such a centroid can be, since a step of d changes the difference of two squared distances by d
 * times twice the distance of the centroids. What u is like depends on d. So the table has
 * quantiles of u for pairs at several distances, and between them both are taken to be linear.
 *
 * <p>Immutable, shared by threads.
 *
 * @param distances ascending
 * @param quantiles of u, {@link #QUANTILES} for each distance, ascending
 */
record HashCoverage(float[] distances, float[] quantiles) {

  /** Distances of a table. */
  static final int DISTANCES = 16;

  /** Quantiles for a distance: of 1 - 2^(-i/4), save the last. */
  static final int QUANTILES = 40;

  private static final double[] PROBABILITIES = probabilities();

  /** How much farther than the farthest bucket of all pairs one may have to go. */
  private static final float BEYOND = 1.5f;

  private static double[] probabilities() {
    double[] probabilities = new double[QUANTILES];
    for (int i = 0; i < QUANTILES - 1; i++) {
      probabilities[i] = 1 - Math.pow(2, -i / 4.0);
    }
    probabilities[QUANTILES - 1] = 1;
    return probabilities;
  }

  /**
   * Learns from pairs.
   *
   * @param distances of the pairs, above 0
   * @param excesses of the buckets of one vector of each, from the other
   * @param count of pairs; if there are fewer than distances of a table, nothing can be told
   */
  static HashCoverage learn(float[] distances, float[] excesses, int count) {
    float[] medians = new float[DISTANCES];
    float[] quantiles = new float[DISTANCES * QUANTILES];
    if (count < DISTANCES) {
      Arrays.fill(quantiles, Float.MAX_VALUE);
      return new HashCoverage(medians, quantiles);
    }
    long[] byDistance = new long[count];
    for (int i = 0; i < count; i++) {
      byDistance[i] = (long) Float.floatToRawIntBits(distances[i]) << Integer.SIZE | i;
    }
    Arrays.sort(byDistance);
    for (int part = 0; part < DISTANCES; part++) {
      int from = (int) ((long) count * part / DISTANCES);
      int to = (int) ((long) count * (part + 1) / DISTANCES);
      float[] ratios = new float[to - from];
      for (int i = from; i < to; i++) {
        ratios[i - from] = excesses[(int) byDistance[i]] / distances[(int) byDistance[i]];
      }
      Arrays.sort(ratios);
      medians[part] = distances[(int) byDistance[(from + to) / 2]];
      for (int i = 0; i < QUANTILES; i++) {
        int rank = (int) Math.ceil(PROBABILITIES[i] * (ratios.length - 1));
        quantiles[part * QUANTILES + i] = ratios[rank];
      }
      quantiles[(part + 1) * QUANTILES - 1] *= BEYOND;
    }
    return new HashCoverage(medians, quantiles);
  }

  /** What is known of neighbours at some distances, those of the hits so far. */
  Reach of(double[] neighbours) {
    float[] own = new float[neighbours.length * QUANTILES];
    for (int i = 0; i < neighbours.length; i++) {
      int above = 1;
      while (above < DISTANCES - 1 && distances[above] < neighbours[i]) {
        above++;
      }
      float below = distances[above - 1];
      float gap = distances[above] - below;
      double share = gap > 0 ? Math.clamp((neighbours[i] - below) / gap, 0, 1) : 1;
      for (int j = 0; j < QUANTILES; j++) {
        double low = quantiles[(above - 1) * QUANTILES + j];
        double high = quantiles[above * QUANTILES + j];
        own[i * QUANTILES + j] = (float) ((low + share * (high - low)) * neighbours[i]);
      }
    }
    return new Reach(own);
  }

  /**
   * Excesses within which the buckets of some neighbours are, {@link #QUANTILES} for each. Used by
   * one search.
   */
  static final class Reach {
    private final float[] quantiles;

    /** For each neighbour the quantile above the excess asked for last. */
    private final int[] above;

    private Reach(float[] quantiles) {
      this.quantiles = quantiles;
      this.above = new int[quantiles.length / QUANTILES];
    }

    /**
     * The share of the neighbours, on average, in buckets of at most this excess.
     *
     * @param excess no less than at the last call
     */
    double within(float excess) {
      double sum = 0;
      for (int i = 0; i < above.length; i++) {
        sum += within(excess, i);
      }
      return sum / above.length;
    }

    private double within(float excess, int neighbour) {
      int first = neighbour * QUANTILES;
      int next = above[neighbour];
      while (next < QUANTILES && quantiles[first + next] <= excess) {
        next++;
      }
      above[neighbour] = next;
      if (next == 0) {
        return 0;
      }
      if (next == QUANTILES) {
        return 1;
      }
      double below = quantiles[first + next - 1];
      double share = (excess - below) / (quantiles[first + next] - below);
      return PROBABILITIES[next - 1] + share * (PROBABILITIES[next] - PROBABILITIES[next - 1]);
    }
  }
}
