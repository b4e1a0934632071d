package org.nseekfs.quantization.lsh;

/** A target of a {@link LearnedHash}: how far buckets are from it. Used by one search. */
public final class HashTarget {

  private final LearnedHash hash;
  private final float[] scores;
  private final float largest;
  private HashCoverage.Reach reach;

  /** The target {@code target} of a hash function of the same dimension. */
  public HashTarget(LearnedHash hash, SignTarget target) {
    this.hash = hash;
    this.scores = hash.centroids().scores(hash.projection().project(target.centred()));
    float best = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < hash.buckets(); i++) {
      best = Math.max(best, scores[i]);
    }
    this.largest = best;
  }

  /**
   * By how much the squared distance of a bucket's centroid from the target exceeds that of the
   * nearest one: buckets are best probed in this order.
   */
  public float excess(int bucket) {
    return 2 * (largest - scores[bucket]);
  }

  /** Says how far the best documents so far are from the target. */
  public void setNeighbours(double[] distances) {
    reach = hash.coverage().of(distances);
  }

  /**
   * The share of such neighbours that is in buckets of at most this excess, on average.
   *
   * @param excess no less than at the last call since {@link #setNeighbours}
   * @throws NullPointerException if nothing is known of neighbours
   */
  public double found(float excess) {
    return reach.within(excess);
  }
}
