package org.nseekfs.quantization.lsh;

import java.util.Arrays;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.MatrixProduct;
import org.nseekfs.quantization.kernel.MatrixProduct.Shape;

/**
 * Learns a {@link HashCoverage} from a sample: some of its vectors look for neighbours among the
 * others, near ones among all, farther ones among ever fewer.
 */
final class CoverageLearner {

  private static final int MAX_TARGETS = 1024;
  private static final int BATCH = SignFrame.BLOCK_DOCS;

  /** Of the vectors looked through for near neighbours, one in so many is for farther ones. */
  private static final int THINNING = 8;

  private static final int LEVELS = 4;

  /** Neighbours that a target has in each level. */
  private static final int NEIGHBOURS = 4;

  private final float[][] vectors;
  private final double[] squares;

  /** What is added to a product to order neighbours as their raw values do. */
  private final double[] offsets;

  private final double factor;
  private final Centroids centroids;
  private final int[] buckets;
  private final float[] points;
  private final float[] distances;
  private final float[] excesses;
  private int pairs;

  private CoverageLearner(
      SignFrame frame, float[][] vectors, HashProjection projection, Centroids centroids) {
    this.vectors = vectors;
    this.centroids = centroids;
    this.squares = new double[vectors.length];
    this.offsets = new double[vectors.length];
    this.factor = frame.similarity() == Similarity.EUCLIDEAN ? 2 : 1;
    this.points =
        new float[BATCH * Math.ceilDiv(vectors.length, BATCH) * HashProjection.POINT_SIZE];
    project(frame, projection);
    this.buckets = new int[vectors.length];
    centroids.nearest(points, vectors.length, buckets);
    int most = Math.min(MAX_TARGETS, vectors.length) * LEVELS * NEIGHBOURS;
    this.distances = new float[most];
    this.excesses = new float[most];
  }

  private void project(SignFrame frame, HashProjection projection) {
    float[] batch = new float[BATCH * frame.dimension()];
    float[] projected = new float[BATCH * HashProjection.POINT_SIZE];
    for (int first = 0; first < vectors.length; first += BATCH) {
      gather(first, 1, batch);
      projection.project(batch, projected);
      System.arraycopy(projected, 0, points, first * HashProjection.POINT_SIZE, projected.length);
    }
    for (int i = 0; i < vectors.length; i++) {
      squares[i] = Squares.sum(vectors[i], 0, vectors[i].length);
      offsets[i] = frame.offset(vectors[i], 0, squares[i]);
    }
  }

  /**
   * Copies a batch of vectors, every {@code step}-th from {@code first} on, as far as there are.
   */
  private void gather(int first, int step, float[] batch) {
    Arrays.fill(batch, 0f);
    for (int i = 0; i < BATCH && first + i * step < vectors.length; i++) {
      float[] vector = vectors[first + i * step];
      System.arraycopy(vector, 0, batch, i * vector.length, vector.length);
    }
  }

  /** Learns from vectors from the frame's centre on. */
  static HashCoverage learn(
      SignFrame frame, float[][] vectors, HashProjection projection, Centroids centroids) {
    return new CoverageLearner(frame, vectors, projection, centroids).learn(frame.dimension());
  }

  private HashCoverage learn(int dimension) {
    int columns = Shape.paddedColumns(vectors.length);
    MatrixProduct product = Kernels.best().product(new Shape(BATCH, dimension, columns));
    float[] transposed = new float[dimension * columns];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < dimension; j++) {
        transposed[j * columns + i] = vectors[i][j];
      }
    }
    int step = Math.max(1, vectors.length / MAX_TARGETS);
    float[] targets = new float[BATCH * dimension];
    float[] products = new float[BATCH * columns];
    for (int first = 0; first < vectors.length; first += BATCH * step) {
      gather(first, step, targets);
      product.multiply(targets, transposed, products);
      for (int i = 0; i < BATCH && first + i * step < vectors.length; i++) {
        addPairs(first + i * step, products, i * columns);
      }
    }
    return HashCoverage.learn(distances, excesses, pairs);
  }

  private void addPairs(int target, float[] products, int from) {
    float[] scores =
        centroids.scores(
            Arrays.copyOfRange(
                points,
                target * HashProjection.POINT_SIZE,
                (target + MatrixProduct.TILE_ROWS) * HashProjection.POINT_SIZE));
    int thinning = 1;
    for (int level = 0; level < LEVELS; level++) {
      for (int neighbour : nearest(target, products, from, thinning)) {
        double square = squares[target] + squares[neighbour] - 2.0 * products[from + neighbour];
        if (neighbour != target && square > 0 && pairs < distances.length) {
          distances[pairs] = (float) Math.sqrt(square);
          excesses[pairs++] = 2 * (scores[buckets[target]] - scores[buckets[neighbour]]);
        }
      }
      thinning *= THINNING;
    }
  }

  /** The target's nearest of every {@code thinning}-th vector; itself where there are fewer. */
  private int[] nearest(int target, float[] products, int from, int thinning) {
    int[] nearest = new int[NEIGHBOURS];
    double[] values = new double[NEIGHBOURS];
    Arrays.fill(nearest, target);
    Arrays.fill(values, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < vectors.length; i += thinning) {
      double value = factor * products[from + i] + offsets[i];
      if (value > values[NEIGHBOURS - 1] && i != target) {
        int at = NEIGHBOURS - 1;
        for (; at > 0 && values[at - 1] < value; at--) {
          values[at] = values[at - 1];
          nearest[at] = nearest[at - 1];
        }
        values[at] = value;
        nearest[at] = i;
      }
    }
    return nearest;
  }
}
