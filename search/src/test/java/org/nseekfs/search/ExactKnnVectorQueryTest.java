package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;

class ExactKnnVectorQueryTest {
  private static final String FIELD = SampleIndex.FIELD;

  private static SampleVectors of(ElementType type) {
    return new SampleVectors(type, VectorSimilarityFunction.COSINE, 4);
  }

  private static void assertRefused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  @Test
  void kBelowOneIsRefused() {
    assertRefused(
        "k must be at least 1, got 0", () -> new ExactKnnVectorQuery("emb", new float[] {1}, 0));
    assertRefused(
        "k must be at least 1, got -3",
        () -> new ExactKnnVectorQuery("emb", QueryVector.of(new byte[] {1}), -3, null));
  }

  @Test
  void emptyTargetsAreRefused() {
    String message = "target must have at least 1 element, got 0 for field \"emb\"";
    assertRefused(message, () -> new ExactKnnVectorQuery("emb", new float[0], 1));
    String withoutField = "target must have at least 1 element, got 0";
    assertRefused(withoutField, () -> QueryVector.of(new double[0]));
    assertRefused(withoutField, () -> QueryVector.of(new byte[0]));
  }

  @Test
  void targetsThatAreNotFiniteAreRefusedWithPositionAndValue() {
    assertRefused(
        "target must be finite, got NaN at position 1 for field \"emb\"",
        () -> new ExactKnnVectorQuery("emb", new float[] {0, Float.NaN}, 1));
    assertRefused(
        "target must be finite, got -Infinity at position 0",
        () -> QueryVector.of(new double[] {Double.NEGATIVE_INFINITY}));
  }

  @Test
  void aChangedArrayDoesNotChangeTheQuery() {
    float[] target = {1, 2};
    ExactKnnVectorQuery query = new ExactKnnVectorQuery("emb", target, 3);
    target[0] = 9;
    assertEquals(new ExactKnnVectorQuery("emb", new float[] {1, 2}, 3), query);
  }

  @Test
  void queriesAreEqualIfAllTheirPartsAre() {
    Query filter = SampleIndex.tagged("a");
    Query query = new ExactKnnVectorQuery("emb", new float[] {1, 2}, 3, filter);
    Query same = new ExactKnnVectorQuery("emb", new float[] {1, 2}, 3, SampleIndex.tagged("a"));
    assertEquals(query, same);
    assertEquals(query.hashCode(), same.hashCode());
    for (Query other :
        List.of(
            new ExactKnnVectorQuery("other", new float[] {1, 2}, 3, filter),
            new ExactKnnVectorQuery("emb", new float[] {1, -2}, 3, filter),
            new ExactKnnVectorQuery("emb", QueryVector.of(new double[] {1, 2}), 3, filter),
            new ExactKnnVectorQuery("emb", QueryVector.of(new byte[] {1, 2}), 3, filter),
            new ExactKnnVectorQuery("emb", new float[] {1, 2}, 4, filter),
            new ExactKnnVectorQuery("emb", new float[] {1, 2}, 3),
            new ExactKnnVectorQuery("emb", new float[] {1, 2}, 3, SampleIndex.tagged("b")))) {
      assertNotEquals(query, other);
    }
    assertNotEquals(
        new ExactKnnVectorQuery("emb", new float[] {0f}, 1),
        new ExactKnnVectorQuery("emb", new float[] {-0f}, 1));
  }

  @Test
  void itSaysWhatItIs() {
    ExactKnnVectorQuery query =
        new ExactKnnVectorQuery(
            "emb", QueryVector.of(new double[] {.5, 2}), 3, SampleIndex.tagged("a"));
    assertEquals("ExactKnnVectorQuery:emb,double[2][0.5,...][3][tag:a]", query.toString());
    assertEquals("emb", query.getField());
    assertEquals(3, query.getK());
    assertEquals(SampleIndex.tagged("a"), query.getFilter());
    Query unfiltered = new ExactKnnVectorQuery("emb", QueryVector.of(new byte[] {7}), 3, null);
    assertEquals("ExactKnnVectorQuery:emb,byte[1][7,...][3]", unfiltered.toString());
    assertNull(((ExactKnnVectorQuery) unfiltered).getFilter());
  }

  @Test
  void visitorsOfItsFieldSeeIt() {
    List<Query> seen = new ArrayList<>();
    QueryVisitor visitor =
        new QueryVisitor() {
          @Override
          public boolean acceptField(String field) {
            return field.equals("emb");
          }

          @Override
          public void visitLeaf(Query query) {
            seen.add(query);
          }
        };
    Query query = new ExactKnnVectorQuery("emb", new float[] {1}, 1);
    query.visit(visitor);
    new ExactKnnVectorQuery("other", new float[] {1}, 1).visit(visitor);
    assertEquals(List.of(query), seen);
  }

