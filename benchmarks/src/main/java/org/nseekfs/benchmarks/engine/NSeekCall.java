package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactTopDocs;

/** How our search is asked; the only place that calls it. */
enum NSeekCall {
  /** Certified: documents that their codes exclude are not scored. */
  CERTIFIED,
  /** Every document is scored. */
  SCAN,
  /** Certified, all queries in one pass over the codes. */
  BATCH;

  List<ExactTopDocs> search(IndexSearcher searcher, List<ExactKnnVectorQuery> queries)
      throws IOException {
    List<ExactTopDocs> found = new ArrayList<>(queries.size());
    for (ExactKnnVectorQuery query : queries) {
      found.add(query.search(searcher));
    }
    return found;
  }
}
