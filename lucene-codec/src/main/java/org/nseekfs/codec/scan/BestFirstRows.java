package org.nseekfs.codec.scan;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.NumericUtils;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.values.FieldRows;

/**
 * The best-looking rows of a chunk, those with the largest bounds first, as long as these reach
 * what the collector has by then. A few at a time; these in order.
 */
public final class BestFirstRows extends AcceptedRows {

  /** Rows at a time: so many are scored before the collector is asked again. */
  private static final int STEP = 16;

  private final FieldRows field;
  private final RawCollector hits;

  private final int[] rows;

  /** Ascending: in the upper half the bound in a form that sorts, in the lower the row's index. */
  private final long[] sorted;

  /** The rows given last: in the upper half the ord, in the lower the index. */
  private final long[] given;

  private int left;

  /**
   * The first {@code count} of {@code ords}, which are rows of {@code field}, with their bounds.
   */
  public BestFirstRows(FieldRows field, RawCollector hits, int[] ords, float[] bounds, int count) {
    super(STEP);
    this.rows = ords;
    this.field = field;
    this.hits = hits;
    this.sorted = new long[count];
    this.given = new long[STEP];
    this.left = count;
    for (int i = 0; i < count; i++) {
      sorted[i] = (long) NumericUtils.floatToSortableInt(bounds[i]) << Integer.SIZE | i;
    }
    Arrays.sort(sorted);
  }

  @Override
  int next(int limit) throws IOException {
    double least = hits.minRaw();
    int count = 0;
    while (count < Math.min(STEP, limit) && left > 0 && largestLeft() >= least) {
      int index = (int) sorted[--left];
      given[count++] = (long) rows[index] << Integer.SIZE | index;
    }
    Arrays.sort(given, 0, count);
    for (int i = 0; i < count; i++) {
      ords[i] = (int) (given[i] >> Integer.SIZE);
      docs[i] = field.ordToDoc(ords[i]);
    }
    return count;
  }

  /** The index of the {@code i}-th of the rows given last. */
  public int indexGiven(int i) {
    return (int) given[i];
  }

  /** Rows not given. */
  public int left() {
    return left;
  }

  /** The index of one of the rows not given, 0 to before {@link #left}. */
  public int indexLeft(int i) {
    return (int) sorted[i];
  }

  /** The largest bound of a row not given. */
  float largestLeft() {
    return NumericUtils.sortableIntToFloat((int) (sorted[left - 1] >> Integer.SIZE));
  }
}
