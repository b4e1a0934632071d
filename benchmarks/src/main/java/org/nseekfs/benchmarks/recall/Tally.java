package org.nseekfs.benchmarks.recall;

import java.util.Arrays;
import org.nseekfs.search.LshTopDocs;

/** What searches for one k, to one target, gave so far. */
final class Tally {

  private final double target;
  private final double[] delivered;
  private int queries;
  private double estimated;
  private double read;
  private int exact;

  /** A tally of at most so many queries. */
  Tally(double target, int queries) {
    this.target = target;
    this.delivered = new double[queries];
  }

  double target() {
    return target;
  }

  /** Adds a search of so many documents, which delivered a share of the true hits. */
  void add(LshTopDocs found, double share, int documents) {
    delivered[queries++] = share;
    estimated += found.estimatedRecall();
    read += (double) found.signCodesRead() / documents;
    exact += found.stopReason() == LshTopDocs.StopReason.EXACT ? 1 : 0;
  }

  /** The means over the queries. */
  RecallRow.Cell cell() {
    double mean = Arrays.stream(delivered, 0, queries).average().orElseThrow();
    double squares =
        Arrays.stream(delivered, 0, queries).map(share -> (share - mean) * (share - mean)).sum();
    double error = Math.sqrt(squares / Math.max(1, queries - 1) / queries);
    return new RecallRow.Cell(
        target, mean, error, estimated / queries, read / queries, (double) exact / queries);
  }
}
