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
  private static final int MAX_STEP = 16;

  private static final int MIN_STEP = 4;

  private final FieldRows field;
  private final HitSink hits;

  /** Ascending: in the upper half the bound in a form that sorts, in the lower its row. */
  private final long[] sorted;

  private int left;
  private double margin;
  private int step = MAX_STEP;

  /**
   * The first {@code count} of {@code ords}, which are rows of {@code field}, with their bounds.
   */
  BestFirstRows(FieldRows field, HitSink hits, int[] ords, float[] bounds, int count) {
    super(MAX_STEP);
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
    while (count < Math.min(step, limit) && left > 0 && largestLeft() + margin >= least) {
      ords[count++] = (int) sorted[--left];
    }
    Arrays.sort(ords, 0, count);
    for (int i = 0; i < count; i++) {
      docs[i] = field.ordToDoc(ords[i]);
    }
    return count;
  }

  /**
   * From now on rows are given whose bounds reach what is wanted less {@code by}, so few at a time
   * that hardly one is given in vain.
   */
  void widen(double by) {
    margin = by;
    step = MIN_STEP;
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
