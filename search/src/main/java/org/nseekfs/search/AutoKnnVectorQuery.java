package org.nseekfs.search;

import org.apache.lucene.search.Query;

/**
 * The k nearest documents of a vector field, among those that an optional filter accepts, found to
 * a recall target in the cheapest way: as by {@link LshKnnVectorQuery}, or where that would take as
 * long, as exactly as by {@link ExactKnnVectorQuery}. {@link LshTopDocs#stopReason} tells which.
 */
public final class AutoKnnVectorQuery extends RecallKnnVectorQuery {

  // Costs in nanoseconds, measured on one machine; their ratios matter.
  private static final double CODED_DOC = 6;
  private static final double SCANNED_BYTE = 0.04;
  private static final double LSH_LEAF = 20_000;
  private static final double LSH_DOC = 1.2;

  /** What a hit costs more than in an exact search: more documents are scored for it. */
  private static final double LSH_HIT = 500;

  /** The {@code k} documents nearest to {@code target}; throws as the one with a filter. */
  public AutoKnnVectorQuery(String field, float[] target, int k, double recallTarget) {
    this(field, target, k, recallTarget, null);
  }

  /**
   * The {@code k} documents nearest to {@code target} among those that {@code filter} accepts.
   *
   * @param target of the field's dimension; copied
   * @param recallTarget the share of the true hits to find, above 0 and at most 1
   * @param filter null if every document may be a hit
   * @throws IllegalArgumentException if {@code k} is below 1, the recall target is out of range, or
   *     the target is empty or not finite
   */
  public AutoKnnVectorQuery(
      String field, float[] target, int k, double recallTarget, Query filter) {
    super(field, Target.of(field, target), k, recallTarget, filter);
  }

  /**
   * The same for F64 fields; throws as {@link #AutoKnnVectorQuery(String, float[], int, double,
   * Query)}.
   */
  public AutoKnnVectorQuery(
      String field, double[] target, int k, double recallTarget, Query filter) {
    super(field, Target.of(field, target), k, recallTarget, filter);
  }

  /**
   * The same for bytes; throws as {@link #AutoKnnVectorQuery(String, float[], int, double, Query)}.
   */
  public AutoKnnVectorQuery(String field, byte[] target, int k, double recallTarget, Query filter) {
    super(field, Target.of(field, target), k, recallTarget, filter);
  }

  @Override
  SearchMode mode(VectorLeaves found) {
    double exact = 0;
    double lsh = 0;
    for (VectorLeaf leaf : found.leaves()) {
      double exactCost = leaf.maxDoc() * exactCost(leaf);
      exact += exactCost;
      lsh += leaf.hasSigns() ? Math.min(exactCost, LSH_LEAF + leaf.maxDoc() * LSH_DOC) : exactCost;
    }
    return lsh + getK() * LSH_HIT < exact ? lsh() : SearchMode.CERTIFIED;
  }

  private static double exactCost(VectorLeaf leaf) {
    return leaf.hasCodes() ? CODED_DOC : leaf.type().rowBytes(leaf.dimension()) * SCANNED_BYTE;
  }
}
