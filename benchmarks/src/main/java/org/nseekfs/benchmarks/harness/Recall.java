package org.nseekfs.benchmarks.harness;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nseekfs.benchmarks.data.BruteForce;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.engine.Engine;
import org.nseekfs.benchmarks.peer.HeldVectors;
import org.nseekfs.benchmarks.result.EngineRow;
import org.nseekfs.cli.measure.NearestRows;

/** Judges hits by the data set's truth, or by that of the vectors as an engine stores them. */
public final class Recall {

  /**
   * More than float sums err by, less than neighbours usually differ by; relative to {@link
   * DataSet#magnitude}, which is 1 for a dot product of unit vectors.
   */
  static final double MARGIN = 1e-6;

  private final DataSet data;
  private final int k;

  /** Judges the first {@code k} hits of every query. */
  public Recall(DataSet data, int k) {
    this.data = data;
    this.k = k;
  }

  /** A row of vectors, exactly as stored somewhere. */
  @FunctionalInterface
  private interface Vectors {
    double[] vector(int row) throws IOException;
  }

  /** The mean over the first queries; {@code rowsOfQueries} are what was found, query by query. */
  public EngineRow.Accuracy of(int[][] rowsOfQueries, Engine.Hits rule) throws IOException {
    if (rule == Engine.Hits.NONE) {
      return new EngineRow.Accuracy(null, null);
    }
    long rightById = 0;
    for (int query = 0; query < rowsOfQueries.length; query++) {
      rightById += hitsById(query, counted(rowsOfQueries[query]));
    }
    double byId = rightById / ((double) rowsOfQueries.length * k);
    if (rule == Engine.Hits.LOSSY) {
      return new EngineRow.Accuracy(byId, byId);
    }
    double[] kth =
        IntStream.range(0, rowsOfQueries.length)
            .mapToDouble(query -> data.similarities(query)[k - 1])
            .toArray();
    return new EngineRow.Accuracy(
        bySimilarity(rowsOfQueries, kth, data.base()::doubleVector), byId);
  }

  /**
   * The mean over the first queries, where "true" is what is nearest among the {@code stored}
   * vectors, found by brute force: what rounding them has cost does not count.
   */
  double overStored(int[][] rowsOfQueries, HeldVectors stored) throws IOException {
    double[][] targets =
        IntStream.range(0, rowsOfQueries.length)
            .mapToObj(data::doubleQuery)
            .toArray(double[][]::new);
    BruteForce truth = new BruteForce(data.function(), targets, k);
    for (int row = 0; row < data.base().count(); row++) {
      truth.add(stored.vector(row));
    }
    List<NearestRows> nearest = truth.finish();
    double[] kth = nearest.stream().mapToDouble(best -> best.similarities()[k - 1]).toArray();
    return bySimilarity(rowsOfQueries, kth, row -> doubles(stored.vector(row)));
  }

  private static double[] doubles(float[] vector) {
    return IntStream.range(0, vector.length).mapToDouble(i -> vector[i]).toArray();
  }

  /** A hit counts once, and hits beyond k not at all. */
  private int[] counted(int[] rows) {
    return Arrays.stream(rows).distinct().limit(k).toArray();
  }

  private int hitsById(int query, int[] rows) {
    int[] truth = Arrays.copyOf(data.neighbors(query), k);
    Arrays.sort(truth);
    return (int) Arrays.stream(rows).filter(row -> Arrays.binarySearch(truth, row) >= 0).count();
  }

  private double bySimilarity(int[][] rowsOfQueries, double[] kth, Vectors vectors)
      throws IOException {
    long right = 0;
    for (int query = 0; query < rowsOfQueries.length; query++) {
      for (int row : counted(rowsOfQueries[query])) {
        double[] vector = vectors.vector(row);
        double margin = MARGIN * data.magnitude(query, vector);
        if (data.similarity(query, vector) >= kth[query] - margin) {
          right++;
        }
      }
    }
    return right / ((double) rowsOfQueries.length * k);
  }
}
