package org.nseekfs.quantization.lsh;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * How likely a vector of a bucket is a hit, by the bucket's {@link HashTarget remoteness}: learned
 * from vectors of the segment whose true neighbours are known, at several ranks, since near
 * neighbours are in fewer buckets than far ones.
 *
 * <p>Rates tell how buckets compare, not how many hits there are: a search multiplies them by what
 * makes them fit what it has found so far. Nor are all targets alike: the neighbours of one are in
 * few buckets, those of another, above all of one unlike the vectors, in many. So a rank has
 * {@value #MODELS} models, which are the rates raised to powers from 3 to 0, the last a model in
 * which no bucket tells anything; and for each model the share of targets that it describes best.
 *
 * <p>Immutable, shared by threads.
 */
final class BucketRates {

  /** Cells of remoteness. */
  static final int CELLS = 144;

  /** Models of a rank. */
  static final int MODELS = 8;

  /** Ranks that rates are learned for. */
  static final int[] RANKS = {1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536};

  /** Of so many vectors the nearest one is no farther neighbour than rates are learned for. */
  static final int VECTORS_PER_NEIGHBOUR = 4;

  /** Expected shares for which it is known what was found. */
  static final double[] SHARES = {
    0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999
  };

  /** Floats of all. */
  static final int FLOATS = RANKS.length * (CELLS + 2 * MODELS + SHARES.length);

  /** By how much less is left out where nothing that was tried would have found the share. */
  private static final double BEYOND = 0.1;

  /** For every rank the rate in each cell, falling; all 0 if nothing is known. */
  private final float[] rates;

  /** For every rank what each model is multiplied by, so that a usual target expects one hit. */
  private final float[] scales;

  /** For every rank the share of targets that each model describes; they sum to 1. */
  private final float[] weights;

  /** For every rank the share of the hits found where a search would have expected each share. */
  private final float[] found;

  /** Of every rank the models in each cell, scaled. */
  private final float[][] models = new float[RANKS.length][CELLS * MODELS];

  /**
   * Rates of all ranks, one after the other.
   *
   * @param rates of ranks that are too large for the segment are those of the largest that is not
   * @param scales the same for models
   * @param weights the same
   * @param found the same for shares
   */
  BucketRates(float[] rates, float[] scales, float[] weights, float[] found) {
    this.rates = rates;
    this.scales = scales;
    this.weights = weights;
    this.found = found;
    for (int i = 0; i < rates.length; i++) {
      int rank = i / CELLS;
      for (int model = 0; model < MODELS; model++) {
        double value = power(rates[i], model) * scales[rank * MODELS + model];
        models[rank][i % CELLS * MODELS + model] = (float) Math.min(Float.MAX_VALUE, value);
      }
    }
  }

  /** What a model makes of a rate before it is scaled. */
  static double power(float rate, int model) {
    double root = Math.sqrt(rate);
    return switch (model) {
      case 0 -> (double) rate * rate * rate;
      case 1 -> (double) rate * rate;
      case 2 -> rate * root;
      case 3 -> rate;
      case 4 -> root * Math.sqrt(root);
      case 5 -> root;
      case 6 -> Math.sqrt(root);
      default -> 1;
    };
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws IllegalArgumentException if the floats are no rates
   */
  static BucketRates read(FloatBuffer in) {
    float[] rates = new float[RANKS.length * CELLS];
    float[] scales = new float[RANKS.length * MODELS];
    float[] weights = new float[RANKS.length * MODELS];
    float[] found = new float[RANKS.length * SHARES.length];
    in.get(rates).get(scales).get(weights).get(found);
    requireShares(rates);
    requireShares(scales);
    requireShares(weights);
    requireShares(found);
    return new BucketRates(rates, scales, weights, found);
  }

  private static void requireShares(float[] shares) {
    for (float share : shares) {
      if (!(share >= 0 && share < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("rate of a bucket, or share found, is " + share);
      }
    }
  }

  void write(FloatBuffer out) {
    out.put(rates).put(scales).put(weights).put(found);
  }

  /** Whether anything is known of hits that are about the {@code rank} nearest of {@code count}. */
  boolean areKnown(double rank, double count) {
    return rates[0] > 0 && rank <= Math.min(RANKS[RANKS.length - 1], count / VECTORS_PER_NEIGHBOUR);
  }

  /**
   * The models for hits that are about the {@code rank} nearest, between those of the nearest
   * ranks.
   *
   * @param into gets {@link #MODELS} rates for each cell
   * @param weightsInto gets the share of targets that each model describes
   */
  void mix(double rank, float[] into, double[] weightsInto) {
    int above = above(rank);
    float share = (float) share(rank, above);
    float[] low = models[above - 1];
    float[] high = models[above];
    for (int i = 0; i < into.length; i++) {
      into[i] = low[i] + share * (high[i] - low[i]);
    }
    int to = above * MODELS;
    for (int model = 0; model < MODELS; model++) {
      double lower = weights[to - MODELS + model];
      weightsInto[model] = lower + share * (weights[to + model] - lower);
    }
  }

  private static int above(double rank) {
    int above = 1;
    while (above < RANKS.length - 1 && RANKS[above] < rank) {
      above++;
    }
    return above;
  }

  private static double share(double rank, int above) {
    double low = StrictMath.log(RANKS[above - 1]);
    double high = StrictMath.log(RANKS[above]);
    return Math.clamp((StrictMath.log(Math.max(1, rank)) - low) / (high - low), 0, 1);
  }

  /** The cell of a remoteness. */
  static int cell(float remoteness) {
    return (int) Math.max(0, Math.min(CELLS - 1, remoteness));
  }

  /**
   * The share to be expected, so that {@code share} is found: at least that, more where less was
   * found than expected when rates were learned.
   */
  double expectedFor(double share, double rank) {
    int above = above(rank);
    double low = expectedFor(share, above - 1);
    return low + share(rank, above) * (expectedFor(share, above) - low);
  }

  private double expectedFor(double share, int rank) {
    int from = rank * SHARES.length;
    for (int i = 0; i < SHARES.length; i++) {
      if (SHARES[i] >= share && found[from + i] >= share) {
        double before = i == 0 ? 0 : found[from + i - 1];
        double low = i == 0 ? 0 : SHARES[i - 1];
        double part =
            before >= share ? 0 : (share - before) / Math.max(1e-9, found[from + i] - before);
        return Math.max(share, low + part * (SHARES[i] - low));
      }
    }
    return 1 - BEYOND * (1 - share);
  }

  /** Shares as they are if nothing is ever missed. */
  static float[] foundAll() {
    float[] found = new float[RANKS.length * SHARES.length];
    Arrays.fill(found, 1);
    return found;
  }

  /** Rates that tell nothing. */
  static BucketRates unknown() {
    float[] none = new float[RANKS.length * MODELS];
    return new BucketRates(new float[RANKS.length * CELLS], none, none, foundAll());
  }
}
