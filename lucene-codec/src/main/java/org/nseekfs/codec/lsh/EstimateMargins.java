package org.nseekfs.codec.lsh;

import java.util.Arrays;
import org.nseekfs.quantization.lsh.RecallMargin;

/**
 * How far below what hits must reach the estimates of a search to a recall target may lie, and what
 * share of the hits is missed by that. Used by one search.
 *
 * <p>Where a share t of the k nearest rows is found, these are the best t k of the rows found. So
 * what is asked of a search is a share t of the rows as near as the worst of those, and that is
 * what hits must reach; not what the worst of k rows found does, which is farther than the k-th
 * nearest.
 */
final class EstimateMargins {

  private final SignSearch search;
  private final SignEstimates estimates;
  private final double miss;
  private final double firstMiss;
  private final double mostFirst;
  private final double mostRefined;

  /** How many rows are found where the recall target is just reached. */
  private final int wanted;

  /** Raw values of the rows of this search that reach what hits must, ascending. */
  private double[] hitRaws = new double[0];

  /** How many rows are hits by what is known of the k-th best. */
  private int hits;

  /** What the k-th best row found reaches, and how many rows were scored, when last learned. */
  private double minRaw = Double.NEGATIVE_INFINITY;

  private int learnedFrom;

  private double least = Double.NEGATIVE_INFINITY;
  private double firstError;
  private double refinedError;

  /** The norm of a row whose estimates are as far off as any; 0 if none is known. */
  private float norm;

  /** What estimates of a hit had to reach when rows were tested; +Infinity before. */
  private double firstThreshold = Double.POSITIVE_INFINITY;

  private double refinedThreshold = Double.POSITIVE_INFINITY;

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
    this.wanted = (int) Math.ceil((1 - search.miss()) * search.hits().codes().k());
  }

  /** What a hit must reach, as of the last call of {@link #learn}; -Infinity before. */
  double least() {
    return least;
  }

  boolean areKnown() {
    return least != Double.NEGATIVE_INFINITY;
  }

  /** Rows of this search that reach what hits must. */
  int reaching() {
    return hitRaws.length;
  }

  /** How many of the k hits stand for each of the rows that reach what hits must. */
  double hitsPerReaching() {
    return hitRaws.length == 0 ? 1 : (double) hits / hitRaws.length;
  }

  /** The standard error of the first estimate of a hit. */
  double firstError() {
    return firstError;
  }

  /**
   * What is taken off a raised first estimate, per unit of norm, before that of a row that may yet
   * be a hit, whatever the hits will be like, must reach what hits must.
   */
  double possible() {
    return taken(mostFirst * firstError);
  }

  /** Standard errors that the refined estimate of such a row may be too low by. */
  double mostDeviations() {
    return mostRefined;
  }

  private double taken(double margin) {
    return norm > 0 ? estimates.raised() - margin / norm : 0;
  }

  /** Computes anew what depends on the hits, if these have changed. */
  void learn(ScoredRows scored) {
    if (scored.count() == learnedFrom && search.hits().minRaw() == minRaw) {
      return;
    }
    learnedFrom = scored.count();
    minRaw = search.hits().minRaw();
    double[] raws = search.hits().bestRaws();
    Arrays.sort(raws);
    hits = raws.length - from(minRaw, raws);
    least = raws.length < wanted ? minRaw : Math.max(minRaw, raws[raws.length - wanted]);
    hitRaws = Arrays.copyOfRange(raws, from(least, raws), raws.length);
    int typical = scored.typical(least, estimates);
    norm = typical < 0 ? 0 : scored.norm(typical);
    float offset = typical < 0 ? 0 : scored.offset(typical);
    firstError = estimates.error(least, norm, offset);
    refinedError = estimates.refinedError(least, norm, offset);
  }

  /**
   * The margins that miss just so many of the hits as may be, as of now.
   *
   * @param ofFirst what is taken off a raised first estimate, per unit of norm, before that of a
   *     likely hit must reach what hits must
   * @param deviations standard errors that its refined estimate may be too low by
   */
  record Margins(double ofFirst, double deviations) {}

  /** Computes margins, by which rows are tested now. */
  Margins settle() {
    double first = RecallMargin.of(hitRaws, least, firstError, 1 - firstMiss);
    double refined = RecallMargin.of(hitRaws, least, refinedError, 1 - (miss - firstMiss));
    firstThreshold = least - first;
    refinedThreshold = least - refined;
    return new Margins(taken(first), refined / refinedError);
  }

  /** Where the values of at least {@code least} begin. */
  private static int from(double least, double[] ascending) {
    int from = ascending.length;
    while (from > 0 && ascending[from - 1] >= least) {
      from--;
    }
    return from;
  }

  /**
   * The share of the hits in blocks read that estimates miss: rows had to reach what hits had to
   * when they were tested, which is less than hits must reach now. If they have not been tested
   * yet, what may be.
   */
  double missed() {
    if (firstThreshold == Double.POSITIVE_INFINITY) {
      return miss;
    }
    double byFirst = RecallMargin.found(hitRaws, least, least - firstThreshold, firstError);
    double byRefined = RecallMargin.found(hitRaws, least, least - refinedThreshold, refinedError);
    return 1 - byFirst * byRefined;
  }
}
