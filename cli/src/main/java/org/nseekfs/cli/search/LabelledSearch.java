package org.nseekfs.cli.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.cli.index.DocumentLabels;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.TargetVector;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.proof.CertificateFile;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactRadiusVectorQuery;
import org.nseekfs.search.RawScoreDoc;

/**
 * Searches of an index whose hits are told by their labels.
 *
 * @param minRaw how near all hits are; null for the k nearest of a plan
 * @param exactAnswers hears what exact searches find
 */
record LabelledSearch(
    VectorIndex index, Scope scope, DocumentLabels labels, Double minRaw, Listener exactAnswers) {

  /** Hears what an exact search found. */
  @FunctionalInterface
  interface Listener {
    void found(VectorIndex index, CertificateFile.Request query, CertifiedTopDocs found)
        throws IOException;
  }

  /** What was found for one target. */
  private record Found(TopDocs topDocs, List<RawScoreDoc> hits, double milliseconds) {}

  /** Searches for the query of a row, which the answer calls {@code query}. */
  Answer nearest(Object query, VectorSource queries, int row, SearchPlan plan) throws IOException {
    Found found = find(queries, row, plan);
    return Answer.of(query, labelled(found.hits), found.milliseconds, found.topDocs);
  }

  /** Searches for at most {@code others} documents besides the one of a row. */
  Answer others(IndexVectors stored, int row, SearchPlan withSelf, int others) throws IOException {
    Found found = find(stored, row, withSelf);
    int self = stored.doc(row);
    long most = minRaw == null ? others : Long.MAX_VALUE;
    List<RawScoreDoc> hits =
        found.hits.stream().filter(hit -> hit.doc != self).limit(most).toList();
    return Answer.of(labels.ids().of(self), labelled(hits), found.milliseconds, found.topDocs)
        .withoutSelf(others);
  }

  private Found find(VectorSource queries, int row, SearchPlan plan) throws IOException {
    TargetVector target = index.target(queries, row);
    SearchCall call = call(target, plan);
    long start = System.nanoTime();
    TopDocs found = call.run(index.searcher()).getFirst();
    double milliseconds = (System.nanoTime() - start) / 1e6;
    if (found instanceof CertifiedTopDocs exact) {
      CertificateFile.Request query = new CertificateFile.Request(index.field(), plan.k(), target);
      exactAnswers.found(index, query, exact);
    }
    return new Found(found, target.hits(index.searcher(), index.field(), found), milliseconds);
  }

  private SearchCall call(TargetVector target, SearchPlan plan) {
    if (minRaw == null) {
      return plan.mode().call(scope, List.of(target), plan);
    }
    ExactRadiusVectorQuery query = target.radiusQuery(scope.field(), minRaw, scope.filter());
    return searcher ->
        List.of(plan.mode() == QueryMode.SCAN ? query.scan(searcher) : query.search(searcher));
  }

  private List<Hit> labelled(List<RawScoreDoc> found) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (RawScoreDoc hit : found) {
      hits.add(new Hit(hits.size() + 1, labels.of(hit.doc), hit.raw, hit.score));
    }
    return hits;
  }
}
