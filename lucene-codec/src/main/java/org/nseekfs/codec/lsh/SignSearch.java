package org.nseekfs.codec.lsh;

import org.nseekfs.codec.scan.RowRange;
import org.nseekfs.codec.scan.RowScan;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.quantization.lsh.RecallMargin;

/**
 * A search of some rows of a field for one target to a recall target, by their sign codes.
 *
 * @param range the rows
 * @param rowScan scores them
 * @param hits takes raw values, knows the best so far and the recall target, and counts
 * @param estimates of raw values, from the sign codes of these rows
 */
public record SignSearch(
    RowRange range, RowScan rowScan, RawCollector hits, SignEstimates estimates) {

  /** Where not all codes are read: of what may be missed, the share that estimates may at most. */
  static final double ESTIMATES_SHARE = 0.3;

  /** Standard errors that an estimate may be too low by, for a hit not to be missed, at most. */
  public static double mostDeviations(double recallTarget) {
    return deviations(ESTIMATES_SHARE * (1 - recallTarget));
  }

  /** The same for a share that may be missed. */
  static double deviations(double miss) {
    return RecallMargin.of(new double[0], 0, 1, 1 - miss);
  }

  /** Whether it is known what a hit must reach. */
  boolean knowsHits() {
    return hits.minRaw() != Double.NEGATIVE_INFINITY;
  }

  /** The share of the hits that may be missed. */
  double miss() {
    return 1 - hits.codes().recallTarget();
  }
}
