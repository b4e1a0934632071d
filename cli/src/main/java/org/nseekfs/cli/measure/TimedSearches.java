package org.nseekfs.cli.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.cli.index.TargetVector;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.search.QueryMode;
import org.nseekfs.cli.search.Scope;
import org.nseekfs.cli.search.SearchCall;
import org.nseekfs.cli.search.SearchPlan;
import org.nseekfs.search.RawScoreDoc;
import org.nseekfs.search.VectorTopDocs;

/** Searches for all queries, each call timed alone and its time shared by its queries. */
public final class TimedSearches {

  private final VectorIndex index;
  private final VectorSource queries;
  private final SearchPlan plan;
  private final long[] nanos;
  private final TopDocs[] found;

  /** Searches for at least one query. */
  public TimedSearches(VectorIndex index, VectorSource queries, SearchPlan plan) {
    this.index = index;
    this.queries = queries;
    this.plan = plan;
    this.nanos = new long[queries.count()];
    this.found = new TopDocs[queries.count()];
  }

  /** Answers queries without timing them, and runs {@code step} after each. */
  public void warmUp(int searches, Runnable step) throws IOException {
    int row = 0;
    for (int rest = searches; rest > 0; ) {
      int end = endOfCall(row, rest);
      call(row, end).run(index.searcher());
      rest -= end - row;
      for (; row < end; row++) {
        step.run();
      }
      row %= queries.count();
    }
  }

  /** Answers every query once, and runs {@code step} after each. */
  public void run(Runnable step) throws IOException {
    for (int row = 0; row < queries.count(); ) {
      int end = endOfCall(row, queries.count());
      search(row, end);
      for (; row < end; row++) {
        step.run();
      }
    }
  }

  /** The end of the queries that one call from {@code row} on answers, at most {@code most}. */
  private int endOfCall(int row, int most) {
    return row + Math.min(Math.min(plan.batch(), most), queries.count() - row);
  }

  private SearchCall call(int row, int end) throws IOException {
    List<TargetVector> targets = new ArrayList<>();
    for (int query = row; query < end; query++) {
      targets.add(index.target(queries, query));
    }
    return plan.mode().call(Scope.all(index.field()), targets, plan);
  }

  private void search(int row, int end) throws IOException {
    SearchCall call = call(row, end);
    long start = System.nanoTime();
    List<? extends TopDocs> answers = call.run(index.searcher());
    long each = (System.nanoTime() - start) / (end - row);
    Arrays.fill(nanos, row, end, each);
    for (int i = 0; i < answers.size(); i++) {
      found[row + i] = answers.get(i);
    }
  }

  /** How many queries there are. */
  public int count() {
    return queries.count();
  }

  /** What the last run's search for a query took, in milliseconds. */
  public double millis(int row) {
    return nanos[row] / 1e6;
  }

  /** What the last run found for a query. */
  public TopDocs found(int row) {
    return found[row];
  }

  /** The times of the last run. */
  public Percentiles times() {
    return new Percentiles(nanos);
  }

  /** What the last run found and what that took; null if that is not told. */
  public SearchMeans meansOrNull() {
    return plan.mode() == QueryMode.KNN
        ? null
        : SearchMeans.of(Arrays.stream(found).map(VectorTopDocs.class::cast).toList());
  }

  /** The documents found for a query, nearest first. */
  public List<Neighbour> neighbours(int row) throws IOException {
    List<Neighbour> neighbours = new ArrayList<>();
    TargetVector target = index.target(queries, row);
    for (RawScoreDoc hit : target.hits(index.searcher(), index.field(), found[row])) {
      neighbours.add(new Neighbour(hit.doc, hit.raw));
    }
    return neighbours;
  }

  /** The part of the true nearest that was found, where every query has {@code nearest} of them. */
  public double recall(Truth truth, int nearest) throws IOException {
    long right = 0;
    for (int row = 0; row < found.length; row++) {
      right += truth.right(row, neighbours(row));
    }
    return right / ((double) found.length * nearest);
  }
}
