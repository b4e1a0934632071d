package org.nseekfs.codec.scan;

import org.nseekfs.codec.values.Records;

/**
 * What searches cost, in nanoseconds of one machine, where only their ratios matter. Rough: read
 * off profiles of one data set of 384 dimensions, not fitted. They decide speed, not what is found.
 */
public final class SearchCosts {

  /** A byte of a row's coarse code. */
  private static final double CODE_BYTE = 0.07;

  /** A hit of an exact search by codes: rows that nearly are one are scored for it. */
  private static final double HIT = 8000;

  /** A byte of a row that is scored in order. */
  private static final double ROW_BYTE = 0.04;

  /** A byte of a row's sign code, in buckets here and there. */
  private static final double SIGN_BYTE = 0.05;

  /** A row that is estimated again, and one that is scored out of order. */
  private static final double REFINED = 100;

  private static final double SCORED = 500;

  private SearchCosts() {}

  /** An exact search for {@code hits} of so many rows by {@code blocks} of codes. */
  public static double certified(long rows, int hits, Records blocks) {
    return rows * CODE_BYTE * blocks.layout.recordBytes() / RowScan.BLOCK_ROWS + hits * HIT;
  }

  /** An exact search of so many rows without codes. */
  public static double scan(long rows, int rowBytes) {
    return rows * ROW_BYTE * rowBytes;
  }

  /** Estimates of so many rows from {@code blocks} of sign codes. */
  public static double signs(double rows, Records blocks) {
    return rows * SIGN_BYTE * blocks.layout.recordBytes() / RowScan.BLOCK_ROWS;
  }

  /** What becomes of rows that may be hits. */
  public static double candidates(long refined, long scored) {
    return refined * REFINED + scored * SCORED;
  }
}
