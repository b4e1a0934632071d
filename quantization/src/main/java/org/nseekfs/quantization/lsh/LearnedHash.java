package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A hash function of vectors that is learned from them, so that near vectors are likely to be in
 * the same bucket or in buckets near to each other: a vector's bucket is the one whose centroid is
 * nearest to it, along the directions of a {@link HashProjection}. What is known of neighbours'
 * buckets tells how many must be probed for a recall target.
 *
 * <p>Immutable, shared by threads.
 */
public final class LearnedHash {

  /** The most buckets. */
  public static final int MAX_BUCKETS = 4096;

  /** Points of a sample that a bucket should have to be learned. */
  private static final int POINTS_PER_BUCKET = 40;

  private static final int HEADER_BYTES = 3 * Integer.BYTES;
  private static final int COVERAGE_FLOATS = HashCoverage.DISTANCES * (1 + HashCoverage.QUANTILES);

  private final HashProjection projection;
  private final Centroids centroids;
  private final HashCoverage coverage;

  private LearnedHash(HashProjection projection, Centroids centroids, HashCoverage coverage) {
    this.projection = projection;
    this.centroids = centroids;
    this.coverage = coverage;
  }

  /** The points that it takes to learn a hash function with so many buckets. */
  public static int sampleSize(int buckets) {
    return POINTS_PER_BUCKET * buckets;
  }

  /**
   * Learns a hash function, always the same one from the same arguments.
   *
   * @param points of vectors, {@link HashProjection#POINT_SIZE} floats each
   * @param sample vectors as decoded, for what their neighbours' buckets are like
   * @param buckets 1 to {@link #MAX_BUCKETS}, at most as many as points
   */
  public static LearnedHash learn(
      SignFrame frame, HashProjection projection, float[] points, int buckets, float[][] sample) {
    Centroids centroids = Centroids.learn(points, buckets);
    float[][] vectors = HashProjection.centred(frame, sample);
    return new LearnedHash(
        projection, centroids, CoverageLearner.learn(frame, vectors, projection, centroids));
  }

  /**
   * The hash function of {@link #toBytes}.
   *
   * @throws IllegalArgumentException if the bytes are none
   */
  public static LearnedHash read(MemorySegment bytes) {
    ByteBuffer in =
        ByteBuffer.wrap(bytes.toArray(ValueLayout.JAVA_BYTE)).order(ByteOrder.LITTLE_ENDIAN);
    require(in.remaining() >= HEADER_BYTES, "hash has " + in.remaining() + " bytes");
    int sampleCount = in.getInt();
    int dimension = in.getInt();
    int buckets = in.getInt();
    require(sampleCount >= 1, "sample count is " + sampleCount);
    require(dimension >= 1 && dimension <= SignFrame.MAX_DIMENSION, "dimension is " + dimension);
    require(buckets >= 1 && buckets <= MAX_BUCKETS, "number of buckets is " + buckets);
    float[] directions = new float[dimension * HashProjection.POINT_SIZE];
    float[] matrix = new float[HashProjection.POINT_SIZE * Centroids.columns(buckets)];
    require(
        in.remaining() == (directions.length + matrix.length + COVERAGE_FLOATS) * Float.BYTES,
        "hash of dimension "
            + dimension
            + " with "
            + buckets
            + " buckets has "
            + bytes.byteSize()
            + " bytes");
    float[] distances = new float[HashCoverage.DISTANCES];
    float[] quantiles = new float[HashCoverage.DISTANCES * HashCoverage.QUANTILES];
    in.asFloatBuffer().get(directions).get(matrix).get(distances).get(quantiles);
    return new LearnedHash(
        new HashProjection(sampleCount, directions),
        new Centroids(buckets, matrix),
        new HashCoverage(distances, quantiles));
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }

  /**
   * Its bytes, little-endian: ints sample count of the projection, dimension, buckets; floats
   * directions (elements times 64), centroids (64 times buckets, padded to a multiple of 64),
   * distances and quantiles of the coverage.
   */
  public byte[] toBytes() {
    float[] directions = projection.directions();
    float[] matrix = centroids.matrix();
    ByteBuffer out =
        ByteBuffer.allocate(
                HEADER_BYTES + (directions.length + matrix.length + COVERAGE_FLOATS) * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(projection.sampleCount()).putInt(projection.dimension()).putInt(buckets());
    out.asFloatBuffer()
        .put(directions)
        .put(matrix)
        .put(coverage.distances())
        .put(coverage.quantiles());
    return out.array();
  }

  /** Finds the buckets of {@code pointCount} points. */
  public void hash(float[] points, int pointCount, int[] buckets) {
    centroids.nearest(points, pointCount, buckets);
  }

  /** How many buckets there are. */
  public int buckets() {
    return centroids.count();
  }

  /** What vectors are projected to before they are hashed. */
  public HashProjection projection() {
    return projection;
  }

  Centroids centroids() {
    return centroids;
  }

  HashCoverage coverage() {
    return coverage;
  }
}
