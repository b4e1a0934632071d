package org.nseekfs.codec.scan;

import java.io.IOException;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.RawTaker;
import org.nseekfs.codec.values.Records;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/**
 * Scores the accepted rows of a field, in document order: runs of consecutive rows at once, where
 * they lie.
 */
public final class RowScan {

  /** Rows between two looks at whether to go on. */
  static final int BLOCK_ROWS = 64;

  /** Rows that are fetched together, if they are so far apart that nothing else reads ahead. */
  private static final int FETCHED_ROWS = 16;

  private static final int FETCHED_APART = 8;

  private final Records rows;
  private final RowScorer scorer;
  private final double[] raw = new double[BLOCK_ROWS];

  public RowScan(Records rows, RowScorer scorer) {
    this.rows = rows;
    this.scorer = scorer;
  }

  /** Offers every accepted row to {@code hits} until that has had enough. */
  public void run(AcceptedRows accepted, RawCollector hits) throws IOException {
    run(accepted, hits, hits);
  }

  /** As {@link #run(AcceptedRows, RawCollector)}, by way of {@code taker}, who offers them. */
  public void run(AcceptedRows accepted, RawCollector hits, RawTaker taker) throws IOException {
    try {
      while (!hits.isDone()) {
        int count = accepted.next((int) Math.min(BLOCK_ROWS, hits.visitsLeft()));
        if (count == 0) {
          return;
        }
        scoreBlock(accepted, count, taker);
        hits.scored(count, (long) count * scorer.rowBytes());
      }
    } catch (IllegalStateException e) {
      throw rows.translate(e);
    }
  }

  private void scoreBlock(AcceptedRows accepted, int count, RawTaker taker) throws IOException {
    int[] ords = accepted.ords;
    int start = 0;
    int fetched = 0;
    while (start < count) {
      int end = endOfRun(ords, start, count);
      if (end < count && start >= fetched) {
        fetched = Math.min(count, start + FETCHED_ROWS);
        if (ords[fetched - 1] - ords[start] >= FETCHED_ROWS * FETCHED_APART) {
          rows.fetch(ords, start, fetched);
        }
      }
      rows.load(ords[start], end - start);
      scorer.scoreBulk(rows.segment(), rows.position(ords[start]), end - start, raw);
      taker.collectRaws(accepted.docs, start, raw, end - start);
      start = end;
    }
  }

  /** The end of the run of consecutive ords from {@code start} on. */
  private static int endOfRun(int[] ords, int start, int count) {
    if (ords[count - 1] - ords[start] == count - 1 - start) {
      return count;
    }
    int end = start + 1;
    while (end < count && ords[end] == ords[end - 1] + 1) {
      end++;
    }
    return end;
  }
}
