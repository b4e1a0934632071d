package org.nseekfs.search;

import org.apache.lucene.search.Query;
import org.nseekfs.codec.scan.SearchCosts;
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
    // What hits cost in either search is left out, but for what they cost more by sign codes.
    double lsh = SearchCosts.signHits(getK());
    for (VectorLeaf leaf : found.leaves()) {
      int docs = leaf.maxDoc();
      double exactCost =
          leaf.hasCodes()
              ? SearchCosts.certifiedLeaf(docs)
              : SearchCosts.scan(docs, 0, leaf.type().rowBytes(leaf.dimension()));
      exact += exactCost;
      lsh +=
          leaf.hasSigns()
              ? Math.min(
                  exactCost, SearchCosts.signLeaf(docs, leaf.hasBuckets(), getRecallTarget()))
              : exactCost;
    }
    return lsh < exact ? lsh() : SearchMode.CERTIFIED;
  }
}
