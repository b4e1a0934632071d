package org.nseekfs.adapter;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.nseekfs.search.TargetQuery;

/**
 * A vector query whose search ends when the engine's own timeout passes or its task is cancelled,
 * in engines that do not tell Lucene's searcher of either, but check both in the readers they wrap.
 */
public final class CancellableQuery extends Query {

  private final TargetQuery query;

  /** The query {@code query}, made to end. */
  public CancellableQuery(TargetQuery query) {
    this.query = query;
  }

  /** As the vector query's own. */
  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    return query.rewrite(searcher, new ReaderTimeout(searcher));
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
    return sameClassAs(other) && query.equals(((CancellableQuery) other).query);
  }

  @Override
  public int hashCode() {
    return 31 * classHash() + query.hashCode();
  }
}
