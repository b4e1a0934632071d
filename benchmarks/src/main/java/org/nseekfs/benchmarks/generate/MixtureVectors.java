package org.nseekfs.benchmarks.generate;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.benchmarks.data.BruteForce;
import org.nseekfs.benchmarks.peer.ProgressListener;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.measure.NearestRows;

/**
 * Any number of vectors like the real ones of a file: each is a convex mixture of a real vector
 * with one or two of its four near neighbours, plus normal noise of a tenth of its length, of unit
 * length.
 *
 * <p>Near neighbours are the nearest in a random group of at most 8,192 real vectors: finding them
 * costs a pass over the groups, and mixtures stay where real vectors are dense. The real vector
 * keeps at least half of the weight.
 */
public final class MixtureVectors implements VectorStream {

  private static final int GROUP = 8192;
  private static final int NEIGHBORS = 4;
  private static final double NOISE = .1;

  private final Random random;
  private final float[][] real;
  private final int[][] neighbors;
  private final int count;

  /**
   * {@code count} mixtures of the vectors of {@code file}.
   *
   * @throws IllegalArgumentException if the file has fewer than five vectors, or {@code count} is
   *     not positive
   */
  public MixtureVectors(VectorFile file, int count, Random random, ProgressListener progress)
      throws IOException {
    if (file.count() <= NEIGHBORS || count < 1) {
      throw new IllegalArgumentException(
          "mixtures must be at least one, of more than "
              + NEIGHBORS
              + " vectors; got "
              + count
              + " of "
              + file.count());
    }
    this.random = random;
    this.count = count;
    this.real = new float[file.count()][];
    for (int row = 0; row < real.length; row++) {
      real[row] = file.floatVector(row);
    }
    this.neighbors = new int[real.length][];
    findNeighbors(progress);
  }

  private void findNeighbors(ProgressListener progress) {
    int[] shuffled = shuffledRows();
    int groups = Math.ceilDiv(shuffled.length, GROUP);
    for (int group = 0; group < groups; group++) {
      progress.at("neighbours, groups", group, groups);
      int from = (int) ((long) group * shuffled.length / groups);
      int to = (int) ((long) (group + 1) * shuffled.length / groups);
      findNeighbors(Arrays.copyOfRange(shuffled, from, to));
    }
    progress.at("neighbours, groups", groups, groups);
  }

  private int[] shuffledRows() {
    int[] rows = new int[real.length];
    for (int i = 0; i < rows.length; i++) {
      int other = random.nextInt(i + 1);
      rows[i] = rows[other];
      rows[other] = i;
    }
    return rows;
  }

  private void findNeighbors(int[] group) {
    double[][] targets = new double[group.length][];
    for (int i = 0; i < group.length; i++) {
      targets[i] = doubles(real[group[i]]);
    }
    BruteForce search = new BruteForce(VectorSimilarityFunction.EUCLIDEAN, targets, NEIGHBORS + 1);
    for (int row : group) {
      search.add(real[row]);
    }
    List<NearestRows> found = search.finish();
    for (int i = 0; i < group.length; i++) {
      int self = i;
      neighbors[group[i]] =
          Arrays.stream(found.get(i).rows())
              .filter(member -> member != self)
              .limit(NEIGHBORS)
              .map(member -> group[member])
              .toArray();
    }
  }

  private static double[] doubles(float[] vector) {
    double[] doubles = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      doubles[i] = vector[i];
    }
    return doubles;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int dimension() {
    return real[0].length;
  }

  @Override
  public float[] next() {
    int row = random.nextInt(real.length);
    double ofOthers = random.nextDouble() / 2;
    double ofSecond = random.nextBoolean() ? ofOthers * random.nextDouble() : 0;
    int first = random.nextInt(NEIGHBORS);
    int second = (first + 1 + random.nextInt(NEIGHBORS - 1)) % NEIGHBORS;
    double[] mixture = new double[dimension()];
    add(mixture, 1 - ofOthers, real[row]);
    add(mixture, ofOthers - ofSecond, real[neighbors[row][first]]);
    add(mixture, ofSecond, real[neighbors[row][second]]);
    addNoise(mixture);
    return unit(mixture);
  }

  private static void add(double[] sum, double weight, float[] vector) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * vector[i];
    }
  }

  private void addNoise(double[] vector) {
    double deviation = NOISE * length(vector) / Math.sqrt(vector.length);
    for (int i = 0; i < vector.length; i++) {
      vector[i] += deviation * random.nextGaussian();
    }
  }

  private static float[] unit(double[] vector) {
    double length = length(vector);
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  private static double length(double[] vector) {
    double sum = 0;
    for (double element : vector) {
      sum += element * element;
    }
    return Math.sqrt(sum);
  }
}
