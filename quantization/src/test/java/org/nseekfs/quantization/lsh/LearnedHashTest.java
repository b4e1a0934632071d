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
import org.nseekfs.quantization.Checkpoint;
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

  /** A vector most of whose elements are 0: near ones are hardly nearer than others. */
  private double[] sparse() {
    double[] vector = new double[DIMENSION];
    for (int i = 0; i < DIMENSION / 8; i++) {
      vector[random.nextInt(DIMENSION)] = Math.abs(random.nextGaussian());
    }
    vector[random.nextInt(DIMENSION)] += 1;
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
      HashProjection projection = HashProjection.learn(frame, sample, Checkpoint.NONE);
      float[][] targets = new float[HashLearner.MAX_TARGETS][];
      Arrays.setAll(targets, i -> Rows.floats(vectors[i * vectors.length / targets.length]));
      HashLearner learner = new HashLearner(frame, projection, targets, Checkpoint.NONE);
      this.points = points(learner, frame, vectors);
      float[] learnedFrom = Arrays.copyOf(points, vectors.length * HashProjection.POINT_SIZE);
      learner.learnBuckets(learnedFrom, vectors.length, BUCKETS);
      this.buckets = new int[vectors.length];
      learner.hash(points, vectors.length, buckets);
      this.hash = learner.finish(buckets);
    }

    private static float[] points(HashLearner learner, SignFrame frame, double[][] vectors) {
      SignEncoder encoder = new SignEncoder(frame, ElementType.F64);
      byte[] block = new byte[frame.blockBytes()];
      float[] blockPoints = new float[64 * HashProjection.POINT_SIZE];
      float[] points = new float[Math.ceilDiv(vectors.length, 64) * blockPoints.length];
      MemorySegment rows = Rows.of(ElementType.F64, vectors);
      for (int first = 0; first < vectors.length; first += 64) {
        int count = Math.min(64, vectors.length - first);
        encoder.encode(rows, (long) first * DIMENSION * Double.BYTES, count, block);
        learner.add(encoder, block, count, blockPoints);
        System.arraycopy(
            blockPoints, 0, points, first * HashProjection.POINT_SIZE, blockPoints.length);
      }
      return points;
    }

    ExpectedHits expectedHits(double[] target) {
      return new ExpectedHits(hash, SignTarget.of(frame, target, 0));
    }

    double raw(double[] target, int vector) {
      double dot = 0;
      double square = 0;
      double targetSquare = 0;
      double distance = 0;
      for (int i = 0; i < DIMENSION; i++) {
        double difference = target[i] - vectors[vector][i];
        targetSquare += target[i] * target[i];
        dot += target[i] * vectors[vector][i];
        square += vectors[vector][i] * vectors[vector][i];
        distance += difference * difference;
      }
      return switch (frame.similarity()) {
        case DOT_PRODUCT -> dot;
        case EUCLIDEAN -> -distance;
        case COSINE -> dot / Math.sqrt(square * targetSquare);
      };
    }
  }

  private Field field(Similarity similarity) {
    double[][] vectors = new double[COUNT][];
    Arrays.setAll(vectors, i -> clustered());
    return new Field(similarity, vectors);
  }

  @Test
  void everyVectorIsInTheBucketOfTheNearestCentroid() {
    Field field = field(Similarity.EUCLIDEAN);
    float[] matrix = field.hash.partition().centroids().matrix();
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

  @ParameterizedTest
  @EnumSource(names = {"DOT_PRODUCT", "COSINE"})
  void bucketsOfProductsAreKnownByTheirMeansAndSpread(Similarity similarity) {
    Field field = field(similarity);
    float[] matrix = field.hash.partition().centroids().matrix();
    int columns = Centroids.columns(BUCKETS);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      double[] sums = new double[HashProjection.POINT_SIZE - 1];
      double squares = 0;
      int size = 0;
      for (int i = 0; i < COUNT; i++) {
        if (field.buckets[i] == bucket) {
          for (int j = 0; j < sums.length; j++) {
            sums[j] += field.points[i * HashProjection.POINT_SIZE + j];
          }
          squares += Math.pow(field.points[(i + 1) * HashProjection.POINT_SIZE - 1], 2);
          size++;
        }
      }
      assertEquals(size, field.hash.size(bucket));
      double ofMean = 0;
      for (int j = 0; j < sums.length && size > 0; j++) {
        assertEquals(sums[j] / size, matrix[j * columns + bucket], 1e-4);
        ofMean += Math.pow(sums[j] / size, 2);
      }
      double variance = Math.max(0, squares / Math.max(1, size) - ofMean) / DIMENSION;
      assertEquals(Math.sqrt(variance), field.hash.partition().deviations()[bucket], 1e-3);
    }
  }

  /**
   * For held-out targets, after a few buckets: about as many vectors as are in the others are
   * expected to be nearer than the tenth of these; here, where clusters are cut in two, too few.
   */
  @ParameterizedTest
  @EnumSource
  void asManyHitsAreUnreadAsAreExpected(Similarity similarity) {
    Field field = field(similarity);
    for (int read : new int[] {2, 6, 15}) {
      double expectedUnread = 0;
      double unread = 0;
      int targets = 200;
      for (int query = 0; query < targets; query++) {
        double[] vector = clustered();
        double[] raws = new double[COUNT];
        Arrays.setAll(raws, i -> field.raw(vector, i));
        ExpectedHits hits = field.expectedHits(vector);
        boolean[] isRead = new boolean[BUCKETS];
        IntStream.range(0, BUCKETS)
            .boxed()
            .sorted(Comparator.comparingDouble(bucket -> -hits.promise(bucket)))
            .limit(read)
            .forEach(bucket -> isRead[bucket] = true);
        double[] known =
            IntStream.range(0, COUNT)
                .filter(i -> isRead[field.buckets[i]])
                .mapToDouble(i -> raws[i])
                .sorted()
                .toArray();
        double least = known[known.length - NEIGHBOURS];
        int found = NEIGHBOURS;
        for (int i = 0; i < COUNT; i++) {
          unread += raws[i] >= least && !isRead[field.buckets[i]] ? 1 : 0;
        }
        hits.learn(least, found, seen(field, raws, least, isRead), isRead);
        assertTrue(hits.areKnown());
        expectedUnread += hits.unread(1);
      }
      String figures = expectedUnread + " expected, " + unread + " unread, of " + read + " buckets";
      assertTrue(
          expectedUnread > 0.35 * unread - 2 && expectedUnread < 2.5 * unread + 100, figures);
    }
  }

  /**
   * For held-out targets, bucket after bucket until what is expected is enough: a search knows the
   * best k vectors so far, which for a small k are often not the nearest of all.
   */
  @ParameterizedTest
  @EnumSource
  void searchesThatExpectToHaveFoundEnoughHave(Similarity similarity) {
    double[][] vectors = new double[COUNT][];
    Arrays.setAll(vectors, i -> sparse());
    Field field = new Field(similarity, vectors);
    int targets = 300;
    for (int k : new int[] {1, 10}) {
      for (double share : new double[] {0.8, 0.95, 0.99}) {
        double sum = 0;
        double squares = 0;
        double buckets = 0;
        for (int query = 0; query < targets; query++) {
          boolean[] isRead = new boolean[BUCKETS];
          double found = search(field, sparse(), k, share, isRead);
          sum += found;
          squares += found * found;
          buckets += IntStream.range(0, BUCKETS).filter(bucket -> isRead[bucket]).count();
        }
        double mean = sum / targets;
        double error = Math.sqrt((squares / targets - mean * mean) / targets);
        String figures =
            "k " + k + ", share " + share + ": " + mean + ", buckets " + buckets / targets;
        assertTrue(mean >= share - Math.max(0.01, 2 * error), figures);
        assertTrue(share > 0.8 || buckets < 0.9 * targets * BUCKETS, figures);
      }
    }
  }

  /** For each bucket read the vectors that reach {@code least}. */
  private static int[] seen(Field field, double[] raws, double least, boolean[] isRead) {
    int[] seen = new int[BUCKETS];
    for (int i = 0; i < COUNT; i++) {
      if (raws[i] >= least && isRead[field.buckets[i]]) {
        seen[field.buckets[i]]++;
      }
    }
    return seen;
  }

  /** Searches for the nearest k and returns the share of them that it found. */
  private static double search(
      Field field, double[] target, int k, double share, boolean[] isRead) {
    double[] raws = new double[COUNT];
    Arrays.setAll(raws, i -> field.raw(target, i));
    ExpectedHits hits = field.expectedHits(target);
    int[] order =
        IntStream.range(0, BUCKETS)
            .boxed()
            .sorted(Comparator.comparingDouble(bucket -> -hits.promise(bucket)))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] best = {};
    for (int bucket : order) {
      isRead[bucket] = true;
      best =
          IntStream.range(0, COUNT)
              .filter(i -> isRead[field.buckets[i]])
              .mapToDouble(i -> raws[i])
              .sorted()
              .toArray();
      if (best.length >= ExpectedHits.firstVectors(k)) {
        hits.learn(
            best[best.length - k], k, seen(field, raws, best[best.length - k], isRead), isRead);
        if (k / (k + hits.unread(1)) >= hits.expectedFor(share)) {
          break;
        }
      }
    }
    double least = Arrays.stream(raws).sorted().toArray()[COUNT - k];
    return (double) Arrays.stream(best).filter(raw -> raw >= least).count() / k;
  }

  /** As many hits in the same buckets read: the farther spread, the more are expected elsewhere. */
  @ParameterizedTest
  @EnumSource
  void theFartherHitsAreSpreadTheMoreAreExpected(Similarity similarity) {
    Field field = field(similarity);
    double[] vector = clustered();
    double[] raws = new double[COUNT];
    Arrays.setAll(raws, i -> field.raw(vector, i));
    double least = Arrays.stream(raws).sorted().toArray()[COUNT - NEIGHBOURS];
    int read = 20;
    int[] order =
        IntStream.range(0, BUCKETS)
            .filter(bucket -> field.hash.size(bucket) > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(b -> -field.expectedHits(vector).promise(b)))
            .mapToInt(Integer::intValue)
            .toArray();
    double before = 0;
    for (int last = 5; last <= read; last += 5) {
      boolean[] isRead = new boolean[BUCKETS];
      int[] seen = new int[BUCKETS];
      for (int i = 0; i < read; i++) {
        isRead[order[i]] = true;
      }
      for (int i = 0; i < 5; i++) {
        seen[order[last - 1 - i]] = 2;
      }
      ExpectedHits hits = field.expectedHits(vector);
      hits.learn(least, NEIGHBOURS, seen, isRead);
      assertTrue(hits.unread(1) >= before, last + ": " + hits.unread(1) + " after " + before);
      before = hits.unread(1);
    }
    assertTrue(before > 0);
  }

  @Test
  void vectorsAreReadUntilOnlyAPartOfTheHitsIsLeft() {
    Field field = field(Similarity.DOT_PRODUCT);
    double[] vector = clustered();
    ExpectedHits hits = field.expectedHits(vector);
    boolean[] isRead = new boolean[BUCKETS];
    isRead[3] = true;
    int left = COUNT - field.hash.size(3);
    for (boolean isFiltered : new boolean[] {false, true}) {
      if (isFiltered) {
        float[] accepted = new float[BUCKETS];
        Arrays.fill(accepted, 0.25f);
        hits.setAccepted(accepted);
      }
      hits.learn(field.raw(vector, 0), 3, new int[BUCKETS], isRead);
      assertEquals(0, hits.vectorsUntil(1));
      long before = 0;
      for (double part : new double[] {0.9, 0.5, 0.1, 0.01}) {
        long until = hits.vectorsUntil(part);
        assertTrue(until >= before && until <= left, until + " of " + left + " for " + part);
        before = until;
      }
      assertTrue(before > 0);
    }
  }

  @Test
  void ofBucketsThatAreNotAcceptedNoHitsAreExpected() {
    Field field = field(Similarity.EUCLIDEAN);
    double[] vector = clustered();
    ExpectedHits hits = field.expectedHits(vector);
    boolean[] isRead = new boolean[BUCKETS];
    double least = field.raw(vector, 0);
    hits.learn(least, 0, new int[BUCKETS], isRead);
    double all = hits.unread(1);
    float[] accepted = new float[BUCKETS];
    Arrays.fill(accepted, 0.25f);
    hits.setAccepted(accepted);
    hits.learn(least, 0, new int[BUCKETS], isRead);
    assertEquals(0.25 * all, hits.unread(0), 1e-6 * all);
    assertEquals(0.5 * all, hits.unread(0.5), 1e-6 * all);
    accepted[3] = 0;
    hits.learn(least, 0, new int[BUCKETS], isRead);
    assertEquals(0, hits.worth()[3]);
  }

  @Test
  void bytesHoldAllAndAreCheckedWhenRead() {
    LearnedHash hash = field(Similarity.DOT_PRODUCT).hash;
    byte[] bytes = hash.toBytes();
    LearnedHash read = LearnedHash.read(MemorySegment.ofArray(bytes));
    assertArrayEquals(bytes, read.toBytes());
    assertEquals(BUCKETS, read.buckets());
    assertEquals(DIMENSION, read.projection().dimension());
    assertEquals(hash.size(7), read.size(7));
    for (int length : new int[] {0, 15, 16, bytes.length - 1, bytes.length + 1}) {
      byte[] other = Arrays.copyOf(bytes, length);
      assertThrows(
          IllegalArgumentException.class, () -> LearnedHash.read(MemorySegment.ofArray(other)));
    }
    for (int at : new int[] {3, 7, 11, 15}) {
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
  void equalVectorsAreAllInOneBucket() {
    double[][] vectors = new double[COUNT][];
    Arrays.fill(vectors, clustered());
    Field field = new Field(Similarity.EUCLIDEAN, vectors);
    assertEquals(1, Arrays.stream(field.buckets).distinct().count());
    ExpectedHits hits = field.expectedHits(clustered());
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      assertTrue(hits.promise(field.buckets[0]) >= hits.promise(bucket));
    }
  }

  @Test
  void vectorsMuchLongerThanUsualAreInNoBucketWhereProductsCount() {
    double[][] vectors = new double[COUNT][];
    Arrays.setAll(vectors, i -> clustered());
    Arrays.setAll(vectors[5], i -> 100 * vectors[5][i]);
    assertEquals(BUCKETS, new Field(Similarity.DOT_PRODUCT, vectors).buckets[5]);
    assertTrue(new Field(Similarity.EUCLIDEAN, vectors).buckets[5] < BUCKETS);
    assertTrue(new Field(Similarity.COSINE, vectors).buckets[5] < BUCKETS);
  }
}
