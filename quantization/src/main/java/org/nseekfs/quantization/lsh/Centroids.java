package org.nseekfs.quantization.lsh;

import java.util.Arrays;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.bounds.BoundScan;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct.Shape;

/**
 * Points that stand for the buckets of a {@link LearnedHash}: a vector is in the bucket whose
 * centroid is nearest. For a point p and a centroid c, |p - c|^2 = |p|^2 - 2 s with the score s =
 * (p, c) - |c|^2 / 2: the nearest has the largest score.
 *
 * <p>Immutable, shared by threads.
 */
final class Centroids {

  private static final int POINT_SIZE = HashProjection.POINT_SIZE;
  private static final int LAST = POINT_SIZE - 1;

  /** Points scored together, and centroids whose scores are looked through together. */
  static final int BATCH = 64;

  private static final int ITERATIONS = 6;
  private static final BoundScan SCAN = BoundScan.of(Kernels.best());

  private final int count;
  private final int columns;

  /** Coordinates times columns; last the term that depends on the centroid alone. */
  private final float[] matrix;

  private final MatrixProduct product;
  private final MatrixProduct tileProduct;

  /** The centroids of a matrix of so many rows as points have floats. */
  Centroids(int count, float[] matrix) {
    this.count = count;
    this.columns = matrix.length / POINT_SIZE;
    this.matrix = matrix;
    this.product = MatrixProduct.of(Kernels.best(), new Shape(BATCH, POINT_SIZE, columns));
    this.tileProduct =
        MatrixProduct.of(Kernels.best(), new Shape(MatrixProduct.TILE_ROWS, POINT_SIZE, columns));
  }

  /** Columns of the matrix of so many centroids. */
  static int columns(int count) {
    return Math.ceilDiv(count, BATCH) * BATCH;
  }

  /**
   * Learns centroids by S. Lloyd's method, beginning with points that are evenly spread.
   *
   * @param pointCount at least {@code count}
   */
  static Centroids learn(float[] points, int pointCount, int count, Checkpoint checkpoint) {
    float[][] centres = new float[count][];
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * pointCount / count) * POINT_SIZE;
      centres[i] = Arrays.copyOfRange(points, from, from + LAST);
    }
    Centroids centroids = of(centres);
    int[] nearest = new int[pointCount];
    for (int i = 0; i < ITERATIONS; i++) {
      centroids.nearest(points, pointCount, nearest, checkpoint);
      moveToMeans(points, nearest, centres);
      centroids = of(centres);
    }
    return centroids;
  }

  private static Centroids of(float[][] centres) {
    float[] matrix = transposed(centres);
    int columns = columns(centres.length);
    Arrays.fill(matrix, LAST * columns, POINT_SIZE * columns, -Float.MAX_VALUE);
    for (int i = 0; i < centres.length; i++) {
      double square = 0;
      for (float coordinate : centres[i]) {
        square += (double) coordinate * coordinate;
      }
      matrix[LAST * columns + i] = (float) (-square / 2);
    }
    return new Centroids(centres.length, matrix);
  }

  /** Points whose scores are dot products alone. */
  static Centroids ofMeans(float[][] means) {
    return new Centroids(means.length, transposed(means));
  }

  private static float[] transposed(float[][] centres) {
    int columns = columns(centres.length);
    float[] matrix = new float[POINT_SIZE * columns];
    for (int i = 0; i < centres.length; i++) {
      for (int j = 0; j < LAST; j++) {
        matrix[j * columns + i] = centres[i][j];
      }
    }
    return matrix;
  }

  /** A centre that no point is nearest to stays where it is. */
  private static void moveToMeans(float[] points, int[] nearest, float[][] centres) {
    double[][] sums = new double[centres.length][LAST];
    int[] counts = new int[centres.length];
    for (int i = 0; i < nearest.length; i++) {
      double[] sum = sums[nearest[i]];
      int from = i * POINT_SIZE;
      for (int j = 0; j < LAST; j++) {
        sum[j] += points[from + j];
      }
      counts[nearest[i]]++;
    }
    for (int i = 0; i < centres.length; i++) {
      for (int j = 0; j < LAST && counts[i] > 0; j++) {
        centres[i][j] = (float) (sums[i][j] / counts[i]);
      }
    }
  }

  /** Finds the nearest centroid of each of {@code pointCount} points. */
  void nearest(float[] points, int pointCount, int[] nearest, Checkpoint checkpoint) {
    float[] batch = new float[BATCH * POINT_SIZE];
    float[] scores = new float[BATCH * columns];
    for (int first = 0; first < pointCount; first += BATCH) {
      checkpoint.pass();
      int size = Math.min(BATCH, pointCount - first);
      System.arraycopy(points, first * POINT_SIZE, batch, 0, size * POINT_SIZE);
      product.multiply(batch, matrix, scores);
      for (int i = 0; i < size; i++) {
        nearest[first + i] = largest(scores, i * columns);
      }
    }
  }

  /** The index, from {@code from} on, of the largest score of a point, the first of equals. */
  private int largest(float[] scores, int from) {
    float largest = Float.NEGATIVE_INFINITY;
    int at = from;
    for (int group = from; group < from + columns; group += BATCH) {
      float ofGroup = SCAN.largest(scores, group);
      if (ofGroup > largest) {
        largest = ofGroup;
        at = group;
      }
    }
    return at + Long.numberOfTrailingZeros(SCAN.reaching(scores, at, largest)) - from;
  }

  /** The scores of all centroids for the first point of a tile, and room for the others'. */
  float[] scores(float[] tile) {
    float[] scores = new float[MatrixProduct.TILE_ROWS * columns];
    tileProduct.multiply(tile, matrix, scores);
    return scores;
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Coordinates times {@link #columns}. */
  float[] matrix() {
    return matrix;
  }
}
