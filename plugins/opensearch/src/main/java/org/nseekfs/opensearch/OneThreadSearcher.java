package org.nseekfs.opensearch;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.opensearch.search.internal.ContextIndexSearcher;
import org.opensearch.search.profile.query.ConcurrentQueryProfiler;
import org.opensearch.search.profile.query.QueryProfiler;

/** OpenSearch's searcher, but for its executor: tasks run one after the other. */
final class OneThreadSearcher extends IndexSearcher {

  private final IndexSearcher searcher;

  private OneThreadSearcher(IndexSearcher searcher) {
    super(searcher.getIndexReader());
    this.searcher = searcher;
    setTimeout(searcher.getTimeout());
  }

  /**
   * The searcher {@code searcher}, in one thread if OpenSearch profiles the request as one: such a
   * profile times all segments of a query with one timer, which fails if two threads start it.
   */
  static IndexSearcher ifProfiledInOne(IndexSearcher searcher) {
    QueryProfiler profiler =
        searcher instanceof ContextIndexSearcher engines ? engines.getProfiler() : null;
    return profiler == null || profiler instanceof ConcurrentQueryProfiler
        ? searcher
        : new OneThreadSearcher(searcher);
  }

  @Override
  public Query rewrite(Query original) throws IOException {
    return searcher.rewrite(original);
  }

  @Override
  public Weight createWeight(Query query, ScoreMode scoreMode, float boost) throws IOException {
    return searcher.createWeight(query, scoreMode, boost);
  }
}
