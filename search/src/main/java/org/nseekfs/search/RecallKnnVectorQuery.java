package org.nseekfs.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.execution.Question;
import org.nseekfs.search.execution.Ranking;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.execution.SearchResult;
import org.nseekfs.search.execution.VectorSearch;
import org.nseekfs.search.leaf.VectorLeaves;

/** A query for the k nearest documents, of which a stated share is to be found. */
abstract sealed class RecallKnnVectorQuery extends TargetQuery
    permits LshKnnVectorQuery, AutoKnnVectorQuery {

  private final int k;
  private final double recallTarget;

  RecallKnnVectorQuery(String field, QueryVector target, int k, double recallTarget, Query filter) {
    super(field, target, filter);
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    if (!(recallTarget > 0 && recallTarget <= 1)) {
      throw new IllegalArgumentException(
          "recallTarget must be above 0 and at most 1, got " + recallTarget);
    }
    this.k = k;
    this.recallTarget = recallTarget;
  }

  /**
   * Searches by itself, outside Lucene's pipeline: ranked by (raw similarity, document id), with
   * what the search did and what recall it expects. An index without documents has no hits.
   *
   * @throws IllegalArgumentException naming the field, if it is unknown or has no vectors, or if
   *     its type or dimension is not the target's
   * @throws IllegalStateException naming field and segment, if F64 vectors lie in a segment that a
   *     writer without NSeekCodec has merged
   */
  public final LshTopDocs search(IndexSearcher searcher) throws IOException {
    VectorLeaves leaves = findKnown(searcher.getIndexReader());
    SearchResult found =
        new VectorSearch(searcher, leaves.leaves()).search(question(Ranking.RAW), mode(leaves));
    return new LshTopDocs(leaves, found, recallTarget);
  }

  /** How many documents are found, if there are as many. */
  public final int getK() {
    return k;
  }

  /** The share of the true hits to find. */
  public final double getRecallTarget() {
    return recallTarget;
  }

  /** The mode of a search by sign codes; certified, if no hit may be missed. */
  final SearchMode lsh() {
    return recallTarget == 1 ? SearchMode.CERTIFIED : SearchMode.lsh(recallTarget);
  }

  @Override
  final Question question(Ranking ranking) {
    return Question.nearest(getTarget(), getFilter(), k, ranking);
  }

  @Override
  final String limit() {
    return "within the " + k + " nearest found to a recall of " + recallTarget;
  }

  @Override
  final String omission() {
    return "was found where this one was passed over";
  }

  @Override
  public final String toString(String defaultField) {
    return text(k + "," + recallTarget);
  }

  @Override
  public final boolean equals(Object other) {
    return sameClassAs(other)
        && k == ((RecallKnnVectorQuery) other).k
        && recallTarget == ((RecallKnnVectorQuery) other).recallTarget
        && equalsTo((RecallKnnVectorQuery) other);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(classHash(), getField(), getTarget(), k, recallTarget, getFilter());
  }
}
