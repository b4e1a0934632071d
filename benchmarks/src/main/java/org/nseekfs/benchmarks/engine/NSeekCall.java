package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactVectorQuery;

/** How our exact search is asked; the only place that calls it. */
enum NSeekCall {
  /** Certified: documents that their codes exclude are not scored. */
  CERTIFIED,
  /** Every document is scored. */
  SCAN,
  /** Certified, all queries in one pass over the codes. */
  BATCH;

  List<CertifiedTopDocs> search(IndexSearcher searcher, List<ExactKnnVectorQuery> queries)
      throws IOException {
    if (this == BATCH) {
      return ExactVectorQuery.searchAll(searcher, queries);
    }
    List<CertifiedTopDocs> found = new ArrayList<>(queries.size());
    for (ExactKnnVectorQuery query : queries) {
      found.add(this == CERTIFIED ? query.search(searcher) : query.scan(searcher));
    }
    return found;
  }
}
