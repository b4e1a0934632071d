package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.verify.CertificateChecker;

class ExactRadiusVectorQueryTest {
  private static final int DOCUMENTS = 700;

  static Stream<SampleVectors> everyTypeAndFunction() {
    return ExactSearchTest.everyTypeAndFunction();
  }

  private static SampleIndex index(SampleVectors vectors) throws Exception {
    SampleIndex index = new SampleIndex(vectors);
    Random random = SampleVectors.random();
    for (int id = 0; id < DOCUMENTS; id++) {
      index.add(id % 9 == 1 ? null : vectors.next(random), id % 2 == 0 ? "even" : "odd");
      if (id % 300 == 299) {
        index.commit();
      }
    }
    return index.delete(0).delete(301);
  }

  /** What must be found, by brute force. */
  private static List<SampleIndex.Near> within(
      SampleIndex index, Object target, double minRaw, String tag) {
    return index.nearest(target, DOCUMENTS, tag).stream()
        .filter(near -> near.raw() >= minRaw)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void allDocumentsWithinTheRadiusAreFound(SampleVectors vectors) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        SampleIndex index = index(vectors)) {
      Object target = index.target();
      List<SampleIndex.Near> all = index.nearest(target, DOCUMENTS);
      for (Executor executor : new Executor[] {null, threads}) {
        IndexSearcher searcher = index.searcher(executor);
        for (int count : List.of(1, 50, all.size())) {
          double minRaw = all.get(count - 1).raw();
          for (String tag : new String[] {null, "odd"}) {
            Query filter = tag == null ? null : SampleIndex.tagged(tag);
            ExactRadiusVectorQuery query = index.radiusQuery(target, minRaw, filter);
            CertifiedTopDocs topDocs = query.search(searcher);
            assertEquals(within(index, target, minRaw, tag), SampleIndex.found(searcher, topDocs));
            assertEquals(index.nearest(target, DOCUMENTS, tag).size(), topDocs.totalHits.value());
            assertEquals(minRaw, topDocs.certificate().orElseThrow().asked().minRaw());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void asAClauseItMatchesThemWithLucenesScores(SampleVectors vectors) throws Exception {
    try (SampleIndex index = index(vectors)) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      double minRaw = index.nearest(target, 40).getLast().raw();
      List<SampleIndex.Near> expected =
          within(index, target, minRaw, null).stream()
              .sorted(
                  Comparator.<SampleIndex.Near>comparingDouble(near -> vectors.score(near.raw()))
                      .reversed()
                      .thenComparingInt(SampleIndex.Near::id))
              .toList();
      TopDocs topDocs = searcher.search(index.radiusQuery(target, minRaw, null), DOCUMENTS);
      assertEquals(
          expected.stream().map(SampleIndex.Near::id).toList(), SampleIndex.ids(searcher, topDocs));
      for (int i = 0; i < expected.size(); i++) {
        assertEquals(vectors.score(expected.get(i).raw()), topDocs.scoreDocs[i].score);
      }
    }
  }

  @Test
  void aBigSegmentIsSearchedInParts() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F8, VectorSimilarityFunction.EUCLIDEAN, 1);
    int documents = 2 * SearchMode.MIN_DOCS + 5;
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        SampleIndex index = new SampleIndex(vectors)) {
      for (int id = 0; id < documents; id++) {
        index.add(new float[] {id % 1000}, null);
      }
      IndexSearcher searcher = index.searcher(threads);
      CertifiedTopDocs topDocs = index.radiusQuery(new float[] {500}, -64, null).search(searcher);
      assertEquals(
          within(index, new float[] {500}, -64).stream().toList().size(), topDocs.scoreDocs.length);
      assertEquals(documents, topDocs.totalHits.value());
    }
  }

  private static Set<Integer> within(SampleIndex index, float[] target, double minRaw) {
    return index.nearest(target, Integer.MAX_VALUE).stream()
        .filter(near -> near.raw() >= minRaw)
        .map(SampleIndex.Near::id)
        .collect(Collectors.toSet());
  }

