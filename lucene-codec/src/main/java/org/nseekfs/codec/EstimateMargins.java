package org.nseekfs.codec;

import org.apache.lucene.util.ArrayUtil;
import org.nseekfs.quantization.lsh.RecallMargin;

/**
 * How far below what hits must reach the estimates of a search to a recall target may lie, and what
 * share of the hits is missed by that. Used by one search.
 */
final class EstimateMargins {

  private final SignSearch search;
  private final SignEstimates estimates;
  private final double miss;
  private final double firstMiss;
  private final double mostFirst;
  private final double mostRefined;

  private double least = Double.NEGATIVE_INFINITY;
  private double firstError;
  private double refinedError;
  private double first;
  private double widest;
  private double deviations;

  /** What estimates of a likely hit must reach, and for each batch, what they had to. */
  private double firstThreshold;

  private double refinedThreshold;
  private double[] firstThresholds = new double[8];
  private double[] refinedThresholds = new double[8];
  private int batches;

  /**
   * Margins of a search.
   *
   * @param miss the share of the hits that estimates may miss
   */
  EstimateMargins(SignSearch search, double miss) {
    this.search = search;
    this.estimates = search.estimates();
    this.miss = miss;
    this.firstMiss = SignSearch.FIRST_SHARE * miss;
    this.mostFirst = SignSearch.deviations(firstMiss);
    this.mostRefined = SignSearch.deviations(miss - firstMiss);
  }

  /** What a hit must reach, as of the last call of {@link #learn}; -Infinity before. */
  double least() {
    return least;
  }

  boolean areKnown() {
    return least != Double.NEGATIVE_INFINITY;
  }

  /** The standard error of the first estimate of a hit. */
  double firstError() {
    return firstError;
  }

  /**
   * What is taken off a raised first estimate, per unit of norm, before that of a likely hit must
   * reach what hits must.
   */
  double likely() {
    return estimates.raised() - first;
  }

  /** The same for a row that may yet be one, whatever the hits will be like. */
  double possible() {
    return estimates.raised() - widest;
  }

  /** Standard errors that the refined estimate of a likely hit may be too low by. */
  double deviations() {
    return deviations;
  }

  /** The same for a row that may yet be one. */
  double mostDeviations() {
    return mostRefined;
  }

  /** Computes anew what depends on the hits. */
  void learn(ScoredRows scored) {
    least = search.hits().minRaw();
    int typical = scored.typical(least, estimates);
    float norm = typical < 0 ? 0 : scored.norm(typical);
    float offset = typical < 0 ? 0 : scored.offset(typical);
    double perNorm = Math.max(Float.MIN_NORMAL, norm);
    firstError = estimates.error(least, norm, offset);
    refinedError = estimates.refinedError(least, norm, offset);
    double[] raws = search.hitRaws();
    double margin = RecallMargin.of(raws, least, firstError, 1 - firstMiss);
    firstThreshold = least - margin;
    first = typical < 0 ? estimates.raised() : margin / perNorm;
    widest = typical < 0 ? estimates.raised() : mostFirst * firstError / perNorm;
    margin = RecallMargin.of(raws, least, refinedError, 1 - (miss - firstMiss));
    refinedThreshold = least - margin;
    deviations = margin / refinedError;
  }

  /** The number of the batch whose rows are being read, 0 for the first. */
  int batch() {
    return batches;
  }

  /** Ends a batch: its rows are tested by the margins as they are. */
  void endBatch() {
    firstThresholds = ArrayUtil.grow(firstThresholds, batches + 1);
    refinedThresholds = ArrayUtil.grow(refinedThresholds, batches + 1);
    firstThresholds[batches] = firstThreshold;
    refinedThresholds[batches] = refinedThreshold;
    batches++;
  }

  /**
   * The share of the hits in blocks read that estimates miss: rows had to reach what hits had to
   * when their batch was tested, which was less than hits must reach now.
   */
  double missed(BlockOrder order) {
    if (!areKnown()) {
      return miss;
    }
    double[] raws = search.hitRaws();
    double[] shares = order.batchShares(batches);
    double missed = 0;
    for (int i = 0; i < shares.length; i++) {
      double byFirst = RecallMargin.found(raws, least, least - firstThresholds[i], firstError);
      double byBoth =
          byFirst * RecallMargin.found(raws, least, least - refinedThresholds[i], refinedError);
      missed += shares[i] * (1 - byBoth);
    }
    return missed;
  }
}