  @Test
  void aFieldUnknownToTheIndexMatchesNothingButCannotBeSearched() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F32))) {
      IndexSearcher searcher = index.add(3).searcher();
      ExactKnnVectorQuery query = new ExactKnnVectorQuery("typo", new float[] {1}, 1);
      assertTrue(searcher.rewrite(query) instanceof MatchNoDocsQuery);
      assertEquals(0, searcher.count(query));
      assertRefused("field \"typo\" is unknown to this index", () -> query.search(searcher));
    }
  }

  @Test
  void aFieldWithoutVectorsIsRefused() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F32))) {
      IndexSearcher searcher = index.add(3).searcher();
      ExactKnnVectorQuery query = new ExactKnnVectorQuery(SampleIndex.ID, new float[] {1}, 1);
      assertRefused("field \"id\" has no vectors", () -> query.search(searcher));
      assertRefused("field \"id\" has no vectors", () -> searcher.count(query));
    }
  }

  @Test
  void targetsOfAnotherTypeAreRefused() throws Exception {
    float[] floats = {1, 2, 3, 4};
    double[] doubles = {1, 2, 3, 4};
    byte[] bytes = {1, 2, 3, 4};
    for (ElementType type : ElementType.values()) {
      try (SampleIndex index = new SampleIndex(of(type))) {
        IndexSearcher searcher = index.add(3).searcher();
        for (Object target : List.of(floats, doubles, bytes)) {
          ExactKnnVectorQuery query = index.query(target, 1);
          if (target.getClass() == type.arrayClass()) {
            assertEquals(1, query.search(searcher).scoreDocs.length);
            continue;
          }
          String message =
              "field \"vector\" holds "
                  + type.label()
                  + " vectors, whose target is a "
                  + type.arrayClass().getSimpleName()
                  + ", got a "
                  + target.getClass().getSimpleName();
          assertRefused(message, () -> query.search(searcher));
          assertRefused(message, () -> searcher.count(query));
        }
      }
    }
  }

  @Test
  void targetsOfAnotherDimensionAreRefused() throws Exception {
    try (SampleIndex floats = new SampleIndex(of(ElementType.F8));
        SampleIndex doubles = new SampleIndex(of(ElementType.F64))) {
      String message = "field \"vector\" has vectors of dimension 4, got a target of dimension 3";
      IndexSearcher floatSearcher = floats.add(1).searcher();
      IndexSearcher doubleSearcher = doubles.add(1).searcher();
      assertRefused(
          message,
          () -> new ExactKnnVectorQuery(FIELD, new float[] {1, 2, 3}, 1).search(floatSearcher));
      assertRefused(
          message,
          () ->
              new ExactKnnVectorQuery(FIELD, QueryVector.of(new double[] {1, 2, 3}), 1, null)
                  .search(doubleSearcher));
    }
  }

  @Test
  void zeroTargetsAreRefusedUnderCosine() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F32))) {
      IndexSearcher searcher = index.add(1).searcher();
      assertRefused(
          "target must have a norm of 2^-55 to 2^62 as f32 under COSINE (a zero vector has no"
              + " direction), got 0.0, its largest element being 0.0 at position 0"
              + " for field \"vector\"",
          () -> new ExactKnnVectorQuery(FIELD, new float[4], 1).search(searcher));
    }
  }

  @Test
  void indexesOfDifferentSimilaritiesAreNotRankedTogether() throws Exception {
    SampleVectors dot = new SampleVectors(ElementType.F32, VectorSimilarityFunction.DOT_PRODUCT, 4);
    try (SampleIndex first = new SampleIndex(of(ElementType.F32));
        SampleIndex second = new SampleIndex(dot);
        MultiReader both =
            new MultiReader(
                first.add(1).searcher().getIndexReader(),
                second.add(1).searcher().getIndexReader())) {
      assertRefused(
          "field \"vector\" has similarity COSINE in segment _0 but DOT_PRODUCT in segment _0",
          () -> first.query(first.target(), 1).search(SampleIndex.uncached(both, null)));
    }
  }

  @Test
  void segmentsOfDifferentElementTypesAreRankedTogether() throws Exception {
    SampleVectors f16 = of(ElementType.F16);
    try (SampleIndex first = new SampleIndex(of(ElementType.F32));
        SampleIndex second = new SampleIndex(f16);
        MultiReader both =
            new MultiReader(
                first.add(20).searcher().getIndexReader(),
                second.add(20).searcher().getIndexReader())) {
      Object target = first.target();
      CertifiedTopDocs topDocs = first.query(target, 40).search(SampleIndex.uncached(both, null));
      assertEquals(40, topDocs.scoreDocs.length);
      for (int i = 1; i < 40; i++) {
        assertFalse(topDocs.hit(i).raw > topDocs.hit(i - 1).raw);
      }
    }
  }
}
