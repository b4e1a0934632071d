package org.nseekfs.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.codec.PruneStage;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;

/** Searches for all queries, each call timed alone and its time shared by its queries. */
final class TimedSearches {

  private final VectorIndex index;
  private final VectorSource queries;
  private final SearchPlan plan;
  private final long[] nanos;
  private final CertifiedTopDocs[] found;

  /** Searches for at least one query. */
  TimedSearches(VectorIndex index, VectorSource queries, SearchPlan plan) {
    this.index = index;
    this.queries = queries;
    this.plan = plan;
    this.nanos = new long[queries.count()];
    this.found = new CertifiedTopDocs[queries.count()];
  }

  /** Answers queries without timing them, and runs {@code step} after each. */
  void warmUp(int searches, Runnable step) throws IOException {
    int row = 0;
    for (int rest = searches; rest > 0; ) {
      List<ExactKnnVectorQuery> call = call(row, rest);
      plan.mode().search(index.searcher(), call);
      rest -= call.size();
      row = (row + call.size()) % queries.count();
      call.forEach(query -> step.run());
    }
  }

  /** Answers every query once, and runs {@code step} after each. */
  void run(Runnable step) throws IOException {
    for (int row = 0; row < queries.count(); ) {
      List<ExactKnnVectorQuery> call = call(row, queries.count());
      search(row, call);
      row += call.size();
      call.forEach(query -> step.run());
    }
  }

  /** The queries of one call, from {@code row} on, at most {@code most}. */
  private List<ExactKnnVectorQuery> call(int row, int most) throws IOException {
    int end = row + Math.min(Math.min(plan.batch(), most), queries.count() - row);
    List<ExactKnnVectorQuery> call = new ArrayList<>();
    for (int query = row; query < end; query++) {
      call.add(index.query(queries, query, plan.k()));
    }
    return call;
  }

  private void search(int row, List<ExactKnnVectorQuery> call) throws IOException {
    long start = System.nanoTime();
    List<CertifiedTopDocs> answers = plan.mode().search(index.searcher(), call);
    long each = (System.nanoTime() - start) / call.size();
    Arrays.fill(nanos, row, row + call.size(), each);
    for (int i = 0; i < call.size(); i++) {
      found[row + i] = answers.get(i);
    }
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
    return right / ((double) found.length * Math.min(plan.k(), index.reader().numDocs()));
  }

  double meanDocumentsScored() {
    return mean(CertifiedTopDocs::documentsScored);
  }

  double meanDocumentsPruned(PruneStage stage) {
    return mean(docs -> docs.documentsPruned(stage));
  }

  double meanBytesRead() {
    return mean(CertifiedTopDocs::bytesRead);
  }

  private double mean(ToLongFunction<CertifiedTopDocs> figure) {
    return Arrays.stream(found).mapToLong(figure).average().orElseThrow();
  }
}
