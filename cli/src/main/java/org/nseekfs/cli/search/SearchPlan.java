package org.nseekfs.cli.search;

/**
 * How queries are searched for.
 *
 * @param k how many documents are found for each
 * @param recallTarget the share of the true hits to find; 1 in modes that find all
 * @param candidates how many documents Lucene's own query collects for each, of which {@code k} are
 *     found; of no account in other modes
 * @param batch queries that are answered by one call
 */
public record SearchPlan(int k, QueryMode mode, double recallTarget, int candidates, int batch) {

  /** An exact search, one query a call. */
  public static SearchPlan exact(int k) {
    return new SearchPlan(k, QueryMode.EXACT, 1, k, 1);
  }

  /**
   * This plan for queries that are documents of the index, to find {@code others} besides each
   * itself. As that one is not missed, the recall target is such that the others meet this plan's.
   */
  public SearchPlan withSelf(int others) {
    return new SearchPlan(
        others + 1,
        mode,
        (others * recallTarget + 1) / (others + 1),
        Math.max(candidates, others + 1),
        batch);
  }

  /** What a recall over {@code others} and one hit that is not missed means for the others. */
  public static double recallOfOthers(double recall, int others) {
    return 1 - (1 - recall) * (others + 1) / others;
  }
}
