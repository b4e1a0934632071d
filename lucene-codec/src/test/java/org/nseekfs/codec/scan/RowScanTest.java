package org.nseekfs.codec.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.codec.RawHits;
import org.nseekfs.codec.TestIndex;
import org.nseekfs.codec.TestVectors;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/** What a search offers to whom: every accepted document, in order. */
class RowScanTest {

  private static final int DIMENSION = TestIndex.DIMENSION;

  static Stream<Arguments> allTypesAndSimilarities() {
    return Stream.of(ElementType.values())
        .flatMap(
            type ->
                Stream.of(VectorSimilarityFunction.values())
                    .map(function -> Arguments.of(type, function)));
  }

  private static RowScorer scorer(
      ElementType type, VectorSimilarityFunction function, Object target) {
    var similarity = RawScores.similarity(function);
    Object array = type == ElementType.F64 ? DoubleRows.decode((byte[]) target) : target;
    return RowScorer.of(type, similarity, QueryVector.ofArray(array));
  }

  /** Raw values of the documents that {@code accepted} takes (all if null), one by one. */
  private static Map<Integer, Double> expected(
      LeafReader leaf, ElementType type, RowScorer scorer, Bits accepted) throws IOException {
    Map<Integer, Double> raw = new TreeMap<>();
    MemorySegment row = Arena.ofAuto().allocate(type.rowBytes(DIMENSION));
    var values = type.isFloat() ? leaf.getFloatVectorValues("v") : leaf.getByteVectorValues("v");
    var docs = values.iterator();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (accepted == null || accepted.get(doc)) {
        if (type.isFloat()) {
          type.encode(leaf.getFloatVectorValues("v").vectorValue(docs.index()), row, 0);
        } else {
          byte[] bytes = leaf.getByteVectorValues("v").vectorValue(docs.index());
          MemorySegment.copy(bytes, 0, row, ValueLayout.JAVA_BYTE, 0, bytes.length);
        }
        raw.put(doc, scorer.score(row, 0));
      }
    }
    return raw;
  }

  private static AcceptDocs accept(FixedBitSet docs, Bits liveDocs) {
    return AcceptDocs.fromIteratorSupplier(
        () -> new BitSetIterator(docs, docs.cardinality()), liveDocs, docs.length());
  }

  @ParameterizedTest
  @MethodSource("allTypesAndSimilarities")
  void rawValuesAreTheScorersOfEveryAcceptedDocument(
      ElementType type, VectorSimilarityFunction function) throws IOException {
    for (boolean sparse : new boolean[] {false, true}) {
      try (TestIndex index =
              TestIndex.ofOneSegment(new ByteBuffersDirectory(), type, function, sparse);
          DirectoryReader reader = index.open()) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        Object target = new TestVectors(99).vector(type, DIMENSION);
        RowScorer scorer = scorer(type, function, target);
        Bits liveDocs = leaf.getLiveDocs();
        for (AcceptDocs acceptDocs :
            new AcceptDocs[] {
              AcceptDocs.fromLiveDocs(null, leaf.maxDoc()),
              AcceptDocs.fromLiveDocs(liveDocs, leaf.maxDoc()),
              accept(every(2, leaf.maxDoc()), liveDocs),
              accept(every(31, leaf.maxDoc()), liveDocs),
              accept(every(499, leaf.maxDoc()), null)
            }) {
          RawHits hits = RawHits.search(leaf, "v", target, acceptDocs);
          Map<Integer, Double> expected = expected(leaf, type, scorer, acceptDocs.bits());
          assertEquals(new ArrayList<>(expected.entrySet()), List.copyOf(hits.raw.entrySet()));
          assertTrue(hits.isAcknowledged());
          assertEquals(expected.size(), hits.work().scored());
          assertEquals((long) expected.size() * scorer.rowBytes(), hits.work().bytesRead());
        }
      }
    }
  }

  private static FixedBitSet every(int step, int maxDoc) {
    FixedBitSet docs = new FixedBitSet(maxDoc);
    for (int doc = 0; doc < maxDoc; doc += step) {
      docs.set(doc);
    }
    return docs;
  }

  @ParameterizedTest
  @MethodSource("allTypesAndSimilarities")
  void anyOtherCollectorGetsTheBestScoresAndTheScorerAgrees(
      ElementType type, VectorSimilarityFunction function) throws IOException {
    try (TestIndex index =
            TestIndex.ofOneSegment(new ByteBuffersDirectory(), type, function, true);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = reader.leaves().getFirst().reader();
      Object target = new TestVectors(99).vector(type, DIMENSION);
      Map<Integer, Double> raw =
          expected(leaf, type, scorer(type, function, target), leaf.getLiveDocs());
      List<ScoreDoc> expected =
          raw.entrySet().stream()
              .map(
                  hit ->
                      new ScoreDoc(
                          hit.getKey(), RawScores.score(function, type, DIMENSION, hit.getValue())))
              .sorted(
                  Comparator.comparingDouble((ScoreDoc hit) -> -hit.score)
                      .thenComparingInt(hit -> hit.doc))
              .limit(20)
              .toList();
      AcceptDocs live = AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc());
      TopDocs found =
          type.isFloat()
              ? leaf.searchNearestVectors("v", (float[]) target, 20, live, Integer.MAX_VALUE)
              : leaf.searchNearestVectors("v", (byte[]) target, 20, live, Integer.MAX_VALUE);
      assertEquals(TotalHits.Relation.EQUAL_TO, found.totalHits.relation());
      assertEquals(raw.size(), found.totalHits.value());
      Map<Integer, Float> scores = scoresOfScorer(leaf, type, target);
      for (int i = 0; i < 20; i++) {
        assertEquals(expected.get(i).doc, found.scoreDocs[i].doc);
        assertEquals(expected.get(i).score, found.scoreDocs[i].score);
        assertEquals(expected.get(i).score, scores.get(found.scoreDocs[i].doc));
      }
    }
  }

  private static Map<Integer, Float> scoresOfScorer(
      LeafReader leaf, ElementType type, Object target) throws IOException {
    VectorScorer scorer =
        type.isFloat()
            ? leaf.getFloatVectorValues("v").scorer((float[]) target)
            : leaf.getByteVectorValues("v").scorer((byte[]) target);
    Map<Integer, Float> scores = new TreeMap<>();
    DocIdSetIterator docs = scorer.iterator();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      scores.put(doc, scorer.score());
    }
    return scores;
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "F64"})
  void rangesOfDocumentsAddUpToTheWhole(ElementType type) throws IOException {
    for (boolean sparse : new boolean[] {false, true}) {
      try (TestIndex index =
              TestIndex.ofOneSegment(
                  new ByteBuffersDirectory(), type, VectorSimilarityFunction.EUCLIDEAN, sparse);
          DirectoryReader reader = index.open()) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        Object target = new TestVectors(99).vector(type, DIMENSION);
        for (AcceptDocs acceptDocs :
            new AcceptDocs[] {
              AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc()),
              accept(every(23, leaf.maxDoc()), leaf.getLiveDocs())
            }) {
          Map<Integer, Double> parts = new TreeMap<>();
          int[] cuts = {0, 0, 1, 64, 100, 101, 250, 499, 500};
          for (int i = 1; i < cuts.length; i++) {
            RawHits part = new RawHits(cuts[i - 1], cuts[i]);
            part.run(leaf, "v", target, acceptDocs);
            for (Map.Entry<Integer, Double> hit : part.raw.entrySet()) {
              assertTrue(hit.getKey() >= cuts[i - 1] && hit.getKey() < cuts[i]);
              parts.put(hit.getKey(), hit.getValue());
            }
          }
          assertEquals(RawHits.search(leaf, "v", target, acceptDocs).raw, parts);
        }
      }
    }
  }

  @Test
  void aCollectorOfOursThatIsWrappedIsFoundAndItsWrapperEndsTheSearch() throws IOException {
    try (TestIndex index =
            TestIndex.ofOneSegment(
                new ByteBuffersDirectory(),
                ElementType.F32,
                VectorSimilarityFunction.EUCLIDEAN,
                false);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = reader.leaves().getFirst().reader();
      float[] target = new TestVectors(1).floats(DIMENSION);
      for (int limit : new int[] {0, 64, 1000}) {
        RawHits hits = new RawHits(0, 500);
        KnnCollector wrapper =
            new KnnCollector.Decorator(hits) {
              private int visited;

              @Override
              public void incVisitedCount(int count) {
                visited += count;
              }

              @Override
              public boolean earlyTerminated() {
                return visited >= limit || super.earlyTerminated();
              }
            };
        leaf.searchNearestVectors("v", target, wrapper, null);
        assertTrue(hits.isAcknowledged());
        assertEquals(Math.min(limit, 500), hits.raw.size());
      }
    }
  }

  @Test
  void theVisitLimitOfAWrapperIsKeptExactly() throws IOException {
    try (TestIndex index =
            TestIndex.ofOneSegment(
                new ByteBuffersDirectory(),
                ElementType.F32,
                VectorSimilarityFunction.EUCLIDEAN,
                false);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = reader.leaves().getFirst().reader();
      float[] target = new TestVectors(1).floats(DIMENSION);
      for (int limit : new int[] {0, 1, 63, 64, 65, 449, 1000}) {
        RawHits hits = new RawHits(0, 500);
        leaf.searchNearestVectors("v", target, new Limited(hits, limit), null);
        assertEquals(Math.min(limit, 500), hits.raw.size());
        assertEquals(limit < 500, hits.isCutShort());
      }
    }
  }

  private static final class Limited extends KnnCollector.Decorator {
    private final int limit;

    Limited(KnnCollector collector, int limit) {
      super(collector);
      this.limit = limit;
    }

    @Override
    public long visitLimit() {
      return limit;
    }
  }

  @Test
  void theVisitLimitIsKeptExactly() throws IOException {
    try (TestIndex index =
            TestIndex.ofOneSegment(
                new ByteBuffersDirectory(),
                ElementType.F32,
                VectorSimilarityFunction.EUCLIDEAN,
                false);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = reader.leaves().getFirst().reader();
      float[] target = new TestVectors(1).floats(DIMENSION);
      for (int limit : new int[] {1, 63, 64, 65, 449}) {
        TopDocs found =
            leaf.searchNearestVectors(
                "v", target, 5, AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc()), limit);
        assertEquals(limit, found.totalHits.value());
        assertEquals(TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO, found.totalHits.relation());
      }
    }
  }
}
