package org.nseekfs.search;

import org.apache.lucene.search.Query;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.leaf.VectorLeaves;

/**
 * The k nearest documents of a vector field, among those that an optional filter accepts, found to
 * a recall target: of the true k, that share is found on average over queries.
 *
 * <p>Documents are first judged by their sign codes, which tell a vector's direction by a bit for
 * each of many hyperplanes; those that may be hits, as far as the target asks, are scored exactly.
 * Segments without such codes, small ones, those of which few documents are accepted, and those
 * where an exact search turns out to cost less are searched exactly. A recall target of 1 finds the
 * true k.
 *
 * <p>The target is a mean over queries: a single query may find more or fewer. It holds for vectors
 * of any lengths, any k, filters and deletes, whatever these have to do with the query, and after
 * merges, as far as {@code nseek bench-recall} has tried; benchmarks/RECALL.md is its table. The
 * hits are the same for any number of threads, unless a timeout ends the search.
 */
public final class LshKnnVectorQuery extends RecallKnnVectorQuery {

  /** The {@code k} documents nearest to {@code target}; throws as the one with a filter. */
  public LshKnnVectorQuery(String field, float[] target, int k, double recallTarget) {
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
  public LshKnnVectorQuery(String field, float[] target, int k, double recallTarget, Query filter) {
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
  public LshKnnVectorQuery(
      String field, QueryVector target, int k, double recallTarget, Query filter) {
    super(field, target, k, recallTarget, filter);
  }

  @Override
  SearchMode mode(VectorLeaves found) {
    return lsh();
  }
}
