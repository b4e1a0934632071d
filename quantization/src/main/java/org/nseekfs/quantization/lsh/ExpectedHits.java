package org.nseekfs.quantization.lsh;

import java.util.Arrays;

/**
 * How many hits are to be expected in the buckets of a {@link LearnedHash} that have not been read,
 * for one target: the learned rates of buckets, multiplied by what makes them fit the hits in those
 * that have been. Used by one search.
 *
 * <p>Of the {@link BucketRates models} of a rank each expects hits in proportion to the rows of a
 * bucket times its rate. So among the hits in buckets read, it gives one to a bucket of rate r with
 * probability r / (the rates of all rows read, summed). By Bayes' rule a model's weight is the
 * share of targets that it describes, times these probabilities of hits seen; what is expected is
 * the mean over models. Hits of one bucket are near to each other, and tell hardly more than one of
 * them: so as many count as there are buckets with any. For a target unlike all others hits are
 * soon spread over more buckets than usual models expect, and flatter ones take over.
 */
public final class ExpectedHits {

  /** Rates are chosen for a rank again where the one expected is farther off than this. */
  private static final double OTHER_RANK = 1.5;

  /** Vectors that are read before anything is expected: so many, and for every hit so many more. */
  private static final int FIRST = 256;

  private static final int FIRST_PER_HIT = 4;

  private static final int CELLS = BucketRates.CELLS;
  private static final int MODELS = BucketRates.MODELS;

  private final BucketRates bucketRates;
  private final float[] sizes;
  private final HashTarget target;
  private final float[] remoteness;
  private final float[] worth;

  /** The cell of each bucket. */
  private final int[] cells;

  /** By cell: vectors, those in buckets read, and hits seen there. */
  private final double[] allVectors = new double[CELLS];

  private final double[] readVectors = new double[CELLS];
  private final int[] seenHits = new int[CELLS];

  /** By cell: in buckets not read, vectors that may be hits, if not all may. */
  private final double[] acceptedLeft = new double[CELLS];

  /** All hits seen, and the buckets with any. */
  private int hits;

  private int hitBuckets;

  /** For each cell what models expect of a vector there, and the mean of that. */
  private final float[] models = new float[CELLS * MODELS];

  private final float[] rates = new float[CELLS];

  /** Of each model the weight, and the hits to expect in buckets read. */
  private final double[] weights = new double[MODELS];

  private final double[] read = new double[MODELS];
  private final double[] perRead = new double[MODELS];

  /** For each bucket the share of its vectors that may be hits; null if all may. */
  private float[] accepted;

  private final double vectors;

  /** What hits must reach for buckets to be in their cells; NaN before. */
  private double least = Double.NaN;

  private double rank = 1;
  private double unread;
  private double unreadAccepted;
  private float mostWorth;

  /** Expectations for {@code target} in buckets of {@code hash}. */
  public ExpectedHits(LearnedHash hash, SignTarget target) {
    this(
        hash.rates(),
        hash.sizes(),
        new HashTarget(hash.partition(), target.direction(), target.base()));
  }

  /** The same in buckets of these sizes. */
  ExpectedHits(BucketRates rates, float[] sizes, HashTarget target) {
    this.bucketRates = rates;
    this.sizes = sizes;
    this.target = target;
    this.remoteness = new float[sizes.length];
    this.worth = new float[sizes.length];
    this.cells = new int[sizes.length];
    double sum = 0;
    for (float size : sizes) {
      sum += size;
    }
    this.vectors = sum;
  }

  /** How many vectors a search for the {@code k} nearest reads before it expects anything. */
  public static long firstVectors(long k) {
    return FIRST + FIRST_PER_HIT * k;
  }

  /** Says which share of each bucket's vectors may be hits, about. */
  public void setAccepted(float[] shares) {
    accepted = shares;
  }

  /** How promising a bucket is before anything is known of hits; larger is better. */
  public float promise(int bucket) {
    return target.promise(bucket);
  }

  /** Whether anything can be told, as of the last call of {@link #learn}. */
  public boolean areKnown() {
    return bucketRates.areKnown(rank, vectors);
  }

  /**
   * Computes anew what to expect.
   *
   * @param least the raw value that hits must reach
   * @param reaching vectors in buckets read that reach it, whether they may be hits or not
   * @param seen for each bucket read how many of its vectors may be hits and reach it
   * @param isRead for each bucket whether it has been read
   */
  public void learn(double least, double reaching, int[] seen, boolean[] isRead) {
    if (least != this.least) {
      this.least = least;
      findCells();
    }
    count(seen, isRead);
    double wanted = Math.max(1, reaching);
    expect(wanted, reaching);
    if (rank > wanted * OTHER_RANK || rank * OTHER_RANK < wanted) {
      expect(rank, reaching);
    }
  }

