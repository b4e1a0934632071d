package org.nseekfs.search.verify;

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
import java.util.function.BinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.ObjIntConsumer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BitSet;
import org.nseekfs.search.ExactDiversifyingChildrenVectorQuery;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.leaf.VectorLeaf;

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
    Map<Integer, Certificate.Hit> bestChildren = new HashMap<>();
    ConsideredVectors.of(searcher, query).forEach(leaf -> truth.sink(leaf, bestChildren));
    bestChildren.values().forEach(truth::offer);
    return truth;
  }

  /**
   * Takes a leaf's vectors.
   *
   * @param bestChildren gets the best child of each parent, where there are joins
   */
  private ObjIntConsumer<Object> sink(VectorLeaf leaf, Map<Integer, Certificate.Hit> bestChildren)
      throws IOException {
    ScalarSimilarity similarity =
        new ScalarSimilarity(leaf.type(), leaf.similarity(), query.getTarget());
    IntUnaryOperator parents = parents(leaf);
    return (vector, doc) -> {
      Certificate.Hit hit = new Certificate.Hit(doc, add(doc, similarity, vector));
      if (parents == null) {
        offer(hit);
      } else if (parents.applyAsInt(doc) != DocIdSetIterator.NO_MORE_DOCS) {
        bestChildren.merge(parents.applyAsInt(doc), hit, BinaryOperator.minBy(BEST_FIRST));
      }
    };
  }

  /** The parent of each document, NO_MORE_DOCS if it is no child; null where there are no joins. */
  private IntUnaryOperator parents(VectorLeaf leaf) throws IOException {
    if (!(query instanceof ExactDiversifyingChildrenVectorQuery joined)) {
      return null;
    }
    BitSet parents = joined.getParents().getBitSet(leaf.context());
    int docBase = leaf.context().docBase;
    return doc -> {
      if (parents == null || parents.get(doc - docBase)) {
        return DocIdSetIterator.NO_MORE_DOCS;
      }
      int parent = parents.nextSetBit(doc - docBase);
      return parent == DocIdSetIterator.NO_MORE_DOCS ? parent : parent + docBase;
    };
  }

  /** Takes note of a considered document; its raw value. */
  private double add(int doc, ScalarSimilarity similarity, Object vector) {
    considered++;
    double raw = similarity.raw(vector);
    if (certifiedDocs.contains(doc)) {
      certified.put(doc, new Scored(raw, similarity.error(vector)));
    }
    return raw;
  }

  /** Keeps a hit, if it is one of the best. */
  private void offer(Certificate.Hit hit) {
    if (hit.raw() >= query.asked().minRaw()) {
      best.add(hit);
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
