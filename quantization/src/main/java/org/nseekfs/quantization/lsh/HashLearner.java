package org.nseekfs.quantization.lsh;

import java.util.Arrays;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.Similarity;

/**
 * Learns a {@link LearnedHash} from all vectors of a segment, which pass by twice: once as rows are
 * encoded, once as points to be hashed. Used by one thread.
 */
public final class HashLearner {

  private static final int POINT_SIZE = HashProjection.POINT_SIZE;
  private static final int NORM = POINT_SIZE - 1;

  /** The vectors that are to look for their neighbours, at most. */
  public static final int MAX_TARGETS = SampleNeighbours.TARGETS;

  /** Points of a sample that a bucket should have to be learned. */
  private static final int POINTS_PER_BUCKET = 40;

  /**
   * Vectors so many times as long as is usual have large dot products with every target, and are in
   * no bucket.
   */
  private static final double LONG = 4;

  /** Deviations are at least so small a part of the usual length: they are divided by. */
  private static final double LEAST_DEVIATION = 0x1p-20;

  private final SignFrame frame;
  private final HashProjection projection;
  private final SampleNeighbours neighbours;
  private final Checkpoint checkpoint;
  private final float[] offsets = new float[SignFrame.BLOCK_DOCS];
  private int count;
  private int hashable;
  private double squares;

  /** What is known once buckets are. */
  private Centroids centroids;

  private double[][] sums;
  private double[] squaresOf;
  private int[] sizes;

  /**
   * A learner.
   *
   * @param targets at most {@link #MAX_TARGETS} vectors as decoded, which are to look for
   *     neighbours among all; they are overwritten, and the array is left empty
   * @param checkpoint passed every few milliseconds of work
   */
  public HashLearner(
      SignFrame frame, HashProjection projection, float[][] targets, Checkpoint checkpoint) {
    this.frame = frame;
    this.projection = projection;
    this.neighbours = new SampleNeighbours(frame, HashProjection.centred(frame, targets));
    this.checkpoint = checkpoint;
  }

  /** The points that it takes to learn so many buckets. */
  public static int sampleSize(int buckets) {
    return POINTS_PER_BUCKET * buckets;
  }

  /**
   * Takes the next block of rows that {@code encoder} has just encoded, and projects them.
   *
   * @param points gets {@link HashProjection#POINT_SIZE} floats for each row of a block:
   *     coordinates, and last the norm, NaN for a row that cannot be hashed
   */
  public void add(SignEncoder encoder, byte[] block, int rows, float[] points) {
    projection.project(encoder.centred(), points);
    for (int row = 0; row < rows; row++) {
      boolean isHashable = encoder.isHashable(block, row);
      float norm = isHashable ? encoder.norm(block, row) : Float.NaN;
      points[row * POINT_SIZE + NORM] = norm;
      offsets[row] = isHashable ? encoder.offset(block, row) : Float.NaN;
      if (isHashable) {
        squares += (double) norm * norm;
        hashable++;
      }
    }
    neighbours.add(encoder.centred(), offsets, count, rows);
    count += rows;
  }

  /** Whether a row that was projected to the point at {@code at} is to be in a bucket. */
  public boolean isInBucket(float[] points, int at) {
    float norm = points[at + NORM];
    return frame.similarity() == Similarity.DOT_PRODUCT
        ? norm <= LONG * usualNorm()
        : !Float.isNaN(norm);
  }

  private double usualNorm() {
    return Math.sqrt(squares / Math.max(1, hashable));
  }

  /**
   * Learns where buckets are.
   *
   * @param points of vectors that are to be in buckets; their norms are overwritten
   * @param pointCount how many there are
   * @param buckets 1 to {@link LearnedHash#MAX_BUCKETS}, at most as many as points, if there are
   *     any
   */
  public void learnBuckets(float[] points, int pointCount, int buckets) {
    for (int i = 0; i < pointCount; i++) {
      points[i * POINT_SIZE + NORM] = 1;
    }
    centroids =
        pointCount == 0
            ? Centroids.learn(new float[POINT_SIZE], 1, buckets, checkpoint)
            : Centroids.learn(points, pointCount, buckets, checkpoint);
    sums = new double[buckets][NORM];
    squaresOf = new double[buckets];
    sizes = new int[buckets];
  }

  /**
   * Finds the buckets of the next {@code pointCount} points; behind the last bucket for those that
   * are to be in none.
   */
  public void hash(float[] points, int pointCount, int[] buckets) {
    float[] own = Arrays.copyOf(points, pointCount * POINT_SIZE);
    for (int at = NORM; at < own.length; at += POINT_SIZE) {
      own[at] = 1;
    }
    centroids.nearest(own, pointCount, buckets, checkpoint);
    for (int i = 0; i < pointCount; i++) {
      int at = i * POINT_SIZE;
      if (!isInBucket(points, at)) {
        buckets[i] = centroids.count();
        continue;
      }
      double[] sum = sums[buckets[i]];
      for (int j = 0; j < NORM; j++) {
        sum[j] += points[at + j];
      }
      squaresOf[buckets[i]] += (double) points[at + NORM] * points[at + NORM];
      sizes[buckets[i]]++;
    }
  }

  /**
   * The hash function.
   *
   * @param buckets of all rows, as found
   */
  public LearnedHash finish(int[] buckets) {
    float[][] means = new float[sizes.length][NORM];
    float[] deviations = new float[sizes.length];
    float[] counts = new float[sizes.length];
    double least = Math.max(Float.MIN_NORMAL, LEAST_DEVIATION * usualNorm());
    for (int i = 0; i < means.length; i++) {
      double meanSquare = 0;
      for (int j = 0; j < NORM; j++) {
        double mean = sums[i][j] / Math.max(1, sizes[i]);
        means[i][j] = (float) mean;
        meanSquare += mean * mean;
      }
      double variance = squaresOf[i] / Math.max(1, sizes[i]) - meanSquare;
      double deviation = Math.sqrt(Math.max(0, variance) / frame.dimension());
      deviations[i] = (float) Math.max(least, deviation);
      counts[i] = sizes[i];
    }
    boolean isEuclidean = frame.similarity() == Similarity.EUCLIDEAN;
    LearnedHash.Buckets partition =
        LearnedHash.Buckets.of(
            frame.similarity(),
            projection,
            isEuclidean ? centroids : Centroids.ofMeans(means),
            deviations);
    BucketRates rates =
        new RateLearner(frame, partition, counts, neighbours, checkpoint).learn(buckets, count);
    return new LearnedHash(partition, counts, rates);
  }
}
