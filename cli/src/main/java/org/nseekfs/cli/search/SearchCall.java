package org.nseekfs.cli.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopDocs;

/** A search for one or several targets, ready to run. */
@FunctionalInterface
public interface SearchCall {

  /** Searches; an answer for each target, in their order. */
  List<? extends TopDocs> run(IndexSearcher searcher) throws IOException;

  /** A search for one query. */
  @FunctionalInterface
  interface Single<Q> {
    TopDocs run(Q query, IndexSearcher searcher) throws IOException;
  }

  /** A call that answers its queries one after the other. */
  static <Q> SearchCall each(List<Q> queries, Single<Q> search) {
    return searcher -> {
      List<TopDocs> found = new ArrayList<>(queries.size());
      for (Q query : queries) {
        found.add(search.run(query, searcher));
      }
      return found;
    };
  }
}
