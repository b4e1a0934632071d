package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.ElementType;

public class ExactSearchTest {
  private static final int DIMENSION = 19;
  private static final int K = 10;

  public static Stream<SampleVectors> everyTypeAndFunction() {
    return Arrays.stream(ElementType.values())
        .flatMap(
            type ->
                Arrays.stream(VectorSimilarityFunction.values())
                    .map(function -> new SampleVectors(type, function, DIMENSION)));
  }

  private static SampleVectors of(ElementType type) {
    return new SampleVectors(type, VectorSimilarityFunction.COSINE, DIMENSION);
  }

  private static void assertFindsTheNearest(SampleIndex index) throws Exception {
    IndexSearcher searcher = index.searcher();
    Object target = index.target();
    CertifiedTopDocs topDocs = index.query(target, K).search(searcher);
    assertEquals(index.nearest(target, K), SampleIndex.found(searcher, topDocs));
    assertFalse(topDocs.isPartial());
    assertEquals(List.of(), topDocs.foreignSegments());
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void findsTheNearestOfEveryTypeUnderEveryFunction(SampleVectors vectors) throws Exception {
    try (SampleIndex index = new SampleIndex(vectors)) {
      index.add(300).commit().add(77).commit().add(1);
      assertFindsTheNearest(index);
    }
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void rawSimilaritiesAreThoseOfDoubleArithmetic(SampleVectors vectors) throws Exception {
    try (SampleIndex index = new SampleIndex(vectors)) {
      IndexSearcher searcher = index.add(200).searcher();
      Object target = index.target();
      CertifiedTopDocs topDocs = index.query(target, 200).search(searcher);
      assertEquals(200, topDocs.scoreDocs.length);
      for (SampleIndex.Near near : SampleIndex.found(searcher, topDocs)) {
        double oracle = index.oracle(target, near.id());
        assertEquals(oracle, near.raw(), 1e-6 * Math.max(1, Math.abs(oracle)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void asAClauseItRanksByLucenesScore(SampleVectors vectors) throws Exception {
    try (SampleIndex index = new SampleIndex(vectors)) {
      IndexSearcher searcher = index.add(300).commit().add(200).searcher();
      Object target = index.target();
      TopDocs topDocs = searcher.search(index.query(target, K), 100);
      List<SampleIndex.Near> expected = index.nearestByScore(target, K);
      assertEquals(
          expected.stream().map(SampleIndex.Near::id).toList(), SampleIndex.ids(searcher, topDocs));
      for (int i = 0; i < K; i++) {
        assertEquals(vectors.score(expected.get(i).raw()), topDocs.scoreDocs[i].score);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void sparseFieldsAndDeletedDocumentsAreSkipped(ElementType type) throws Exception {
    SampleVectors vectors = of(type);
    try (SampleIndex index = new SampleIndex(vectors)) {
      Random random = SampleVectors.random();
      for (int id = 0; id < 600; id++) {
        index.add(random.nextInt(3) == 0 ? vectors.next(random) : null, null);
        if (id % 200 == 199) {
          index.commit();
        }
      }
      for (int id = 0; id < 600; id += 2) {
        index.delete(id);
      }
      assertFindsTheNearest(index);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sortedIndexesKeepVectorsWithTheirDocuments(ElementType type) throws Exception {
    Sort byId = new Sort(new SortField(SampleIndex.ID, SortField.Type.LONG, true));
    try (SampleIndex index =
        new SampleIndex(
            of(type), new ByteBuffersDirectory(), config -> config.setIndexSort(byId))) {
      assertFindsTheNearest(index.add(300).commit().add(50));
    }
  }

  @ParameterizedTest
  @EnumSource
  void filtersOfEveryDensityAreObeyed(ElementType type) throws Exception {
    SampleVectors vectors = of(type);
    try (SampleIndex index = new SampleIndex(vectors)) {
      Random random = SampleVectors.random();
      for (int id = 0; id < 1000; id++) {
        String tag =
            id % 500 == 7 ? "tiny" : id % 10 == 3 ? "sparse" : id == 999 ? "last" : "dense";
        index.add(id % 4 == 0 ? null : vectors.next(random), tag);
        if (id == 700) {
          index.commit();
        }
      }
      index.delete(507).delete(13).delete(14);
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      for (String tag : List.of("dense", "sparse", "tiny", "last", "none")) {
        CertifiedTopDocs topDocs = index.query(target, K, SampleIndex.tagged(tag)).search(searcher);
        assertEquals(
            index.nearest(target, K, tag), SampleIndex.found(searcher, topDocs), "tag " + tag);
        assertEquals(
            index.nearest(target, 1000, tag).size(), topDocs.totalHits.value(), "tag " + tag);
      }
    }
  }

  @Test
  void filtersThatAcceptAllOrNothingNeedNoBits() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F32))) {
      IndexSearcher searcher = index.add(100).searcher();
      Object target = index.target();
      CertifiedTopDocs all = index.query(target, K, new MatchAllDocsQuery()).search(searcher);
      assertEquals(index.nearest(target, K), SampleIndex.found(searcher, all));
      CertifiedTopDocs none =
          index.query(target, K, new MatchNoDocsQuery("for a test")).search(searcher);
      assertEquals(0, none.scoreDocs.length);
      assertEquals(0, none.documentsScored());
      assertFalse(none.isPartial());
    }
  }

  @Test
  void fewerDocumentsThanKAreAllFound() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F16))) {
      IndexSearcher searcher = index.add(7).commit().add(5).searcher();
      Object target = index.target();
      CertifiedTopDocs topDocs = index.query(target, Integer.MAX_VALUE).search(searcher);
      assertEquals(index.nearest(target, 12), SampleIndex.found(searcher, topDocs));
      assertEquals(12, topDocs.totalHits.value());
      assertEquals(12, searcher.count(index.query(target, Integer.MAX_VALUE)));
    }
  }

  @Test
  void anIndexWithoutLiveDocumentsHasNoHits() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F32))) {
      index.add(3).add(null, "keeps the segment").commit();
      index.delete(0).delete(1).delete(2);
      IndexSearcher searcher = index.searcher();
      ExactKnnVectorQuery query = index.query(index.target(), K);
      assertEquals(0, query.search(searcher).scoreDocs.length);
      assertEquals(0, searcher.count(query));
      index.delete(3);
      IndexSearcher empty = index.searcher();
      assertEquals(0, query.search(empty).scoreDocs.length);
      assertEquals(0, empty.count(query));
    }
  }

