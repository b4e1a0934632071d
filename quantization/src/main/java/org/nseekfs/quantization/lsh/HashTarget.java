package org.nseekfs.quantization.lsh;

import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;

/**
 * A target and the buckets of a {@link LearnedHash}. Used by one search.
 *
 * <p>A bucket's remoteness says how far it is from what a hit must reach, in cells: the smaller,
 * the likelier one of its vectors is a hit.
 *
 * <ul>
 *   <li><b>Dot product, cosine</b>: with target t, mean m of the bucket's vectors, r the root mean
 *       square of an element's distance from m, and s what a hit must reach, x = (s - (t, m)) /
 *       (|t| r) + {@value #SHIFT}: how many standard deviations a vector must be above the mean, if
 *       its elements were independent.
 *   <li><b>Euclidean</b>: with the bucket's centroid c, that of the nearest one n, d the distance
 *       of a hit, x = (|t - c|^2 - |t - n|^2) / d^2.
 * </ul>
 *
 * <p>A cell is a fixed ratio of x: the remoteness is a piecewise linear logarithm of it.
 */
final class HashTarget {

  private static final float SHIFT = 2;

  /** Exponents of the least x that is told from smaller ones. */
  private static final int DOT_FROM = -1;

  private static final int EUCLIDEAN_FROM = -8;

  /** Factors of two that cells are spread over. */
  private static final int DOT_OCTAVES = 9;

  private static final int EUCLIDEAN_OCTAVES = 20;

  private static final int MANTISSA_BITS = 23;

  /**
   * In buckets of this remoteness, so far as a bucket's spread tells, the search for hits begins.
   */
  private static final float FIRST_DEVIATIONS = 4;

  private final boolean isEuclidean;
  private final int buckets;
  private final double base;
  private final float[] scores;
  private final float largest;

  /** Null under the euclidean distance. */
  private final float[] deviations;

  /** What a difference of raw values is multiplied by. */
  private final float[] perDeviation;

  /** The length of the direction. */
  private final float norm;

  private final int fromBits;
  private final float perBit;

  /**
   * A target.
   *
   * @param direction what vectors from the frame's centre on are multiplied by: for dot products
   *     and cosines the target, for distances the target from the centre on
   * @param base what raw values hold beside
   */
  HashTarget(LearnedHash.Buckets hash, float[] direction, double base) {
    this.isEuclidean = hash.similarity() == Similarity.EUCLIDEAN;
    this.buckets = hash.count();
    this.base = base;
    this.scores = hash.centroids().scores(hash.projection().project(direction));
    float best = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < buckets; i++) {
      best = Math.max(best, scores[i]);
    }
    this.largest = best;
    this.deviations = isEuclidean ? null : hash.deviations();
    this.perDeviation = hash.perDeviation();
    this.norm = (float) Math.sqrt(Squares.sum(direction, 0, direction.length));
    this.fromBits = 127 + (isEuclidean ? EUCLIDEAN_FROM : DOT_FROM) << MANTISSA_BITS;
    int octaves = isEuclidean ? EUCLIDEAN_OCTAVES : DOT_OCTAVES;
    this.perBit = (float) BucketRates.CELLS / octaves / (1 << MANTISSA_BITS);
  }

  /** Finds the remoteness of all buckets, for hits of a raw value of at least {@code least}. */
  void remoteness(double least, float[] remoteness) {
    if (isEuclidean) {
      float perSquare = least < 0 ? (float) Math.min(Float.MAX_VALUE, -1 / least) : Float.MAX_VALUE;
      for (int i = 0; i < buckets; i++) {
        remoteness[i] = remoteness(2 * (largest - scores[i]) * perSquare);
      }
      return;
    }
    float above = (float) (least - base);
    float perNorm = 1 / norm;
    for (int i = 0; i < buckets; i++) {
      remoteness[i] = remoteness((above - scores[i]) * perNorm * perDeviation[i] + SHIFT);
    }
  }

  private float remoteness(float x) {
    return (Float.floatToRawIntBits(x) - fromBits) * perBit;
  }

  /** How promising a bucket is before anything is known of hits; larger is better. */
  float promise(int bucket) {
    return isEuclidean
        ? scores[bucket]
        : scores[bucket] + FIRST_DEVIATIONS * norm * deviations[bucket];
  }
}
