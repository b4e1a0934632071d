package org.nseekfs.cli;

import java.io.IOException;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;

/** Searches for all queries, each timed alone. */
final class TimedSearches {

  private final VectorIndex index;
  private final VectorSource queries;
  private final int k;
  private final long[] nanos;
  private final CertifiedTopDocs[] found;

  /** Searches for the {@code k} nearest of at least one query. */
  TimedSearches(VectorIndex index, VectorSource queries, int k) {
    this.index = index;
    this.queries = queries;
    this.k = k;
    this.nanos = new long[queries.count()];
    this.found = new CertifiedTopDocs[queries.count()];
  }

  /** Runs searches that are not timed, and {@code step} after each. */
  void warmUp(int searches, Runnable step) throws IOException {
    for (int i = 0; i < searches; i++) {
      index.nearest(queries, i % queries.count(), k);
      step.run();
    }
  }

  /** Runs one search for every query, and {@code step} after each. */
  void run(Runnable step) throws IOException {
    for (int row = 0; row < queries.count(); row++) {
      search(row);
      step.run();
    }
  }

  private void search(int row) throws IOException {
    ExactKnnVectorQuery query = index.query(queries, row, k);
    long start = System.nanoTime();
    found[row] = query.search(index.searcher());
    nanos[row] = System.nanoTime() - start;
  }

  /** The times of the last run. */
  Percentiles times() {
    return new Percentiles(nanos);
  }

  /** The ids found for a query, nearest first. */
  long[] ids(int row) throws IOException {
    long[] ids = new long[found[row].scoreDocs.length];
    for (int rank = 0; rank < ids.length; rank++) {
      ids[rank] = index.id(found[row].scoreDocs[rank].doc);
    }
    return ids;
  }

  /** The part of the true nearest that was found; of all documents, where there are fewer. */
  double recall(Truth truth) throws IOException {
    long right = 0;
    for (int row = 0; row < found.length; row++) {
      right += truth.right(row, ids(row));
    }
    return right / ((double) found.length * Math.min(k, index.reader().numDocs()));
  }

  double meanDocumentsScored() {
    double sum = 0;
    for (CertifiedTopDocs docs : found) {
      sum += docs.documentsScored();
    }
    return sum / found.length;
  }

  double meanBytesRead() {
    double sum = 0;
    for (CertifiedTopDocs docs : found) {
      sum += docs.bytesRead();
    }
    return sum / found.length;
  }
}
