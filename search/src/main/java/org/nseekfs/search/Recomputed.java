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
import java.util.function.BinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.IntUnaryOperator;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.Bits;

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
    Query filter = query.getFilter() == null ? new MatchAllDocsQuery() : query.getFilter();
    Weight accepting =
        searcher.createWeight(
            searcher.rewrite(new ConstantScoreQuery(filter)), ScoreMode.COMPLETE_NO_SCORES, 1f);
    for (LeafReaderContext context : searcher.getIndexReader().leaves()) {
      FieldInfo fieldInfo = context.reader().getFieldInfos().fieldInfo(query.getField());
      Scorer accepted = accepting.scorer(context);
      if (fieldInfo != null && fieldInfo.hasVectorValues() && accepted != null) {
        truth.add(VectorLeaf.of(context, fieldInfo), accepted.iterator());
      }
    }
    return truth;
  }

  private void add(VectorLeaf leaf, DocIdSetIterator accepted) throws IOException {
    leaf.requireShape(query.target());
    LeafReader reader = leaf.reader();
    ScalarSimilarity similarity =
        new ScalarSimilarity(leaf.type(), leaf.similarity(), query.target());
    KnnVectorValues values =
        leaf.type().isFloat()
            ? reader.getFloatVectorValues(leaf.field())
            : reader.getByteVectorValues(leaf.field());
    if (values == null) {
      return;
    }
    IntUnaryOperator parents = parents(leaf);
    Map<Integer, Certificate.Hit> bestChildren = new HashMap<>();
    Bits liveDocs = reader.getLiveDocs();
    KnnVectorValues.DocIndexIterator withVector = values.iterator();
    accepted.nextDoc();
    // Not every iterator knows its index after advance(), so all documents are walked.
    for (int doc = withVector.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = withVector.nextDoc()) {
      if (accepted.docID() < doc) {
        accepted.advance(doc);
      }
      if (accepted.docID() == doc && (liveDocs == null || liveDocs.get(doc))) {
        int globalDoc = leaf.context().docBase + doc;
        double raw = add(globalDoc, similarity, vector(values, withVector.index()));
        Certificate.Hit hit = new Certificate.Hit(globalDoc, raw);
        if (parents == null) {
          offer(hit);
        } else if (parents.applyAsInt(doc) != DocIdSetIterator.NO_MORE_DOCS) {
          bestChildren.merge(parents.applyAsInt(doc), hit, BinaryOperator.minBy(BEST_FIRST));
        }
      }
    }
    bestChildren.values().forEach(this::offer);
  }

  /** The parent of each document, NO_MORE_DOCS if it is no child; null where there are no joins. */
  private IntUnaryOperator parents(VectorLeaf leaf) throws IOException {
    if (!(query instanceof ExactDiversifyingChildrenVectorQuery joined)) {
      return null;
    }
    BitSet parents = joined.getParents().getBitSet(leaf.context());
    return doc ->
        parents == null || parents.get(doc)
            ? DocIdSetIterator.NO_MORE_DOCS
            : parents.nextSetBit(doc);
  }

  private static Object vector(KnnVectorValues values, int ord) throws IOException {
    return values instanceof FloatVectorValues floats
        ? floats.vectorValue(ord)
        : ((ByteVectorValues) values).vectorValue(ord);
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
