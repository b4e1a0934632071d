package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;

/**
 * Recall is measured against brute force over {@link #QUERIES} targets that are in no document. The
 * share found per query has a standard deviation below .2, so the mean of so many is above the
 * target less {@link #SLACK} all but certainly where it is the target's.
 */
class LshKnnVectorQueryTest {

  private static final int DOCUMENTS = 6000;
  private static final int QUERIES = 60;
  private static final int K = 10;
  private static final double SLACK = 0.06;

  private static final SampleVectors VECTORS =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.DOT_PRODUCT, 24);

  private static LshKnnVectorQuery query(Object target, double recallTarget, Query filter) {
    return new LshKnnVectorQuery(
        SampleIndex.FIELD, QueryVector.ofArray(target), K, recallTarget, filter);
  }

  /** What searches for many targets gave, on average. */
  private record Measured(double recall, double estimated, double scored) {}

  private static Measured measure(SampleIndex index, double recallTarget, String tag)
      throws Exception {
    IndexSearcher searcher = index.searcher();
    Query filter = tag == null ? null : SampleIndex.tagged(tag);
    double recall = 0;
    double estimated = 0;
    double scored = 0;
    for (int i = 0; i < QUERIES; i++) {
      Object target = index.target();
      LshTopDocs found = query(target, recallTarget, filter).search(searcher);
      recall += recall(searcher, found, index.nearest(target, K, tag));
      estimated += found.estimatedRecall();
      scored += found.documentsScored();
      assertFalse(found.isPartial());
      assertEquals(index.nearest(target, Integer.MAX_VALUE, tag).size(), found.totalHits.value());
    }
    return new Measured(recall / QUERIES, estimated / QUERIES, scored / QUERIES);
  }

  /** The share of {@code nearest} that was found; each hit must have its true raw similarity. */
  private static double recall(
      IndexSearcher searcher, LshTopDocs found, List<SampleIndex.Near> nearest) throws Exception {
    List<Integer> ids = SampleIndex.ids(searcher, found);
    Set<Integer> distinct = new HashSet<>(ids);
    assertEquals(ids.size(), distinct.size());
    assertEquals(nearest.size(), ids.size());
    double least = nearest.getLast().raw();
    int hits = 0;
    for (int rank = 0; rank < ids.size(); rank++) {
      SampleIndex.Near hit = new SampleIndex.Near(ids.get(rank), found.hit(rank).raw);
      assertTrue(hit.raw() < least || nearest.contains(hit) || hit.raw() == least, hit::toString);
      hits += hit.raw() >= least ? 1 : 0;
    }
    return (double) Math.min(hits, nearest.size()) / nearest.size();
  }

  private static void assertReached(Measured measured, double recallTarget) {
    assertTrue(measured.recall >= recallTarget - SLACK, measured::toString);
    assertTrue(measured.estimated >= recallTarget - 1e-9, measured::toString);
    assertTrue(measured.scored < DOCUMENTS / 3.0, measured::toString);
  }

  @ParameterizedTest
  @EnumSource
  void theRecallTargetIsReachedUnderEverySimilarity(VectorSimilarityFunction function)
      throws Exception {
    for (double recallTarget : new double[] {0.7, 0.9, 0.99}) {
      try (SampleIndex index = new SampleIndex(new SampleVectors(ElementType.F32, function, 24))) {
        assertReached(measure(index.add(DOCUMENTS), recallTarget, null), recallTarget);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRecallTargetIsReachedForEveryType(ElementType type) throws Exception {
    try (SampleIndex index =
        new SampleIndex(new SampleVectors(type, VectorSimilarityFunction.COSINE, 24))) {
      assertReached(measure(index.add(DOCUMENTS), 0.9, null), 0.9);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EUCLIDEAN", "MAXIMUM_INNER_PRODUCT"})
  void vectorsOfManyLengthsAreFound(VectorSimilarityFunction function) throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F32, function, 24);
    Random random = SampleVectors.random();
    try (SampleIndex index = new SampleIndex(vectors)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        float[] vector = (float[]) vectors.next(random);
        float length = (float) Math.exp(random.nextGaussian());
        for (int j = 0; j < vector.length; j++) {
          vector[j] *= length;
        }
        index.add(vector, null);
      }
      Measured measured = measure(index, 0.9, null);
      assertTrue(measured.recall >= 0.9 - SLACK, measured::toString);
    }
  }

  @Test
  void aLowerTargetScoresFewerDocuments() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      index.add(DOCUMENTS);
      double least = 0;
      for (double recallTarget : new double[] {0.5, 0.9, 0.999}) {
        Measured measured = measure(index, recallTarget, null);
        assertTrue(measured.scored > least, measured::toString);
        least = measured.scored;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "10, 1", "1, 4", "3, 3"})
  void filtersDeletesAndSegmentsKeepTheTarget(int everyTagged, int segments) throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      Random random = SampleVectors.random();
      for (int i = 0; i < DOCUMENTS; i++) {
        index.add(VECTORS.next(random), i % everyTagged == 0 ? "tagged" : null);
        if ((i + 1) % (DOCUMENTS / segments) == 0) {
          index.commit();
        }
      }
      for (int i = 0; i < DOCUMENTS; i += 7) {
        index.delete(i);
      }
      Measured measured = measure(index, 0.9, "tagged");
      assertTrue(measured.recall >= 0.9 - SLACK, measured::toString);
    }
  }

  @Test
  void anIndexSortKeepsTheTarget() throws Exception {
    Sort sort = new Sort(new SortField(SampleIndex.ID, SortField.Type.LONG, true));
    try (SampleIndex index =
        new SampleIndex(VECTORS, new ByteBuffersDirectory(), config -> config.setIndexSort(sort))) {
      assertReached(measure(index.add(DOCUMENTS), 0.9, null), 0.9);
    }
  }

  @Test
  void recallStaysThroughUpdatesAndMerges() throws Exception {
    try (SampleIndex index =
        new SampleIndex(
            VECTORS,
            new ByteBuffersDirectory(),
            config -> config.setMergePolicy(new TieredMergePolicy()))) {
      index.add(DOCUMENTS);
      for (int round = 0; round < 4; round++) {
        for (int i = 0; i < DOCUMENTS / 4; i++) {
          index.delete(round * DOCUMENTS / 4 + i);
        }
        index.add(DOCUMENTS / 4).commit();
        if (round % 2 == 1) {
          index.merge();
        }
        assertReached(measure(index, 0.9, null), 0.9);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 900, 2000})
  void aTargetOfOneAndSmallSegmentsAreExact(int documents) throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(documents).searcher();
      Object target = index.target();
      LshTopDocs found = query(target, documents < 1000 ? 0.5 : 1, null).search(searcher);
      assertEquals(1, found.estimatedRecall());
      assertEquals(LshTopDocs.StopReason.EXACT, found.stopReason());
      assertEquals(0, found.signCodesRead());
      List<SampleIndex.Near> nearest = index.nearest(target, K);
      assertEquals(
          nearest.stream().map(SampleIndex.Near::id).toList(), SampleIndex.ids(searcher, found));
    }
  }

  @Test
  void theResultSaysWhatWasDone() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(DOCUMENTS).commit().add(100).searcher();
      LshTopDocs found = query(index.target(), 0.8, null).search(searcher);
      assertEquals(LshTopDocs.StopReason.RECALL_TARGET, found.stopReason());
      assertEquals(0.8, found.recallTarget());
      assertTrue(found.estimatedRecall() >= 0.8 && found.estimatedRecall() < 1, found::toString);
      assertEquals(DOCUMENTS, found.signCodesRead());
      assertEquals(1, found.fallbacks());
      assertTrue(found.documentsScored() >= 100 + K);
      assertTrue(found.bytesRead() > found.documentsScored() * 24 * Float.BYTES);
      assertEquals(List.of(), found.foreignSegments());
    }
  }

  @Test
  void withoutSignCodesTheSearchIsExact() throws Exception {
    try (SampleIndex index =
        new SampleIndex(
            VECTORS,
            new ByteBuffersDirectory(),
            config -> config.setCodec(new NSeekCodec(NSeekVectorsConfig.DEFAULT.withLsh(false))))) {
      Measured measured = measure(index.add(DOCUMENTS), 0.5, null);
      assertEquals(1, measured.recall);
      assertEquals(1, measured.estimated);
    }
  }

  @Test
  void aTimeoutFlagsTheResult() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(DOCUMENTS).searcher();
      searcher.setTimeout(() -> true);
      LshTopDocs found = query(index.target(), 0.9, null).search(searcher);
      assertTrue(found.isPartial());
      assertEquals(LshTopDocs.StopReason.TIMEOUT, found.stopReason());
    }
  }

  @Test
  void threadsShareASearch() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        SampleIndex index = new SampleIndex(VECTORS)) {
      for (int segment = 0; segment < 3; segment++) {
        index.add(DOCUMENTS / 3).commit();
      }
      IndexSearcher searcher = index.searcher(threads);
      double recall = 0;
      for (int i = 0; i < QUERIES; i++) {
        Object target = index.target();
        recall +=
            recall(searcher, query(target, 0.9, null).search(searcher), index.nearest(target, K));
      }
      assertTrue(recall / QUERIES >= 0.9 - SLACK, "recall " + recall / QUERIES);
    }
  }

  @Test
  void whatTheLargestSegmentFoundSparesTheOthersMostDocuments() throws Exception {
    int segments = 20;
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      for (int segment = 0; segment < segments; segment++) {
        index.add(1100).commit();
      }
      index.add(10_000).commit();
      Measured measured = measure(index, 0.9, null);
      assertTrue(measured.recall >= 0.9 - SLACK, measured::toString);
      assertTrue(measured.scored < 10 * K + segments * K, measured::toString);
    }
  }

  /** Leaves with buckets, with sign codes alone, and without. */
  @Test
  void everyNumberOfThreadsFindsAndEstimatesTheSame() throws Exception {
    try (ExecutorService two = Executors.newFixedThreadPool(2);
        ExecutorService eight = Executors.newFixedThreadPool(8);
        SampleIndex index = new SampleIndex(VECTORS)) {
      for (int documents : new int[] {17_000, 3000, 300, 2000, 18_000, 1500}) {
        index.add(documents).commit();
      }
      for (int i = 0; i < 20; i++) {
        Object target = index.target();
        List<List<Object>> found = new ArrayList<>();
        for (ExecutorService threads : new ExecutorService[] {null, two, eight, eight}) {
          IndexSearcher searcher = threads == null ? index.searcher() : index.searcher(threads);
          LshTopDocs hits = query(target, 0.8, null).search(searcher);
          found.add(List.of(SampleIndex.ids(searcher, hits), hits.estimatedRecall()));
        }
        assertEquals(1, new HashSet<>(found).size(), found::toString);
      }
    }
  }

  @Test
  void asAClauseItMatchesWhatItFindsAndExplains() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(DOCUMENTS).searcher();
      LshKnnVectorQuery query = query(index.target(), 0.95, null);
      TopDocs topDocs = searcher.search(query, 2 * K);
      assertEquals(K, topDocs.scoreDocs.length);
      Query both =
          new BooleanQuery.Builder()
              .add(query, Occur.MUST)
              .add(SampleIndex.tagged("none"), Occur.SHOULD)
              .build();
      assertEquals(
          SampleIndex.ids(searcher, topDocs),
          SampleIndex.ids(searcher, searcher.search(both, 2 * K)));
      for (int rank = 0; rank < K; rank++) {
        Explanation explanation = searcher.explain(query, topDocs.scoreDocs[rank].doc);
        assertTrue(explanation.isMatch());
        assertEquals(topDocs.scoreDocs[rank].score, explanation.getValue().floatValue());
      }
    }
  }

  @Test
  void queriesAreEqualByValue() {
    float[] target = {1, 2};
    LshKnnVectorQuery query = new LshKnnVectorQuery("f", target, 5, 0.9);
    assertEquals(query, new LshKnnVectorQuery("f", target.clone(), 5, 0.9));
    assertEquals(query.hashCode(), new LshKnnVectorQuery("f", target.clone(), 5, 0.9).hashCode());
    List<Query> others = new ArrayList<>();
    others.add(new LshKnnVectorQuery("g", target, 5, 0.9));
    others.add(new LshKnnVectorQuery("f", new float[] {1, 3}, 5, 0.9));
    others.add(new LshKnnVectorQuery("f", target, 6, 0.9));
    others.add(new LshKnnVectorQuery("f", target, 5, 0.8));
    others.add(new LshKnnVectorQuery("f", target, 5, 0.9, SampleIndex.tagged("a")));
    others.add(new AutoKnnVectorQuery("f", target, 5, 0.9));
    others.add(new ExactKnnVectorQuery("f", target, 5));
    others.forEach(other -> assertNotEquals(query, other));
    assertEquals("LshKnnVectorQuery:f,float[2][1.0,...][5,0.9]", query.toString());
  }

  @Test
  void badArgumentsAreNamed() {
    float[] target = {1, 2};
    for (double recallTarget : new double[] {0, -1, 1.01, Double.NaN}) {
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new LshKnnVectorQuery("f", target, 1, recallTarget));
      assertEquals(
          "recallTarget must be above 0 and at most 1, got " + recallTarget, e.getMessage());
    }
    assertEquals(
        "k must be at least 1, got 0",
        assertThrows(
                IllegalArgumentException.class, () -> new LshKnnVectorQuery("f", target, 0, 0.9))
            .getMessage());
  }

  @Test
  void autoIsExactWhereThatIsAsCheap() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      index.add(DOCUMENTS);
      Object target = index.target();
      LshTopDocs found =
          new AutoKnnVectorQuery(SampleIndex.FIELD, (float[]) target, 2000, 0.9)
              .search(index.searcher());
      assertEquals(LshTopDocs.StopReason.EXACT, found.stopReason());
      assertEquals(
          index.nearest(target, 2000).stream().map(SampleIndex.Near::id).toList(),
          SampleIndex.ids(index.searcher(), found));
    }
  }
}
