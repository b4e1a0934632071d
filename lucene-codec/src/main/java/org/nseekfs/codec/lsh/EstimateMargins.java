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
  private final double mostDeviations;

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
  private double error;

  /** The norm of a row whose estimates are as far off as any; 0 if none is known. */
  private float norm;

  /** What estimates of a hit had to reach when rows were tested; +Infinity before. */
  private double threshold = Double.POSITIVE_INFINITY;

  /**
   * Margins of a search.
   *
   * @param miss the share of the hits that estimates may miss
   */
  EstimateMargins(SignSearch search, double miss) {
    this.search = search;
    this.estimates = search.estimates();
    this.miss = miss;
    this.mostDeviations = SignSearch.deviations(miss);
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

  /** The standard error of the estimate of a hit. */
  double error() {
    return error;
  }

  /**
   * What is taken off a raised estimate, per unit of norm, before that of a row that may yet be a
   * hit, whatever the hits will be like, must reach what hits must.
   */
  double possible() {
    return norm > 0 ? estimates.raised() - mostDeviations * error / norm : 0;
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
    error = estimates.error(least, norm, offset);
  }

  /**
   * The margin that misses just so many of the hits as may be, as of now; rows are tested by it.
   *
   * @return per unit of norm, by how much estimates of likely hits may be too low
   */
  double settle() {
    double margin = RecallMargin.of(hitRaws, least, error, 1 - miss);
    threshold = least - margin;
    return norm > 0 ? margin / norm : estimates.raised();
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
    return threshold == Double.POSITIVE_INFINITY
        ? miss
        : 1 - RecallMargin.found(hitRaws, least, least - threshold, error);
  }
}
