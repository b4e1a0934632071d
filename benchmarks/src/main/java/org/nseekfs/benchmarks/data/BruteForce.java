package org.nseekfs.benchmarks.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.cli.measure.NearestRows;

/**
 * Finds the nearest vectors of every target by comparing all with all, in double precision, with no
 * bound and no first pass that could be wrong.
 *
 * <p>Vectors are gathered in blocks that stay in the cache for all targets, element by element: the
 * inner loop runs over vectors, so that its sums do not wait for each other.
 */
public final class BruteForce {

  private static final int LANES = 64;
  private static final int STEP = 4;

  private final VectorSimilarityFunction function;
  private final double[][] targets;
  private final double[] targetNorms;
  private final List<NearestRows> nearest;

  /**
   * Element i of the block's vector j at i * LANES + j; zeros up to a multiple of STEP elements.
   */
  private final double[] block;

  private final double[] sums = new double[LANES];
  private final double[] norms = new double[LANES];
  private int rows;

  /**
   * Looks for the {@code depth} nearest of every target; at least one target, all of one length.
   */
  public BruteForce(VectorSimilarityFunction function, double[][] targets, int depth) {
    int elements = Math.ceilDiv(targets[0].length, STEP) * STEP;
    this.function = function;
    this.targets = Stream.of(targets).map(t -> Arrays.copyOf(t, elements)).toArray(double[][]::new);
    this.targetNorms = Stream.of(targets).mapToDouble(BruteForce::squareNorm).toArray();
    this.nearest = Stream.of(targets).map(target -> new NearestRows(depth)).toList();
    this.block = new double[elements * LANES];
  }

  private static double squareNorm(double[] vector) {
    return Arrays.stream(vector).map(element -> element * element).sum();
  }

  /** Adds the next row. */
  public void add(float[] vector) {
    int lane = rows % LANES;
    double norm = 0;
    for (int i = 0; i < vector.length; i++) {
      block[i * LANES + lane] = vector[i];
      norm += (double) vector[i] * vector[i];
    }
    norms[lane] = norm;
    rows++;
    if (rows % LANES == 0) {
      compareBlock(LANES);
    }
  }

  /** The nearest of every target, after the last row. */
  public List<NearestRows> finish() {
    compareBlock(rows % LANES);
    return nearest;
  }

  private void compareBlock(int lanes) {
    for (int target = 0; target < targets.length; target++) {
      compare(target);
      NearestRows best = nearest.get(target);
      for (int lane = 0; lane < lanes; lane++) {
        if (sums[lane] > best.threshold()) {
          best.offer((rows - 1) / LANES * LANES + lane, sums[lane]);
        }
      }
    }
  }

  private void compare(int target) {
    Arrays.fill(sums, 0);
    switch (function) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot(targets[target], block, sums);
      case EUCLIDEAN -> negatedSquareDistance(targets[target], block, sums);
      case COSINE -> {
        dot(targets[target], block, sums);
        for (int lane = 0; lane < LANES; lane++) {
          sums[lane] /= Math.sqrt(targetNorms[target] * norms[lane]);
        }
      }
    }
  }

  private static void dot(double[] target, double[] block, double[] sums) {
    for (int i = 0; i < target.length; i += STEP) {
      double t0 = target[i];
      double t1 = target[i + 1];
      double t2 = target[i + 2];
      double t3 = target[i + 3];
      int at = i * LANES;
      for (int lane = 0; lane < LANES; lane++) {
        sums[lane] +=
            t0 * block[at + lane]
                + t1 * block[at + LANES + lane]
                + t2 * block[at + 2 * LANES + lane]
                + t3 * block[at + 3 * LANES + lane];
      }
    }
  }

  private static void negatedSquareDistance(double[] target, double[] block, double[] sums) {
    for (int i = 0; i < target.length; i += STEP) {
      double t0 = target[i];
      double t1 = target[i + 1];
      double t2 = target[i + 2];
      double t3 = target[i + 3];
      int at = i * LANES;
      for (int lane = 0; lane < LANES; lane++) {
        double d0 = t0 - block[at + lane];
        double d1 = t1 - block[at + LANES + lane];
        double d2 = t2 - block[at + 2 * LANES + lane];
        double d3 = t3 - block[at + 3 * LANES + lane];
        sums[lane] -= d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
      }
    }
  }
}
