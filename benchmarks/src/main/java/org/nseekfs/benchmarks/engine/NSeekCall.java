package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactVectorQuery;

/** How our search is asked; the only place that calls it. */
enum NSeekCall {
  /** Certified: documents that their codes exclude are not scored. One query a call. */
  CERTIFIED,
  /** Every document is scored. One query a call. */
  SCAN,
  /** Certified, all queries in one pass over the codes. */
  BATCH;

  List<CertifiedTopDocs> search(IndexSearcher searcher, List<ExactKnnVectorQuery> queries)
      throws IOException {
    return switch (this) {
      case CERTIFIED -> List.of(queries.getFirst().search(searcher));
      case SCAN -> List.of(queries.getFirst().scan(searcher));
      case BATCH -> ExactVectorQuery.searchAll(searcher, queries);
    };
  }
}
