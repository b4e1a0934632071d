package org.nseekfs.solr;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.apache.solr.search.QueryLimits;
import org.apache.solr.search.QueryLimitsExceededException;
import org.nseekfs.adapter.DeferredQuery;

/**
 * A search of ours as one request of Solr has it: done once, however many hits are explained, and
 * ended by the request's limits, which flags the results as partial.
 */
final class RequestQuery extends Query {

  private final DeferredQuery search;

  /** The search {@code query}. */
  RequestQuery(Query query) {
    this.search = new DeferredQuery(query);
  }

  /** What the search found and did; null if it was not made, say because its hits were cached. */
  String found() {
    return search.found();
  }

  /**
   * {@inheritDoc}
   *
   * @throws QueryLimitsExceededException if a limit was reached while searching
   */
  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost)
      throws IOException {
    Weight weight = search.createWeight(searcher, scoreMode, boost);
    QueryLimits limits = QueryLimits.getCurrentLimits();
    if (limits.isLimitsEnabled() && limits.shouldExit()) {
      throw new QueryLimitsExceededException(
          "vector search ended early: " + limits.limitStatusMessage());
    }
    return weight;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    search.visit(visitor);
  }

  @Override
  public String toString(String field) {
    return search.toString(field);
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && search.equals(((RequestQuery) other).search);
  }

  @Override
  public int hashCode() {
    return 31 * classHash() + search.hashCode();
  }
}
