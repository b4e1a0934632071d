package org.nseekfs.quantization.lsh;

/**
 * How many hits are to be expected in the buckets of a {@link LearnedHash} that have not been read,
 * for one target: the learned rates of buckets, multiplied by what makes them fit the hits in those
 * that have been. Used by one search.
 */
public final class ExpectedHits {

  /** Rates are chosen for a rank again where the one expected is farther off than this. */
  private static final double OTHER_RANK = 1.5;

  /** Vectors that are read before anything is expected: so many, and for every hit so many more. */
  private static final int FIRST = 256;

  private static final int FIRST_PER_HIT = 4;

  private final BucketRates bucketRates;
  private final float[] sizes;
  private final HashTarget target;
  private final float[] places;
  private final float[] worth;
  private final float[] rates = new float[BucketRates.CELLS + 1];

  /** For each bucket the share of its vectors that may be hits; null if all may. */
  private float[] accepted;

  private final double vectors;
  private double rank = 1;
  private double scale = 1;
  private double unread;
  private double unreadAccepted;

  /** Expectations for {@code target} in buckets of {@code hash}. */
  public ExpectedHits(LearnedHash hash, SignTarget target) {
    this(
        hash.rates(),
        hash.sizes(),
        new HashTarget(hash.places(), target.direction(), target.base()));
  }

  /** The same in buckets of these sizes. */
  ExpectedHits(BucketRates rates, float[] sizes, HashTarget target) {
    this.bucketRates = rates;
    this.sizes = sizes;
    this.target = target;
    this.places = new float[sizes.length];
    this.worth = new float[sizes.length];
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
   * @param isRead for each bucket whether it has been read
   */
  public void learn(double least, double reaching, boolean[] isRead) {
    target.places(least, places);
    double wanted = Math.max(1, reaching);
    expect(wanted, reaching, isRead);
    if (rank > wanted * OTHER_RANK || rank * OTHER_RANK < wanted) {
      expect(rank, reaching, isRead);
    }
    if (accepted != null) {
      reckonAccepted(isRead);
    }
  }

  private void expect(double ofRank, double reaching, boolean[] isRead) {
    bucketRates.mix(ofRank, rates);
    double all = 0;
    unread = 0;
    for (int bucket = 0; bucket < places.length; bucket++) {
      float rate = BucketRates.rate(rates, places[bucket]);
      worth[bucket] = rate;
      float hits = rate * sizes[bucket];
      all += hits;
      unread += isRead[bucket] ? 0 : hits;
    }
    scale = (reaching + 1) / ((all - unread) * ofRank + 1) * ofRank;
    rank = Math.max(1, reaching + scale * unread);
  }

  private void reckonAccepted(boolean[] isRead) {
    unreadAccepted = 0;
    for (int bucket = 0; bucket < worth.length; bucket++) {
      worth[bucket] *= accepted[bucket];
      unreadAccepted += isRead[bucket] ? 0 : worth[bucket] * sizes[bucket];
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
      return scale * unread;
    }
    return scale * unread * Math.max(share, unreadAccepted / unread);
  }

  /**
   * Hits to be expected in each bucket for each of its vectors, in units that all buckets share.
   * Not to be changed; the next call of {@link #learn} does.
   */
  public float[] worth() {
    return worth;
  }

  /** The share of the hits to expect in what was read, so that {@code share} of them is there. */
  public double expectedFor(double share) {
    return bucketRates.expectedFor(share, rank);
  }
}
