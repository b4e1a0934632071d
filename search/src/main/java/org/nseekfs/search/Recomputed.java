package org.nseekfs.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.DoublePredicate;
import org.apache.lucene.search.IndexSearcher;

/** The answer to a query, found anew by a {@link CertificateChecker}: one vector at a time. */
final class Recomputed {

  private static final Comparator<Certificate.Hit> BEST_FIRST =
      Comparator.comparingDouble(Certificate.Hit::raw)
          .reversed()
          .thenComparingInt(Certificate.Hit::doc);

  private final ExactVectorQuery query;
  private final Set<Integer> certifiedDocs = new HashSet<>();
  private final Map<Integer, Scored> certified = new HashMap<>();
  private final PriorityQueue<Certificate.Hit> best = new PriorityQueue<>(BEST_FIRST.reversed());
  private long considered;

  private Recomputed(ExactVectorQuery query) {
    this.query = query;
  }

  /**
   * A document that a certificate names.
   *
   * @param raw its canonical raw value
   * @param error whether a raw value is near enough to that of arithmetic in double
   */
  record Scored(double raw, DoublePredicate error) {
    boolean admits(double value) {
      return error.test(value);
    }
  }

  /** The answer to {@code query}, and what the documents that a certificate names are worth. */
  static Recomputed of(
      IndexSearcher searcher, ExactVectorQuery query, List<Certificate.Hit> certified)
      throws IOException {
    Recomputed truth = new Recomputed(query);
    certified.forEach(hit -> truth.certifiedDocs.add(hit.doc()));
    ConsideredVectors.of(searcher, query)
        .forEach(
            leaf -> {
              ScalarSimilarity similarity =
                  new ScalarSimilarity(leaf.type(), leaf.similarity(), query.target());
              return (vector, doc) -> truth.add(doc, similarity, vector);
            });
    return truth;
  }

  private void add(int doc, ScalarSimilarity similarity, Object vector) {
    considered++;
    double raw = similarity.raw(vector);
    if (certifiedDocs.contains(doc)) {
      certified.put(doc, new Scored(raw, similarity.error(vector)));
    }
    if (raw >= query.asked().minRaw()) {
      best.add(new Certificate.Hit(doc, raw));
      if (best.size() > query.asked().k()) {
        best.remove();
      }
    }
  }

  /** Documents that are live, accepted and have a vector. */
  long considered() {
    return considered;
  }

  /** What the certificate should say. */
  Certificate.Answer answer() {
    List<Certificate.Hit> ranking = new ArrayList<>(best);
    ranking.sort(BEST_FIRST);
    return Certificate.Answer.of(ranking, query.asked().k());
  }

  /** The documents that the certificate names, if they are considered ones. */
  Map<Integer, Scored> certified() {
    return Collections.unmodifiableMap(certified);
  }
}
