package org.nseekfs.codec;

import java.util.Arrays;
import org.nseekfs.quantization.lsh.RecallMargin;

/**
 * A search of some rows of a field for one target to a recall target, by their sign codes.
 *
 * @param range the rows
 * @param rowScan scores them
 * @param strategy knows the recall target, the best raw values so far, and counts
 * @param hits where raw values go
 * @param estimates of raw values, from the sign codes of these rows
 */
record SignSearch(
    RowRange range,
    RowScan rowScan,
    RawSearchStrategy strategy,
    HitSink hits,
    SignEstimates estimates) {

  /** Whether it is known what a hit must reach. */
  boolean knowsHits() {
    return hits.minRaw() != Double.NEGATIVE_INFINITY;
  }

  /** The share of the hits that may be missed. */
  double miss() {
    return 1 - strategy.codes().recallTarget();
  }

  /** Raw values of the hits, as far as known; for those that are not, what a hit must reach. */
  double[] hitRaws() {
    double least = hits.minRaw();
    double[] raws = strategy.bestRaws();
    return raws.length == 0
        ? new double[] {least}
        : Arrays.stream(raws).map(raw -> Math.max(raw, least)).toArray();
  }

  /** How far below the worst hit an estimate of this error may lie, to miss so many hits. */
  double margin(double error, double miss) {
    return RecallMargin.of(strategy.bestRaws(), hits.minRaw(), error, 1 - miss);
  }
}
