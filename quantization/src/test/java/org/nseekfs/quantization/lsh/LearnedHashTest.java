package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.Similarity;

class LearnedHashTest {

  private static final int DIMENSION = 96;
  private static final int COUNT = 4000;
  private static final int BUCKETS = 60;
  private static final int NEIGHBOURS = 10;

  private final Random random = new Random(5);
  private final double[][] centres = new double[40][];

  LearnedHashTest() {
    Arrays.setAll(centres, i -> Rows.normal(DIMENSION, random));
  }

  /** A vector near one of the centres. */
  private double[] clustered() {
    double[] vector = Rows.normal(DIMENSION, random);
    double[] centre = centres[random.nextInt(centres.length)];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = 1.2 * vector[i] + centre[i];
    }
    return vector;
  }

  /** A field's vectors and all that is learned from them. */
  private static final class Field {
    final double[][] vectors;
    final SignFrame frame;
    final float[] points;
    final LearnedHash hash;
    final int[] buckets;

    Field(Similarity similarity, double[][] vectors) {
      this.vectors = vectors;
      float[][] sample = Arrays.stream(vectors).map(Rows::floats).toArray(float[][]::new);
      this.frame = SignFrame.learn(similarity, sample);
      HashProjection projection = HashProjection.learn(frame, sample);
      this.points = points(frame, projection, vectors);
      float[] learnedFrom = Arrays.copyOf(points, vectors.length * HashProjection.POINT_SIZE);
      this.hash = LearnedHash.learn(frame, projection, learnedFrom, BUCKETS, sample);
      this.buckets = new int[vectors.length];
      hash.hash(points, vectors.length, buckets);
    }

    private static float[] points(SignFrame frame, HashProjection projection, double[][] vectors) {
      SignEncoder encoder = new SignEncoder(frame, ElementType.F64);
      byte[] block = new byte[frame.blockBytes()];
      float[] blockPoints = new float[64 * HashProjection.POINT_SIZE];
      float[] points = new float[Math.ceilDiv(vectors.length, 64) * blockPoints.length];
      MemorySegment rows = Rows.of(ElementType.F64, vectors);
      for (int first = 0; first < vectors.length; first += 64) {
        int count = Math.min(64, vectors.length - first);
        encoder.encode(rows, (long) first * DIMENSION * Double.BYTES, count, block);
        projection.project(encoder.centred(), blockPoints);
        System.arraycopy(
            blockPoints, 0, points, first * HashProjection.POINT_SIZE, blockPoints.length);
      }
      return points;
    }

    double raw(double[] target, int vector) {
      double dot = 0;
      double square = 0;
      double distance = 0;
      for (int i = 0; i < DIMENSION; i++) {
        double difference = target[i] - vectors[vector][i];
        dot += target[i] * vectors[vector][i];
        square += vectors[vector][i] * vectors[vector][i];
        distance += difference * difference;
      }
      return switch (frame.similarity()) {
        case DOT_PRODUCT -> dot;
        case EUCLIDEAN -> -distance;
        case COSINE -> dot / Math.sqrt(square);
      };
    }

    /** The distance from the frame's centre on, under the cosine of vectors of length 1. */
    double distance(double[] target, int vector) {
      double targetScale = SignFrame.scale(frame.similarity(), target);
      double scale = SignFrame.scale(frame.similarity(), vectors[vector]);
      double sum = 0;
      for (int i = 0; i < DIMENSION; i++) {
        double difference = target[i] * targetScale - vectors[vector][i] * scale;
        sum += difference * difference;
      }
      return Math.sqrt(sum);
    }
  }

  private Field field(Similarity similarity) {
    double[][] vectors = new double[COUNT][];
    Arrays.setAll(vectors, i -> clustered());
    return new Field(similarity, vectors);
  }

  @ParameterizedTest
  @EnumSource
  void everyVectorIsInTheBucketOfTheNearestCentroid(Similarity similarity) {
    Field field = field(similarity);
    float[] matrix = field.hash.centroids().matrix();
    int columns = Centroids.columns(BUCKETS);
    for (int i = 0; i < COUNT; i++) {
      double[] squares = new double[BUCKETS];
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        for (int j = 0; j < HashProjection.POINT_SIZE - 1; j++) {
          double difference =
              field.points[i * HashProjection.POINT_SIZE + j] - matrix[j * columns + bucket];
          squares[bucket] += difference * difference;
        }
      }
      double least = Arrays.stream(squares).min().orElseThrow();
      assertEquals(least, squares[field.buckets[i]], 1e-4 * (1 + least));
    }
  }

  /**
   * For held-out targets: where the coverage says that a share of the neighbours is in buckets of
   * an excess, about as many are, rather more; 200 targets' shares have a standard error below .02.
   */
  @ParameterizedTest
  @EnumSource
  void neighboursAreInTheBucketsThatTheCoverageSays(Similarity similarity) {
    Field field = field(similarity);
    double[] said = new double[3];
    double[] found = new double[3];
    int targets = 200;
    for (int query = 0; query < targets; query++) {
      double[] vector = clustered();
      HashTarget target = new HashTarget(field.hash, SignTarget.of(field.frame, vector));
      int[] nearest =
          IntStream.range(0, COUNT)
              .boxed()
              .sorted(Comparator.comparingDouble(i -> -field.raw(vector, i)))
              .limit(NEIGHBOURS)
              .mapToInt(i -> i)
              .toArray();
      double[] distances =
          Arrays.stream(nearest).mapToDouble(i -> field.distance(vector, i)).toArray();
      float[] excesses = new float[BUCKETS];
      for (int bucket = 0; bucket < BUCKETS; bucket++) {
        excesses[bucket] = target.excess(bucket);
      }
      Arrays.sort(excesses);
      assertEquals(0, excesses[0]);
      for (int i = 0; i < said.length; i++) {
        target.setNeighbours(distances);
        float within = excesses[(1 << 2 * i) - 1];
        said[i] += target.found(within) / targets;
        found[i] +=
            Arrays.stream(nearest).filter(j -> target.excess(field.buckets[j]) <= within).count()
                / (double) (NEIGHBOURS * targets);
      }
    }
    for (int i = 0; i < said.length; i++) {
      String figures = said[i] + " said, " + found[i] + " found, of the first " + (1 << 2 * i);
      assertTrue(found[i] > said[i] - 0.04 && found[i] < said[i] + 0.12, figures);
    }
    assertTrue(found[0] < 1 && found[0] < found[1]);
  }

  @Test
  void bytesHoldAllAndAreCheckedWhenRead() {
    LearnedHash hash = field(Similarity.DOT_PRODUCT).hash;
    byte[] bytes = hash.toBytes();
    LearnedHash read = LearnedHash.read(MemorySegment.ofArray(bytes));
    assertArrayEquals(bytes, read.toBytes());
    assertEquals(BUCKETS, read.buckets());
    assertEquals(DIMENSION, read.projection().dimension());
    for (int length : new int[] {0, 11, 12, bytes.length - 1, bytes.length + 1}) {
      byte[] other = Arrays.copyOf(bytes, length);
      assertThrows(
          IllegalArgumentException.class, () -> LearnedHash.read(MemorySegment.ofArray(other)));
    }
    for (int at : new int[] {3, 7, 11}) {
      byte[] other = bytes.clone();
      other[at] = -1;
      assertThrows(
          IllegalArgumentException.class, () -> LearnedHash.read(MemorySegment.ofArray(other)));
    }
  }

  @Test
  void theSameSampleMakesTheSameHash() {
    double[][] vectors = new double[COUNT][];
    Arrays.setAll(vectors, i -> clustered());
    byte[] first = new Field(Similarity.EUCLIDEAN, vectors).hash.toBytes();
    assertArrayEquals(first, new Field(Similarity.EUCLIDEAN, vectors).hash.toBytes());
    vectors[7] = clustered();
    byte[] other = new Field(Similarity.EUCLIDEAN, vectors).hash.toBytes();
    assertNotEquals(Arrays.hashCode(first), Arrays.hashCode(other));
  }

  @Test
  void equalVectorsAreAllInTheFirstBucket() {
    double[][] vectors = new double[COUNT][];
    Arrays.fill(vectors, clustered());
    Field field = new Field(Similarity.EUCLIDEAN, vectors);
    assertEquals(1, Arrays.stream(field.buckets).distinct().count());
    HashTarget target = new HashTarget(field.hash, SignTarget.of(field.frame, clustered()));
    assertEquals(0, target.excess(field.buckets[0]));
  }
}
