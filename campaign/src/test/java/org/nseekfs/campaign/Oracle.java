package org.nseekfs.campaign;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.LshTopDocs;
import org.nseekfs.search.RawScoreDoc;
import org.nseekfs.search.verify.CertificateChecker;
import org.nseekfs.search.verify.Discrepancy;

/** What an index holds and what is nearest in it, found by plain loops in double. */
final class Oracle {

  private static final double FLOAT_ROUNDOFF = 0x1p-24;
  private static final double DOUBLE_ROUNDOFF = 0x1p-53;

  private final VectorKind kind;
  private final IndexSearcher searcher;

  Oracle(VectorKind kind, IndexSearcher searcher) {
    this.kind = kind;
    this.searcher = searcher;
  }

  /** A document's raw value by this oracle, and by how much others may differ from it. */
  private record Value(double raw, double tolerance) {}

  private interface Visitor {
    void visit(int doc, int id, Object vector);
  }

  /** The vectors of documents that are not deleted, by the documents' ids. */
  static Map<Integer, Object> vectors(VectorKind kind, IndexReader reader) throws IOException {
    Map<Integer, Object> vectors = new TreeMap<>();
    visit(kind, reader, (doc, id, vector) -> vectors.put(id, vector));
    return vectors;
  }

  private static void visit(VectorKind kind, IndexReader reader, Visitor visitor)
      throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      boolean isFloat = kind.type().isFloat();
      KnnVectorValues values =
          isFloat
              ? leaf.reader().getFloatVectorValues(VectorKind.FIELD)
              : leaf.reader().getByteVectorValues(VectorKind.FIELD);
      if (values == null) {
        continue;
      }
      NumericDocValues ids = leaf.reader().getNumericDocValues(Script.ID);
      KnnVectorValues.DocIndexIterator docs = values.iterator();
      while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        int doc = docs.docID();
        if (leaf.reader().getLiveDocs() == null || leaf.reader().getLiveDocs().get(doc)) {
          check(ids.advanceExact(doc), "document " + doc + " has no id");
          int id = (int) ids.longValue();
          visitor.visit(leaf.docBase + doc, id, copy(kind, values, docs.index()));
        }
      }
    }
  }

  private static Object copy(VectorKind kind, KnnVectorValues values, int ord) throws IOException {
    if (values instanceof FloatVectorValues floats) {
      return floats.vectorValue(ord).clone();
    }
    byte[] bytes = ((ByteVectorValues) values).vectorValue(ord).clone();
    return kind.type() == ElementType.F64 ? DoubleRows.decode(bytes) : bytes;
  }

  static void check(boolean isRight, String wrong) {
    if (!isRight) {
      throw new AssertionError(wrong);
    }
  }

  /**
   * Checks that an index is clean, holds what the script had written at its last commit, which is
   * no earlier one than {@code acknowledged}, and can be searched.
   */
  static void checkCommitted(
      Script script, Directory directory, int acknowledged, Random random, Outcomes outcomes)
      throws IOException {
    try (CheckIndex check = new CheckIndex(directory)) {
      check(check.checkIndex().clean, "CheckIndex finds faults");
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      int step = Script.step(reader);
      check(step >= acknowledged, "commit " + acknowledged + " is lost, the last is " + step);
      checkVectors(script.kind(), script.vectorsAfter(step), reader);
      new Oracle(script.kind(), new IndexSearcher(reader)).ask(random, 1, outcomes);
    }
  }

  /** Checks that {@code reader} holds these vectors bit for bit, and no other. */
  static void checkVectors(VectorKind kind, Map<Integer, Object> expected, DirectoryReader reader)
      throws IOException {
    Map<Integer, Object> found = vectors(kind, reader);
    check(
        expected.keySet().equals(found.keySet()),
        () -> "documents expected " + expected.keySet() + " found " + found.keySet());
    expected.forEach(
        (id, vector) ->
            check(areEqual(vector, found.get(id)), "the vector of document " + id + " is another"));
  }

  private static void check(boolean isRight, Supplier<String> wrong) {
    if (!isRight) {
      throw new AssertionError(wrong.get());
    }
  }

  private static boolean areEqual(Object one, Object other) {
    return Objects.deepEquals(one, other);
  }

  /** Asks for the nearest in several ways and checks each answer. */
  void ask(Random random, int queries, Outcomes outcomes) throws IOException {
    for (int i = 0; i < queries; i++) {
      Object target = kind.next(random);
      Query filter = random.nextInt(3) == 0 ? tagged(random.nextInt(Script.TAGS)) : null;
      int k = VectorKind.pick(new Integer[] {1, 10, 100, 5000}, random);
      Map<Integer, Value> truth = truth(target, filter);
      ExactKnnVectorQuery exact = kind.nearest(target, k, filter);
      CertifiedTopDocs hits = exact.search(searcher);
      checkNearest(truth, k, hits);
      if (hits.certificate().isPresent()) {
        List<Discrepancy> wrong =
            CertificateChecker.check(searcher, exact, hits.certificate().get());
        check(wrong.isEmpty(), () -> "certificate: " + wrong);
        outcomes.add("exact searches with a right certificate");
      } else {
        outcomes.add("exact searches right");
      }
      checkLsh(truth, k, kind.nearestTo(0.9, target, k, filter).search(searcher));
      outcomes.add("searches to a recall target with right values");
    }
  }

  static Query tagged(int tag) {
    return new TermQuery(new Term(Script.TAG, Integer.toString(tag)));
  }

  private Map<Integer, Value> truth(Object target, Query filter) throws IOException {
    Set<Integer> accepted = new HashSet<>();
    Query query = filter == null ? new MatchAllDocsQuery() : filter;
    int all = Math.max(1, searcher.getIndexReader().maxDoc());
    for (ScoreDoc doc : searcher.search(query, all).scoreDocs) {
      accepted.add(doc.doc);
    }
    Map<Integer, Value> truth = new TreeMap<>();
    visit(
        kind,
        searcher.getIndexReader(),
        (doc, id, vector) -> {
          if (accepted.contains(doc)) {
            truth.put(doc, value(target, vector));
          }
        });
    return truth;
  }

  private Value value(Object target, Object vector) {
    double dot = 0;
    double magnitude = 0;
    double distance = 0;
    double targetSquare = 0;
    double square = 0;
    for (int i = 0; i < kind.dimension(); i++) {
      double t = Array.getDouble(target, i);
      double v = Array.getDouble(vector, i);
      dot += t * v;
      magnitude += Math.abs(t * v);
      distance += (t - v) * (t - v);
      targetSquare += t * t;
      square += v * v;
    }
    double roundoff =
        kind.type() == ElementType.F64 || kind.type() == ElementType.BYTE
            ? DOUBLE_ROUNDOFF
            : FLOAT_ROUNDOFF;
    double relative = 4 * (kind.dimension() + 16) * roundoff;
    return switch (RawScores.similarity(kind.function())) {
      case DOT_PRODUCT -> new Value(dot, relative * magnitude);
      case EUCLIDEAN -> new Value(-distance, relative * distance);
      case COSINE -> new Value(dot / Math.sqrt(targetSquare * square), 3 * relative);
    };
  }

  private void checkNearest(Map<Integer, Value> truth, int k, CertifiedTopDocs hits) {
    int found = hits.scoreDocs.length;
    check(found == Math.min(k, truth.size()), found + " hits of " + truth.size() + ", k " + k);
    List<RawScoreDoc> ranking = new ArrayList<>();
    for (int rank = 0; rank < found; rank++) {
      ranking.add(hits.hit(rank));
    }
    Set<Integer> docs = checkRanking(truth, ranking);
    if (found > 0) {
      double least = ranking.getLast().raw;
      truth.forEach(
          (doc, value) ->
              check(
                  docs.contains(doc) || value.raw - value.tolerance <= least,
                  "document " + doc + " of " + value.raw + " is nearer than " + least));
    }
  }

  /** Checks values and order of what was found, and that it may be found. */
  private static Set<Integer> checkRanking(Map<Integer, Value> truth, List<RawScoreDoc> ranking) {
    Set<Integer> docs = new HashSet<>();
    for (int rank = 0; rank < ranking.size(); rank++) {
      RawScoreDoc hit = ranking.get(rank);
      Value value = truth.get(hit.doc);
      check(value != null, "document " + hit.doc + " may not be found");
      check(docs.add(hit.doc), "document " + hit.doc + " is found twice");
      check(
          Math.abs(hit.raw - value.raw) <= value.tolerance,
          "document " + hit.doc + " has " + hit.raw + ", not " + value.raw);
      if (rank > 0) {
        RawScoreDoc before = ranking.get(rank - 1);
        check(
            before.raw > hit.raw || before.raw == hit.raw && before.doc < hit.doc,
            "ranks " + (rank - 1) + " and " + rank + " are not in order");
      }
    }
    return docs;
  }

  private static void checkLsh(Map<Integer, Value> truth, int k, LshTopDocs hits) {
    int found = hits.scoreDocs.length;
    check(found == Math.min(k, truth.size()), found + " hits of " + truth.size() + ", k " + k);
    List<RawScoreDoc> ranking = new ArrayList<>();
    for (int rank = 0; rank < found; rank++) {
      ranking.add(hits.hit(rank));
    }
    checkRanking(truth, ranking);
    double recall = hits.estimatedRecall();
    check(recall >= 0 && recall <= 1, "estimated recall " + recall);
  }
}
