package org.nseekfs.search;

import org.apache.lucene.search.Query;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.leaf.VectorLeaf;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * The k nearest documents of a vector field, among those that an optional filter accepts, found to
 * a recall target in the cheapest way: as by {@link LshKnnVectorQuery}, or where that would take as
 * long, as exactly as by {@link ExactKnnVectorQuery}. {@link LshTopDocs#stopReason} tells which.
 */
public final class AutoKnnVectorQuery extends RecallKnnVectorQuery {

  // Costs in nanoseconds, measured on one machine (benchmarks/TUNING.md); their ratios matter.
  private static final double CODED_DOC = 7;
  private static final double SCANNED_BYTE = 0.04;
  private static final double LSH_LEAF = 20_000;
  private static final double LSH_DOC = 1.2;

  /**
   * What a leaf whose sign codes are in buckets costs more, and a document to a target of 1 - 1/e.
   */
  private static final double BUCKETS_LEAF = 15_000;

  private static final double BUCKETS_DOC = 0.09;

  /** By what power of the logarithm of the share that may be missed that grows. */
  private static final double GROWTH = 1.8;

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
    super(field, TargetQuery.target(field, target), k, recallTarget, filter);
  }

  /**
   * The {@code k} documents nearest to {@code target} among those that {@code filter} accepts.
   *
   * @param target of the field's type and dimension
   * @param recallTarget the share of the true hits to find, above 0 and at most 1
   * @param filter null if every document may be a hit
   * @throws IllegalArgumentException if {@code k} is below 1 or the recall target is out of range
   */
  public AutoKnnVectorQuery(
      String field, QueryVector target, int k, double recallTarget, Query filter) {
    super(field, target, k, recallTarget, filter);
  }

  @Override
  SearchMode mode(VectorLeaves found) {
    double exact = 0;
    double lsh = getK() * LSH_HIT;
    for (VectorLeaf leaf : found.leaves()) {
      double exactCost = leaf.maxDoc() * exactCost(leaf);
      exact += exactCost;
      lsh += leaf.hasSigns() ? Math.min(exactCost, lshCost(leaf)) : exactCost;
    }
    return lsh < exact ? lsh() : SearchMode.CERTIFIED;
  }

  private double lshCost(VectorLeaf leaf) {
    double all = LSH_LEAF + leaf.maxDoc() * LSH_DOC;
    if (!leaf.hasBuckets()) {
      return all;
    }
    double perDoc = BUCKETS_DOC * Math.pow(-Math.log1p(-getRecallTarget()), GROWTH);
    return Math.min(all, LSH_LEAF + leaf.maxDoc() * perDoc) + BUCKETS_LEAF;
  }

  private static double exactCost(VectorLeaf leaf) {
    return leaf.hasCodes() ? CODED_DOC : leaf.type().rowBytes(leaf.dimension()) * SCANNED_BYTE;
  }
}
