package org.nseekfs.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.search.IndexSearcher;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactVectorQuery;

/**
 * How queries are searched for.
 *
 * @param k how many documents are found for each
 * @param batch queries that are answered by one call
 */
record SearchPlan(int k, Mode mode, int batch) {

  /** What a search does with documents that cannot be hits. */
  enum Mode {
    /** Those whose codes show it are pruned. */
    EXACT {
      @Override
      List<CertifiedTopDocs> search(IndexSearcher searcher, List<ExactKnnVectorQuery> queries)
          throws IOException {
        return queries.size() == 1
            ? List.of(queries.getFirst().search(searcher))
            : ExactVectorQuery.searchAll(searcher, queries);
      }
    },
    /** Every vector is compared. */
    SCAN {
      @Override
      List<CertifiedTopDocs> search(IndexSearcher searcher, List<ExactKnnVectorQuery> queries)
          throws IOException {
        List<CertifiedTopDocs> found = new ArrayList<>();
        for (ExactKnnVectorQuery query : queries) {
          found.add(query.scan(searcher));
        }
        return found;
      }
    };

    /** Answers all queries, in their order; those of a batch together, if the mode can. */
    abstract List<CertifiedTopDocs> search(
        IndexSearcher searcher, List<ExactKnnVectorQuery> queries) throws IOException;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One query a call. */
  static SearchPlan single(int k) {
    return new SearchPlan(k, Mode.EXACT, 1);
  }
}
