package org.nseekfs.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.engine.Engine;
import org.nseekfs.benchmarks.result.EngineRow;

/** Judges hits by the data set's truth. */
final class Recall {

  /**
   * More than float sums err by, less than neighbours usually differ by; relative to {@link
   * DataSet#magnitude}, which is 1 for a dot product of unit vectors.
   */
  static final double MARGIN = 1e-6;

  private final DataSet data;
  private final int k;

  Recall(DataSet data, int k) {
    this.data = data;
    this.k = k;
  }

  /** The mean over the first queries; {@code rowsOfQueries} are what was found, query by query. */
  EngineRow.Accuracy of(int[][] rowsOfQueries, Engine.Hits rule) throws IOException {
    if (rule == Engine.Hits.NONE) {
      return new EngineRow.Accuracy(null, null);
    }
    long right = 0;
    long rightById = 0;
    for (int query = 0; query < rowsOfQueries.length; query++) {
      int[] rows = Arrays.stream(rowsOfQueries[query]).distinct().limit(k).toArray();
      int byId = hitsById(query, rows);
      rightById += byId;
      right += rule == Engine.Hits.EXACT ? hitsBySimilarity(query, rows) : byId;
    }
    double all = (double) rowsOfQueries.length * k;
    return new EngineRow.Accuracy(right / all, rightById / all);
  }

  private int hitsById(int query, int[] rows) {
    int[] truth = Arrays.copyOf(data.neighbors(query), k);
    Arrays.sort(truth);
    return (int) Arrays.stream(rows).filter(row -> Arrays.binarySearch(truth, row) >= 0).count();
  }

  private int hitsBySimilarity(int query, int[] rows) throws IOException {
    double kth = data.similarities(query)[k - 1];
    int hits = 0;
    for (int row : rows) {
      if (data.similarity(query, row) >= kth - MARGIN * data.magnitude(query, row)) {
        hits++;
      }
    }
    return hits;
  }
}
