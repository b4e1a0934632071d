package org.nseekfs.cli.search;

import java.util.List;
import java.util.Locale;
import org.apache.lucene.search.Query;
import org.nseekfs.cli.index.TargetVector;
import org.nseekfs.search.AutoKnnVectorQuery;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;

/** Which queries answer, by the documents that they compare. */
public enum QueryMode {
  /** Those that codes cannot rule out; all targets in one pass, if there are several. */
  EXACT(false) {
    @Override
    public SearchCall call(Scope scope, List<TargetVector> targets, SearchPlan plan) {
      List<ExactKnnVectorQuery> queries = exact(scope, targets, plan);
      if (queries.size() == 1) {
        return searcher -> List.of(queries.getFirst().search(searcher));
      }
      return searcher -> ExactVectorQuery.searchAll(searcher, queries);
    }
  },
  /** All. */
  SCAN(false) {
    @Override
    public SearchCall call(Scope scope, List<TargetVector> targets, SearchPlan plan) {
      return SearchCall.each(
          exact(scope, targets, plan), (query, searcher) -> query.scan(searcher));
    }
  },
  /** Those that sign codes make likely hits, as far as a recall target asks. */
  LSH(true) {
    @Override
    public SearchCall call(Scope scope, List<TargetVector> targets, SearchPlan plan) {
      List<LshKnnVectorQuery> queries =
          targets.stream()
              .map(
                  target ->
                      target.lshQuery(scope.field(), plan.k(), plan.recallTarget(), scope.filter()))
              .toList();
      return SearchCall.each(queries, (query, searcher) -> query.search(searcher));
    }
  },
  /** As exact or as lsh, whichever is expected to be faster. */
  AUTO(true) {
    @Override
    public SearchCall call(Scope scope, List<TargetVector> targets, SearchPlan plan) {
      List<AutoKnnVectorQuery> queries =
          targets.stream()
              .map(
                  target ->
                      target.autoQuery(
                          scope.field(), plan.k(), plan.recallTarget(), scope.filter()))
              .toList();
      return SearchCall.each(queries, (query, searcher) -> query.search(searcher));
    }
  },
  /** Those that Lucene's own query visits: in a format with a graph, a part. */
  KNN(false) {
    @Override
    public SearchCall call(Scope scope, List<TargetVector> targets, SearchPlan plan) {
      List<Query> queries =
          targets.stream()
              .map(target -> target.knnQuery(scope.field(), plan.candidates(), scope.filter()))
              .toList();
      return SearchCall.each(queries, (query, searcher) -> searcher.search(query, plan.k()));
    }
  };

  private final boolean takesRecallTarget;

  QueryMode(boolean takesRecallTarget) {
    this.takesRecallTarget = takesRecallTarget;
  }

  /**
   * A call that answers all targets, in their order.
   *
   * @throws IllegalArgumentException if a target is refused
   */
  public abstract SearchCall call(Scope scope, List<TargetVector> targets, SearchPlan plan);

  /** Whether it is told which share of the true hits to find. */
  public boolean takesRecallTarget() {
    return takesRecallTarget;
  }

  /** Whether what it finds has a certificate: it finds every hit. */
  public boolean isExact() {
    return this == EXACT || this == SCAN;
  }

  /** The mode as a user names it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static List<ExactKnnVectorQuery> exact(
      Scope scope, List<TargetVector> targets, SearchPlan plan) {
    return targets.stream()
        .map(target -> target.query(scope.field(), plan.k(), scope.filter()))
        .toList();
  }
}
