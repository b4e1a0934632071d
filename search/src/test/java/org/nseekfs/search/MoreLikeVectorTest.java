package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.tests.search.QueryUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.verify.CertificateChecker;

class MoreLikeVectorTest {
  private static final int K = 7;

  private static SampleVectors of(ElementType type, VectorSimilarityFunction function) {
    return new SampleVectors(type, function, 11);
  }

  /** Three segments; documents 10, 20, ... without a vector. */
  private static SampleIndex index(SampleVectors vectors) throws Exception {
    SampleIndex index = new SampleIndex(vectors);
    for (int id = 0; id < 150; id++) {
      index.add(id % 10 == 9 ? null : index.target(), id % 2 == 0 ? "even" : null);
      if (id % 60 == 59) {
        index.commit();
      }
    }
    return index;
  }

  private static MoreLikeVector moreLike(IndexSearcher searcher) {
    return new MoreLikeVector(searcher.getIndexReader(), SampleIndex.FIELD);
  }

  private static List<SampleIndex.Near> without(
      SampleIndex index, SampleVectors vectors, int id, String tag) {
    return index.nearest(vectors.stored(index.vector(id)), 1000, tag).stream()
        .filter(near -> near.id() != id)
        .limit(K)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void neighboursOfStoredDocumentsAreFoundWithoutThemselves(ElementType type) throws Exception {
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      SampleVectors vectors = of(type, function);
      try (SampleIndex index = index(vectors)) {
        IndexSearcher searcher = index.searcher();
        for (int doc : List.of(0, 61, 148)) {
          ExactKnnVectorQuery query = moreLike(searcher).like(doc, K);
          CertifiedTopDocs found = query.search(searcher);
          assertEquals(without(index, vectors, doc, null), SampleIndex.found(searcher, found));
          assertEquals(
              List.of(),
              CertificateChecker.check(searcher, query, found.certificate().orElseThrow()));
        }
      }
    }
  }

  @Test
  void aFilterIsObeyed() throws Exception {
    SampleVectors vectors = of(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN);
    try (SampleIndex index = index(vectors)) {
      IndexSearcher searcher = index.searcher();
      ExactKnnVectorQuery query = moreLike(searcher).like(62, K, SampleIndex.tagged("even"));
      assertEquals(
          without(index, vectors, 62, "even"), SampleIndex.found(searcher, query.search(searcher)));
    }
  }

  @Test
  void duplicatesStayAndTheHitsAreK() throws Exception {
    try (SampleIndex index =
        new SampleIndex(of(ElementType.F16, VectorSimilarityFunction.COSINE))) {
      Object twin = index.target();
      index.add(twin, null).add(twin, null).add(5).commit().add(twin, null);
      IndexSearcher searcher = index.searcher();
      CertifiedTopDocs found = moreLike(searcher).like(1, 3).search(searcher);
      assertEquals(List.of(0, 7), SampleIndex.ids(searcher, found).subList(0, 2));
      assertEquals(3, found.scoreDocs.length);
      assertEquals(7, moreLike(searcher).like(1, 100).search(searcher).scoreDocs.length);
    }
  }

  @Test
  void aDeletedDocumentHasNeighboursUntilItIsMergedAway() throws Exception {
    SampleVectors vectors = of(ElementType.BYTE, VectorSimilarityFunction.EUCLIDEAN);
    try (SampleIndex index = index(vectors).commit().delete(17)) {
      IndexSearcher searcher = index.searcher();
      assertEquals(
          without(index, vectors, 17, null),
          SampleIndex.found(searcher, moreLike(searcher).like(17, K).search(searcher)));
    }
  }

  @Test
  void itIsAClauseLikeOthersThatExplainsItsExclusion() throws Exception {
    SampleVectors vectors = of(ElementType.F32, VectorSimilarityFunction.COSINE);
    try (SampleIndex index = index(vectors)) {
      IndexSearcher searcher = index.searcher();
      Query query = moreLike(searcher).like(3, K);
      assertEquals(
          without(index, vectors, 3, null).stream().map(SampleIndex.Near::id).toList(),
          SampleIndex.ids(searcher, searcher.search(query, 100)));
      Explanation itself = searcher.explain(query, 3);
      assertFalse(itself.isMatch());
      assertEquals("not accepted by the filter -doc:3", itself.getDescription());
      QueryUtils.checkExplanations(query, searcher);
      QueryUtils.checkEqual(query, moreLike(searcher).like(3, K));
      assertNotEquals(query, moreLike(searcher).like(4, K));
      assertNotEquals(query, moreLike(index.searcher()).like(3, K));
    }
  }

  @Test
  void whatHasNoNeighboursIsRefused() throws Exception {
    try (SampleIndex index = index(of(ElementType.F32, VectorSimilarityFunction.COSINE))) {
      IndexSearcher searcher = index.searcher();
      MoreLikeVector moreLike = moreLike(searcher);
      assertRefused("document 69 has no vector in field \"vector\"", () -> moreLike.like(69, K));
      assertRefused("doc must be from 0 to below 150, got -1", () -> moreLike.like(-1, K));
      assertRefused("doc must be from 0 to below 150, got 150", () -> moreLike.like(150, K));
      assertRefused("k must be at least 1, got 0", () -> moreLike.like(1, 0));
      MoreLikeVector typo = new MoreLikeVector(searcher.getIndexReader(), "typo");
      assertRefused("document 0 has no vector in field \"typo\"", () -> typo.like(0, K));
    }
  }

  private static void assertRefused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  @Test
  void anotherReaderIsRefused() throws Exception {
    try (SampleIndex index = index(of(ElementType.F32, VectorSimilarityFunction.COSINE))) {
      ExactKnnVectorQuery query = moreLike(index.searcher()).like(3, K);
      IndexSearcher other = index.add(1).searcher();
      assertEquals(
          "document 3 is of another reader",
          assertThrows(IllegalStateException.class, () -> query.search(other)).getMessage());
    }
  }
}
