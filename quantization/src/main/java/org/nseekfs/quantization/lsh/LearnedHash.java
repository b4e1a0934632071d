package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.nseekfs.quantization.Similarity;

/**
 * A hash function of vectors that is learned from them, so that near vectors are likely to be in
 * the same bucket or in buckets near to each other: a vector's bucket is the one whose centroid is
 * nearest to it, along the directions of a {@link HashProjection}. {@link HashLearner} learns one,
 * with what is known of its buckets.
 *
 * <p>Immutable, shared by threads.
 */
public final class LearnedHash {

  /** The most buckets. */
  public static final int MAX_BUCKETS = 4096;

  private static final int HEADER_BYTES = 4 * Integer.BYTES;

  /** More than any element of a unit vector, however it is rounded. */
  private static final float MAX_PART = 1.5f;

  private final Buckets buckets;

  /** Vectors of each bucket. */
  private final float[] sizes;

  private final BucketRates rates;

  /**
   * Where buckets are.
   *
   * @param similarity of the field
   * @param centroids for distances the centroids, else the means of the buckets' vectors
   * @param deviations of each bucket the root mean square of an element's distance from the mean
   * @param perDeviation one over these
   */
  record Buckets(
      Similarity similarity,
      HashProjection projection,
      Centroids centroids,
      float[] deviations,
      float[] perDeviation) {

    static Buckets of(
        Similarity similarity, HashProjection projection, Centroids centroids, float[] deviations) {
      float[] perDeviation = new float[deviations.length];
      for (int i = 0; i < perDeviation.length; i++) {
        perDeviation[i] = Math.min(Float.MAX_VALUE, 1 / deviations[i]);
      }
      return new Buckets(similarity, projection, centroids, deviations, perDeviation);
    }

    int count() {
      return deviations.length;
    }
  }

  LearnedHash(Buckets buckets, float[] sizes, BucketRates rates) {
    this.buckets = buckets;
    this.sizes = sizes;
    this.rates = rates;
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
    Similarity similarity = Similarity.fromWireId(in.getInt());
    int sampleCount = in.getInt();
    int dimension = in.getInt();
    int count = in.getInt();
    require(sampleCount >= 1, "sample count is " + sampleCount);
    require(dimension >= 1 && dimension <= SignFrame.MAX_DIMENSION, "dimension is " + dimension);
    require(count >= 1 && count <= MAX_BUCKETS, "number of buckets is " + count);
    require(
        bytes.byteSize() == bytes(dimension, count),
        "hash of dimension "
            + dimension
            + " with "
            + count
            + " buckets has "
            + bytes.byteSize()
            + " bytes");
    FloatBuffer floats = in.asFloatBuffer();
    float[] directions = new float[dimension * HashProjection.POINT_SIZE];
    float[] matrix = new float[HashProjection.POINT_SIZE * Centroids.columns(count)];
    float[] deviations = new float[count];
    float[] sizes = new float[count];
    floats.get(directions).get(matrix).get(deviations).get(sizes);
    for (int i = 0; i < count; i++) {
      require(deviations[i] > 0, "deviation of bucket " + i + " is " + deviations[i]);
      require(sizes[i] >= 0, "size of bucket " + i + " is " + sizes[i]);
    }
    for (float value : directions) {
      require(Math.abs(value) <= MAX_PART, "part of a direction is " + value);
    }
    for (float value : matrix) {
      require(Float.isFinite(value), "coordinate of a centroid is " + value);
    }
    Buckets buckets =
        Buckets.of(
            similarity,
            new HashProjection(sampleCount, directions),
            new Centroids(count, matrix),
            deviations);
    return new LearnedHash(buckets, sizes, BucketRates.read(floats));
  }

  /**
   * The bytes of a hash function.
   *
   * @param dimension elements of a vector
   * @param count buckets, at most {@link #MAX_BUCKETS}
   */
  public static int bytes(int dimension, int count) {
    return HEADER_BYTES + floats(dimension, count) * Float.BYTES;
  }

  private static int floats(int dimension, int count) {
    int perBucket = HashProjection.POINT_SIZE * Centroids.columns(count) + 2 * count;
    return dimension * HashProjection.POINT_SIZE + perBucket + BucketRates.FLOATS;
  }

  private static void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalArgumentException(fault);
    }
  }

  /**
   * Its bytes, little-endian: ints similarity (0 euclidean, 1 dot product, 2 cosine), sample count
   * of the projection, dimension, buckets; floats directions (elements times 64), centroids or
   * means (64 times buckets, padded to a multiple of 64), deviations and sizes of the buckets,
   * rates (9 ranks times 144 cells), scales and weights of models (9 ranks times 8 each) and shares
   * found (9 ranks times 15).
   */
  public byte[] toBytes() {
    int dimension = buckets.projection.dimension();
    ByteBuffer out =
        ByteBuffer.allocate(bytes(dimension, buckets())).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(buckets.similarity.wireId());
    out.putInt(buckets.projection.sampleCount()).putInt(dimension).putInt(buckets());
    FloatBuffer floats = out.asFloatBuffer();
    floats.put(buckets.projection.directions()).put(buckets.centroids.matrix());
    floats.put(buckets.deviations).put(sizes);
    rates.write(floats);
    return out.array();
  }

  /** How many buckets there are. */
  public int buckets() {
    return buckets.count();
  }

  /** What vectors are projected to before they are hashed. */
  public HashProjection projection() {
    return buckets.projection;
  }

  /** Vectors of a bucket. */
  public int size(int bucket) {
    return (int) sizes[bucket];
  }

  Buckets partition() {
    return buckets;
  }

  float[] sizes() {
    return sizes;
  }

  BucketRates rates() {
    return rates;
  }
}
