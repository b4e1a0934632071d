package org.nseekfs.codec.layout;

/**
 * Where the hash tables of a field lie in {@link SegmentFile#SIGN_CODES}, without gaps. A table is
 * an int for every bucket, the number of rows in buckets before it; an int with the number of all;
 * then the rows as ints, bucket by bucket.
 *
 * @param offset of the first table
 * @param tables how many there are
 * @param hashesPerTable bits of a bucket's number
 * @param rows in each table
 */
public record TableLayout(long offset, int tables, int hashesPerTable, int rows) {

  /** The most bits of a bucket's number. */
  public static final int MAX_HASHES = 24;

  /**
   * Checks that the numbers make sense and the tables' end has an offset.
   *
   * @throws IllegalArgumentException if they do not
   */
  public TableLayout {
    if (offset < 0 || tables < 1 || rows < 1) {
      throw new IllegalArgumentException(tables + " tables of " + rows + " rows at " + offset);
    }
    if (hashesPerTable < 1 || hashesPerTable > MAX_HASHES) {
      throw new IllegalArgumentException(
          "hashes per table must be 1.." + MAX_HASHES + ", got " + hashesPerTable);
    }
    try {
      Math.addExact(offset, Math.multiplyExact(tableBytes(hashesPerTable, rows), tables));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(tables + " tables at " + offset + " end nowhere", e);
    }
  }

  /** Buckets of a table. */
  public int buckets() {
    return 1 << hashesPerTable;
  }

  /** Where the number of the first row of a bucket stands, from the first table on. */
  public long startPosition(int table, int bucket) {
    return table * tableBytes(hashesPerTable, rows) + (long) bucket * Integer.BYTES;
  }

  /** Where row {@code index} of a table stands, from the first table on. */
  public long rowPosition(int table, int index) {
    return startPosition(table, buckets() + 1) + (long) index * Integer.BYTES;
  }

  private static long tableBytes(int hashesPerTable, int rows) {
    return ((1L << hashesPerTable) + 1 + rows) * Integer.BYTES;
  }

  /** Bytes of all tables. */
  public long length() {
    return tables * tableBytes(hashesPerTable, rows);
  }

  /** The offset behind the last table. */
  public long endOffset() {
    return offset + length();
  }
}