  @Test
  void documentsThatTieAreRankedByDocumentId() throws Exception {
    SampleVectors vectors = of(ElementType.F32);
    try (SampleIndex index = new SampleIndex(vectors)) {
      Random random = SampleVectors.random();
      Object same = vectors.next(random);
      for (int id = 0; id < 90; id++) {
        index.add(id % 3 == 0 ? vectors.next(random) : same, null);
        if (id % 30 == 29) {
          index.commit();
        }
      }
      IndexSearcher searcher = index.searcher();
      ExactKnnVectorQuery query = index.query(same, 25);
      List<Integer> expected = new ArrayList<>();
      for (int id = 0; expected.size() < 25; id++) {
        if (id % 3 != 0) {
          expected.add(id);
        }
      }
      assertEquals(expected, docs(query.search(searcher)));
      assertEquals(expected, docs(searcher.search(query, 25)));
    }
  }

  private static List<Integer> docs(TopDocs topDocs) {
    List<Integer> docs = new ArrayList<>();
    for (ScoreDoc hit : topDocs.scoreDocs) {
      docs.add(hit.doc);
    }
    return docs;
  }

  @Test
  void booleanQueriesNestIt() throws Exception {
    SampleVectors vectors = of(ElementType.F32);
    try (SampleIndex index = new SampleIndex(vectors)) {
      Random random = SampleVectors.random();
      for (int id = 0; id < 200; id++) {
        index.add(vectors.next(random), id % 2 == 0 ? "even" : "odd");
      }
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      Query both =
          new BooleanQuery.Builder()
              .add(index.query(target, 20), BooleanClause.Occur.MUST)
              .add(SampleIndex.tagged("even"), BooleanClause.Occur.FILTER)
              .build();
      List<Integer> expected =
          index.nearestByScore(target, 20).stream()
              .map(SampleIndex.Near::id)
              .filter(id -> id % 2 == 0)
              .toList();
      assertTrue(expected.size() > 2 && expected.size() < 18);
      assertEquals(expected, SampleIndex.ids(searcher, searcher.search(both, 100)));
    }
  }
}
