package org.nseekfs.codec.scan;

import org.nseekfs.codec.values.Records;

/**
 * What searches cost, in nanoseconds of one machine, where only their ratios matter. They decide
 * between ways to search, so how fast it is, and of searches to a recall target which ones leave
 * nothing out; never whether a target is kept.
 *
 * <p>Rough: what a segment's search costs is read off profiles of one data set of 384 dimensions,
 * not fitted; what a whole leaf will cost, before anything is known of the target, off the tables
 * of sign codes and buckets in benchmarks/TUNING.md.
 */
public final class SearchCosts {

  /** A byte of a row's coarse code. */
  private static final double CODE_BYTE = 0.07;

  /** A hit of an exact search by codes: rows that nearly are one are scored for it. */
  private static final double HIT = 8000;

  /** A byte of a row that is scored in order. */
  private static final double ROW_BYTE = 0.04;

  /** A hit of such a search: what was one for a while is ranked in vain. */
  private static final double SCAN_HIT = 1500;

  /** A byte of a row's sign code, in buckets here and there. */
  private static final double SIGN_BYTE = 0.05;

  /** A row that is scored out of order, and a byte of it. */
  private static final double SCORED = 100;

  private static final double SCORED_BYTE = 0.26;

  /** A document of a leaf that is searched exactly by codes. */
  private static final double CODED_DOC = 7;

  /** A leaf that is searched by sign codes, and a document of it whose code is read. */
  private static final double SIGN_LEAF = 20_000;

  private static final double SIGN_DOC = 1.2;

  /**
   * What a leaf whose sign codes are in buckets costs more, and a document to a target of 1 - 1/e.
   */
  private static final double BUCKETS_LEAF = 15_000;

  private static final double BUCKETS_DOC = 0.09;

  /** By what power of the logarithm of the share that may be missed that grows. */
  private static final double BUCKETS_GROWTH = 1.8;

  /** What a hit costs more than in an exact search: more documents are scored for it. */
  private static final double SIGN_HIT = 500;

  private SearchCosts() {}

  /** An exact search for {@code hits} of so many rows by {@code blocks} of codes. */
  public static double certified(long rows, int hits, Records blocks) {
    return rows * CODE_BYTE * blocks.layout.recordBytes() / RowScan.BLOCK_ROWS + hits * HIT;
  }

  /** An exact search for {@code hits} of so many rows without codes. */
  public static double scan(long rows, int hits, int rowBytes) {
    return rows * ROW_BYTE * rowBytes + hits * SCAN_HIT;
  }

  /** Estimates of so many rows from {@code blocks} of sign codes. */
  public static double signs(double rows, Records blocks) {
    return rows * SIGN_BYTE * blocks.layout.recordBytes() / RowScan.BLOCK_ROWS;
  }

  /** What becomes of rows that may be hits. */
  public static double candidates(long scored, int rowBytes) {
    return scored * (SCORED + SCORED_BYTE * rowBytes);
  }

  /** An exact search by codes of a leaf of so many documents. */
  public static double certifiedLeaf(int docs) {
    return docs * CODED_DOC;
  }

  /** A search by sign codes of a leaf of so many documents, to a recall target below 1. */
  public static double signLeaf(int docs, boolean hasBuckets, double recallTarget) {
    double all = SIGN_LEAF + docs * SIGN_DOC;
    if (!hasBuckets) {
      return all;
    }
    double perDoc = BUCKETS_DOC * Math.pow(-Math.log1p(-recallTarget), BUCKETS_GROWTH);
    return Math.min(all, SIGN_LEAF + docs * perDoc) + BUCKETS_LEAF;
  }

  /** What {@code k} hits add to a search by sign codes, over all leaves. */
  public static double signHits(int k) {
    return k * SIGN_HIT;
  }
}