  private void findCells() {
    target.remoteness(least, remoteness);
    Arrays.fill(allVectors, 0);
    for (int bucket = 0; bucket < cells.length; bucket++) {
      int cell = BucketRates.cell(remoteness[bucket]);
      cells[bucket] = cell;
      allVectors[cell] += sizes[bucket];
    }
  }

  private void count(int[] seen, boolean[] isRead) {
    Arrays.fill(readVectors, 0);
    Arrays.fill(acceptedLeft, 0);
    Arrays.fill(seenHits, 0);
    hits = 0;
    hitBuckets = 0;
    for (int bucket = 0; bucket < cells.length; bucket++) {
      if (isRead[bucket]) {
        readVectors[cells[bucket]] += sizes[bucket];
        seenHits[cells[bucket]] += seen[bucket];
        hits += seen[bucket];
        hitBuckets += seen[bucket] > 0 ? 1 : 0;
      } else if (accepted != null) {
        acceptedLeft[cells[bucket]] += accepted[bucket] * sizes[bucket];
      }
    }
  }

  private void expect(double ofRank, double reaching) {
    bucketRates.mix(ofRank, models, weights);
    Arrays.fill(read, 0);
    for (int cell = 0; cell < CELLS; cell++) {
      if (readVectors[cell] > 0) {
        for (int model = 0; model < MODELS; model++) {
          read[model] += readVectors[cell] * models[cell * MODELS + model];
        }
      }
    }
    weigh();
    for (int model = 0; model < MODELS; model++) {
      weights[model] *= (reaching + 1) / (read[model] * ofRank + 1) * ofRank;
    }
    unread = 0;
    unreadAccepted = 0;
    mostWorth = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      double rate = 0;
      for (int model = 0; model < MODELS; model++) {
        rate += weights[model] * models[cell * MODELS + model];
      }
      rates[cell] = (float) rate;
      double vectorsLeft = allVectors[cell] - readVectors[cell];
      unread += rate * vectorsLeft;
      unreadAccepted += rate * acceptedLeft[cell];
      mostWorth = vectorsLeft > 0 ? Math.max(mostWorth, rates[cell]) : mostWorth;
    }
    rank = Math.max(1, reaching + unread);
  }

  /**
   * Multiplies the weights of models by how likely they make it that hits are where they are. Of
   * hits as many are taken as there are buckets with any, evenly from the first cell to the last.
   */
  private void weigh() {
    for (int model = 0; model < MODELS; model++) {
      perRead[model] = 1 / read[model];
    }
    int rest = hits / 2;
    for (int cell = 0; cell < CELLS; cell++) {
      rest += seenHits[cell] * hitBuckets;
      for (; rest >= hits && hits > 0; rest -= hits) {
        double all = 0;
        for (int model = 0; model < MODELS; model++) {
          weights[model] *= models[cell * MODELS + model] * perRead[model];
          all += weights[model];
        }
        double perAll = 1 / all;
        for (int model = 0; model < MODELS; model++) {
          weights[model] *= perAll;
        }
      }
    }
  }

  /**
   * How many hits there are in buckets not read.
   *
   * @param share of the vectors that reach what hits must, in buckets read, the share that may be
   *     hits: no smaller a share is assumed of the others, lest what may be a hit depend on the
   *     target
   */
  public double unread(double share) {
    if (accepted == null || unread == 0) {
      return unread;
    }
    return unread * Math.max(share, unreadAccepted / unread);
  }

  /**
   * Vectors of buckets not read, the best first, up to where only so large a part of hits is left.
   */
  public long vectorsUntil(double part) {
    double left = (accepted == null ? unread : unreadAccepted) * (1 - part);
    double until = 0;
    for (int cell = 0; cell < CELLS && left > 0; cell++) {
      double vectorsLeft = allVectors[cell] - readVectors[cell];
      until += vectorsLeft;
      left -= rates[cell] * (accepted == null ? vectorsLeft : acceptedLeft[cell]);
    }
    return (long) until;
  }

  /**
   * Hits to be expected in each bucket for each of its vectors. Not to be changed; the next call
   * does.
   */
  public float[] worth() {
    for (int bucket = 0; bucket < cells.length; bucket++) {
      worth[bucket] = rates[cells[bucket]] * (accepted == null ? 1 : accepted[bucket]);
    }
    return worth;
  }

  /** No bucket that has not been read is worth more. */
  public float mostWorth() {
    return mostWorth;
  }

  /** The share of the hits to expect in what was read, so that {@code share} of them is there. */
  public double expectedFor(double share) {
    return bucketRates.expectedFor(share, rank);
  }
}
