package org.nseekfs.codec;

import java.io.IOException;
import org.nseekfs.quantization.code.QueryCode;

/** Tests rows, one at a time, by their fine codes. Used by one search. */
final class FineBounds {

  private final Records codes;
  private final QueryCode query;
  private int tested;
  private int excluded;
  private double largest = Double.NEGATIVE_INFINITY;

  FineBounds(Records codes, QueryCode query) {
    this.codes = codes;
    this.query = query;
  }

  /** Forgets what was counted. */
  void reset() {
    tested = 0;
    excluded = 0;
    largest = Double.NEGATIVE_INFINITY;
  }

  /** Whether row {@code ord}, of this coarse bound, is certainly below {@code least}. */
  boolean excludes(int ord, float coarse, float least) throws IOException {
    codes.load(ord, 1);
    double bound = query.fineUpper(codes.segment(), codes.position(ord), coarse);
    tested++;
    if (bound < least) {
      excluded++;
      largest = Math.max(largest, bound);
      return true;
    }
    return false;
  }

  /** Tells {@code hits} what was excluded and read. */
  void report(HitSink hits) {
    if (excluded > 0) {
      hits.pruned(PruneStage.FINE, excluded, largest);
    }
    hits.codesRead((long) tested * codes.layout.recordBytes());
  }

  int excluded() {
    return excluded;
  }
}
