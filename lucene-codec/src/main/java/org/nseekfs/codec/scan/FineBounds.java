package org.nseekfs.codec.scan;

import java.io.IOException;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.values.Records;
import org.nseekfs.quantization.code.QueryCode;

/** Tests rows by their fine codes. Used by one search. */
final class FineBounds {

  /** Rows that are fetched together. */
  private static final int GROUP = 64;

  private final Records codes;
  private final QueryCode query;
  private long tested;
  private int excluded;
  private double largest = Double.NEGATIVE_INFINITY;

  FineBounds(Records codes, QueryCode query) {
    this.codes = codes;
    this.query = query;
  }

  /**
   * Leaves those of the first {@code count} rows that are not certainly below {@code least}, and
   * counts the others.
   *
   * @param bounds their coarse bounds
   * @return how many are left
   */
  int filter(int[] ords, float[] bounds, int count, double least) throws IOException {
    int left = 0;
    for (int i = 0; i < count; i++) {
      fetchGroup(ords, i, count);
      double bound = bound(ords[i], bounds[i]);
      if (bound < least) {
        excluded++;
        largest = Math.max(largest, bound);
      } else {
        ords[left++] = ords[i];
      }
    }
    return left;
  }

  /** Puts fine bounds of the first {@code count} rows, rounded up, in place of coarse ones. */
  void refine(int[] ords, float[] bounds, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      fetchGroup(ords, i, count);
      bounds[i] = ChunkBounds.roundUp(bound(ords[i], bounds[i]));
    }
  }

  private double bound(int ord, float coarse) throws IOException {
    codes.load(ord, 1);
    tested++;
    return query.fineUpper(codes.segment(), codes.position(ord), coarse);
  }

  private void fetchGroup(int[] ords, int from, int count) {
    if (from % GROUP == 0) {
      codes.fetch(ords, from, Math.min(from + GROUP, count));
    }
  }

  /** Tells {@code hits} what was read and excluded since the last time. */
  void report(RawCollector hits) {
    if (excluded > 0) {
      hits.work().prune(PruneStage.FINE, excluded, largest);
    }
    hits.work().read(tested * codes.layout.recordBytes());
    tested = 0;
    excluded = 0;
    largest = Double.NEGATIVE_INFINITY;
  }

  /** Rows excluded since the last report. */
  int excluded() {
    return excluded;
  }
}
