package org.nseekfs.codec;

import org.nseekfs.codec.layout.TableLayout;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * How many hash tables a field has in a segment and how large they are.
 *
 * @param tables at least 1
 * @param hashesPerTable bits of a bucket's number: those of the code from {@code table *
 *     hashesPerTable} on, the first one lowest
 */
record TableShape(int tables, int hashesPerTable) {

  /** Rows below which a field gets no tables: its codes are read in order in less time. */
  static final int MIN_ROWS = 50_000;

  /** Rows of a bucket, if all had as many: reading so many codes costs what finding them does. */
  private static final int ROWS_PER_BUCKET = 8;

  private static final int MAX_HASHES = 20;

  /** What sign codes and tables may take of what the vectors would as f32. */
  private static final double SHARE_OF_VECTORS = 0.12;

  /**
   * The tables for {@code rows} rows of {@code frame}.
   *
   * @return null if there are too few rows, or vectors are so short that there is no room
   */
  static TableShape of(SignFrame frame, int rows) {
    if (rows < MIN_ROWS) {
      return null;
    }
    long perBucket = rows / ROWS_PER_BUCKET;
    int hashes = Math.min(MAX_HASHES, (int) Math.round(Math.log(perBucket) / Math.log(2)));
    long tableBytes = new TableLayout(0, 1, hashes, rows).length();
    double room =
        SHARE_OF_VECTORS * Float.BYTES * frame.dimension() * rows
            - (double) frame.blockBytes() / SignFrame.BLOCK_DOCS * rows;
    int most = (int) Math.min(frame.bits() / hashes, room / tableBytes);
    int tables = Math.min(most, wanted(rows));
    return tables < 1 ? null : new TableShape(tables, hashes);
  }

  private static int wanted(int rows) {
    if (rows < 200_000) {
      return 8;
    }
    return rows < 2_000_000 ? 16 : 24;
  }
}
