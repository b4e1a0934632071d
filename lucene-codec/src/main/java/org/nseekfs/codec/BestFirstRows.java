package org.nseekfs.codec;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.NumericUtils;

/**
 * The best-looking rows of a chunk, those with the largest bounds first, as long as these reach
 * what the collector has by then. A few at a time; these in order.
 */
final class BestFirstRows extends AcceptedRows {

  /** Rows at a time: so many are scored before the collector is asked again. */
  private static final int STEP = 16;

  private final FieldRows field;
  private final HitSink hits;

  /** Ascending: in the upper half the bound in a form that sorts, in the lower its row. */
  private final long[] sorted;

  private int left;
  private double margin;

  /**
   * The first {@code count} of {@code ords}, which are rows of {@code field}, with their bounds.
   */
  BestFirstRows(FieldRows field, HitSink hits, int[] ords, float[] bounds, int count) {
    super(STEP);
    this.field = field;
    this.hits = hits;
    this.sorted = new long[count];
    this.left = count;
    for (int i = 0; i < count; i++) {
      sorted[i] = (long) NumericUtils.floatToSortableInt(bounds[i]) << Integer.SIZE | ords[i];
    }
    Arrays.sort(sorted);
  }

  @Override
  int next(int limit) throws IOException {
    double least = hits.minRaw();
    int count = 0;
    while (count < Math.min(STEP, limit) && left > 0 && largestLeft() + margin >= least) {
      ords[count++] = (int) sorted[--left];
    }
    Arrays.sort(ords, 0, count);
    for (int i = 0; i < count; i++) {
      docs[i] = field.ordToDoc(ords[i]);
    }
    return count;
  }

  /** From now on rows are given whose bounds reach what is wanted less {@code by}. */
  void widen(double by) {
    margin = by;
  }

  /** Rows not given. */
  int left() {
    return left;
  }

  /** The largest bound of a row not given. */
  float largestLeft() {
    return NumericUtils.sortableIntToFloat((int) (sorted[left - 1] >> Integer.SIZE));
  }
}