  @Test
  void theBoundOfEuclideanFieldsIsTheNegatedSquaredDistance() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 2);
    try (SampleIndex index = new SampleIndex(vectors)) {
      index.add(new float[] {3, 4}, null).add(new float[] {3, 4.001f}, null);
      IndexSearcher searcher = index.searcher();
      ExactRadiusVectorQuery query = index.radiusQuery(new float[] {0, 0}, -5 * 5, null);
      assertEquals(
          List.of(new SampleIndex.Near(0, -25)),
          SampleIndex.found(searcher, query.search(searcher)));
    }
  }

  @Test
  void aRadiusThatNothingReachesMatchesNothing() throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F16, VectorSimilarityFunction.COSINE, 5);
    try (SampleIndex index = index(vectors)) {
      IndexSearcher searcher = index.searcher();
      ExactRadiusVectorQuery query = index.radiusQuery(index.target(), 1.5, null);
      CertifiedTopDocs topDocs = query.search(searcher);
      assertEquals(0, topDocs.scoreDocs.length);
      assertFalse(topDocs.isPartial());
      assertEquals(
          List.of(),
          CertificateChecker.check(searcher, query, topDocs.certificate().orElseThrow()));
      assertEquals(0, searcher.count(query));
    }
  }

  @Test
  void aTimeoutIsFlaggedAndGivesNoCertificate() throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, 5);
    try (SampleIndex index = index(vectors)) {
      IndexSearcher searcher = index.searcher();
      searcher.setTimeout(() -> true);
      CertifiedTopDocs topDocs = index.radiusQuery(index.target(), -1, null).search(searcher);
      assertTrue(topDocs.isPartial());
      assertTrue(topDocs.certificate().isEmpty());
    }
  }

  @Test
  void itExplainsWhyADocumentIsOrIsNoHit() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 1);
    try (SampleIndex index = new SampleIndex(vectors)) {
      index.add(new float[] {1}, null).add(new float[] {2}, null).add(null, "no vector");
      IndexSearcher searcher = index.searcher();
      Query query = index.radiusQuery(new float[] {0}, -1, null);
      Explanation hit = searcher.explain(query, 0);
      assertTrue(hit.isMatch());
      assertTrue(
          hit.getDescription().startsWith("of a raw similarity of at least -1.0, computed as"));
      Explanation miss = searcher.explain(query, 1);
      assertFalse(miss.isMatch());
      assertEquals(
          "not of a raw similarity of at least -1.0, with score 0.2 of:", miss.getDescription());
      assertEquals("no vector in field \"vector\"", searcher.explain(query, 2).getDescription());
    }
  }

  @Test
  void queriesAreEqualIfAllTheirPartsAre() {
    float[] target = {1, 2};
    Query filter = SampleIndex.tagged("a");
    Query query = new ExactRadiusVectorQuery("emb", target, .5, filter);
    Query same = new ExactRadiusVectorQuery("emb", new float[] {1, 2}, .5, SampleIndex.tagged("a"));
    assertEquals(query, same);
    assertEquals(query.hashCode(), same.hashCode());
    for (Query other :
        List.of(
            new ExactRadiusVectorQuery("other", target, .5, filter),
            new ExactRadiusVectorQuery("emb", new float[] {1, -2}, .5, filter),
            new ExactRadiusVectorQuery("emb", QueryVector.of(new double[] {1, 2}), .5, filter),
            new ExactRadiusVectorQuery("emb", QueryVector.of(new byte[] {1, 2}), .5, filter),
            new ExactRadiusVectorQuery("emb", target, .25, filter),
            new ExactRadiusVectorQuery("emb", target, .5),
            new ExactKnnVectorQuery("emb", target, 3, filter))) {
      assertNotEquals(query, other);
    }
    assertEquals(
        new ExactRadiusVectorQuery("emb", target, 0d),
        new ExactRadiusVectorQuery("emb", target, -0d));
  }

  @Test
  void itSaysWhatItIs() {
    ExactRadiusVectorQuery query =
        new ExactRadiusVectorQuery(
            "emb", QueryVector.of(new double[] {.5, 2}), -.25, SampleIndex.tagged("a"));
    assertEquals(
        "ExactRadiusVectorQuery:emb,double[2][0.5,...][raw>=-0.25][tag:a]", query.toString());
    assertEquals(-.25, query.getMinRaw());
    assertEquals(
        "ExactRadiusVectorQuery:emb,byte[1][7,...][raw>=3.0]",
        new ExactRadiusVectorQuery("emb", QueryVector.of(new byte[] {7}), 3, null).toString());
  }

  @Test
  void aBoundThatIsNoNumberIsRefused() {
    assertEquals(
        "minRaw must be a number, got NaN",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ExactRadiusVectorQuery("emb", new float[] {1}, Double.NaN))
            .getMessage());
  }
}
