package org.nseekfs.cli.search;

/**
 * How queries are searched for.
 *
 * @param k how many documents are found for each
 * @param recallTarget the share of the true hits to find; 1 in modes that find all
 * @param batch queries that are answered by one call
 */
public record SearchPlan(int k, QueryMode mode, double recallTarget, int batch) {

  /** An exact search, one query a call. */
  public static SearchPlan exact(int k) {
    return new SearchPlan(k, QueryMode.EXACT, 1, 1);
  }

  /**
   * This plan for queries that are documents of the index, to find {@code others} besides each
   * itself. As that one is not missed, the recall target is such that the others meet this plan's.
   */
  public SearchPlan withSelf(int others) {
    return new SearchPlan(others + 1, mode, (others * recallTarget + 1) / (others + 1), batch);
  }

  /** What a recall over {@code others} and one hit that is not missed means for the others. */
  public static double recallOfOthers(double recall, int others) {
    return 1 - (1 - recall) * (others + 1) / others;
  }
}
