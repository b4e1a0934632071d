package org.nseekfs.cli.measure;

import java.util.Arrays;

/** The rows nearest to one target among those offered, best first; equally near ones by row. */
public final class NearestRows {

  private final int[] rows;
  private final double[] similarities;
  private int count;

  /** Keeps at most {@code depth} rows. */
  public NearestRows(int depth) {
    this.rows = new int[depth];
    this.similarities = new double[depth];
  }

  /** What a later row must exceed to enter. */
  public double threshold() {
    return count < rows.length ? Double.NEGATIVE_INFINITY : similarities[count - 1];
  }

  /** Offers a row; rows come in ascending order. */
  public void offer(int row, double similarity) {
    if (count == rows.length && similarity <= threshold()) {
      return;
    }
    int rank = count < rows.length ? count++ : count - 1;
    while (rank > 0 && similarities[rank - 1] < similarity) {
      rows[rank] = rows[rank - 1];
      similarities[rank] = similarities[rank - 1];
      rank--;
    }
    rows[rank] = row;
    similarities[rank] = similarity;
  }

  /** The rows, best first. */
  public int[] rows() {
    return Arrays.copyOf(rows, count);
  }

  /** Their similarities. */
  public double[] similarities() {
    return Arrays.copyOf(similarities, count);
  }
}
