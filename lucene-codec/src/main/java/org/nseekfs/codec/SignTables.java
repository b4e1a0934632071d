package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.ArrayUtil;
import org.nseekfs.codec.layout.TableLayout;

/**
 * The hash tables of a field: in each of them every row is in the bucket whose number is a part of
 * its sign code, see {@link TableShape}. Made for one search, used by one thread.
 */
final class SignTables {

  private final TableLayout layout;
  private final IndexInput slice;
  private final int[] range = new int[2];
  private int[] ords = new int[0];

  SignTables(IndexInput file, TableLayout layout) throws IOException {
    this.layout = layout;
    this.slice = file.slice("tables", layout.offset(), layout.length());
  }

  /** How many there are. */
  int count() {
    return layout.tables();
  }

  /** Bits of a bucket's number. */
  int hashesPerTable() {
    return layout.hashesPerTable();
  }

  /** Buckets of a table. */
  int buckets() {
    return layout.buckets();
  }

  /**
   * Rows in a bucket.
   *
   * @throws CorruptIndexException naming the file, if it says what cannot be
   */
  int size(int table, int bucket) throws IOException {
    slice.seek(layout.startPosition(table, bucket));
    slice.readInts(range, 0, 2);
    if (range[0] < 0 || range[0] > range[1] || range[1] > layout.rows()) {
      throw new CorruptIndexException(
          "bucket "
              + bucket
              + " of table "
              + table
              + " has rows "
              + range[0]
              + " to "
              + range[1]
              + " of "
              + layout.rows(),
          slice);
    }
    return range[1] - range[0];
  }

  /**
   * Reads a bucket's rows into {@link #ords}; throws as {@link #size}.
   *
   * @return how many there are
   */
  int load(int table, int bucket) throws IOException {
    int size = size(table, bucket);
    ords = ArrayUtil.growNoCopy(ords, size);
    slice.seek(layout.rowPosition(table, range[0]));
    slice.readInts(ords, 0, size);
    return size;
  }

  /** The rows of the bucket loaded last, in rising order, from index 0 on. */
  int[] ords() {
    return ords;
  }
}
