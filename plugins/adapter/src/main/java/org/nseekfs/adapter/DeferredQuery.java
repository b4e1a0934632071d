package org.nseekfs.adapter;

import java.io.IOException;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/**
 * A query that does its search in {@code rewrite}, made to do it when its weight is made, and only
 * once for one reader. Engines rewrite queries before they begin to look at timeouts and
 * cancellation, and ask for a weight after that; they ask again for every hit they explain.
 *
 * <p>One request's own: not to be kept when that has been answered.
 */
public final class DeferredQuery extends Query {

  private final Query query;
  private final UnaryOperator<IndexSearcher> searchers;
  private Searched searched;

  /**
   * What a search found.
   *
   * @param reader whose, by the identity of its context
   */
  private record Searched(Object reader, Query result) {}

  /** The query {@code query}, not yet to be searched. */
  public DeferredQuery(Query query) {
    this(query, UnaryOperator.identity());
  }

  /**
   * The query {@code query}, not yet to be searched.
   *
   * @param searchers the searcher that does the search, for the one that is asked for the weight
   */
  public DeferredQuery(Query query, UnaryOperator<IndexSearcher> searchers) {
    this.query = Objects.requireNonNull(query, "query");
    this.searchers = Objects.requireNonNull(searchers, "searchers");
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost)
      throws IOException {
    return searcher.createWeight(search(searcher), scoreMode, boost);
  }

  private synchronized Query search(IndexSearcher searcher) throws IOException {
    Object reader = searcher.getIndexReader().getContext().id();
    if (searched == null || searched.reader() != reader) {
      searched = new Searched(reader, query.rewrite(searchers.apply(searcher)));
    }
    return searched.result();
  }

  /**
   * What the last search found, as a text that tells what it did; null if nothing was searched yet.
   */
  public synchronized String found() {
    return searched == null ? null : searched.result().toString();
  }

  @Override
  public void visit(QueryVisitor visitor) {
    query.visit(visitor);
  }

  @Override
  public String toString(String field) {
    return query.toString(field);
  }

  @Override
  public boolean equals(Object other) {
    return sameClassAs(other) && query.equals(((DeferredQuery) other).query);
  }

  @Override
  public int hashCode() {
    return 31 * classHash() + query.hashCode();
  }
}
