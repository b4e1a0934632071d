package org.nseekfs.codec;

/**
 * What a search by hash tables costs beside one that reads all sign codes, in nanoseconds.
 *
 * @param start of a search by tables that is given up soon
 * @param bucket that is probed
 * @param candidate that is estimated
 * @param scannedRow of a search that reads all codes
 */
record ProbeCosts(double start, double bucket, double candidate, double scannedRow) {

  /**
   * Of one thread's time on a processor of 512 bits, for a million codes of 384 bits; a candidate's
   * code is in 14 cache lines. Their ratios matter.
   */
  static final ProbeCosts MEASURED = new ProbeCosts(600_000, 500, 150, 3.5);

  /** How many times what it takes to try tables, a scan takes that they are tried instead of. */
  private static final double SCAN_PER_TRIAL = 10;

  /** By what power of the logarithm of the share missed the cost of probing grows. */
  private static final double GROWTH = 1.4;

  /** What it costs to scan {@code rows} rows. */
  double ofScan(int rows) {
    return rows * scannedRow;
  }

  /** Whether tables can be tried in vain without much loss, for so many rows. */
  boolean isWorthTrying(int rows) {
    return SCAN_PER_TRIAL * start <= ofScan(rows);
  }

  /** What probing costs in the end, if so far it has brought the share missed to {@code missed}. */
  double expected(long buckets, long candidates, double missed, double missable) {
    double spent = buckets * bucket + candidates * candidate;
    return missed <= missable
        ? spent
        : spent * Math.pow(Math.log(missable) / Math.log(missed), GROWTH);
  }
}
