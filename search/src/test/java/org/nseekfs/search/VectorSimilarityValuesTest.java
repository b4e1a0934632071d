package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.queries.function.FunctionScoreQuery;
import org.apache.lucene.search.DoubleValues;
import org.apache.lucene.search.DoubleValuesSource;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.explain.VectorPart;

class VectorSimilarityValuesTest {
  private static final String FIELD = SampleIndex.FIELD;
  private static final int DOCUMENTS = 60;

  static Stream<SampleVectors> everyTypeAndFunction() {
    return Arrays.stream(ElementType.values())
        .flatMap(
            type ->
                Arrays.stream(VectorSimilarityFunction.values())
                    .map(function -> new SampleVectors(type, function, 37)));
  }

  private static SampleVectors cosines(int dimension) {
    return new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, dimension);
  }

  /** Two segments, every third document without a vector, one deleted. */
  private static SampleIndex index(SampleVectors vectors) throws Exception {
    SampleIndex index = new SampleIndex(vectors);
    for (int id = 0; id < DOCUMENTS; id++) {
      index.add(id % 3 == 2 ? null : index.target(), null);
      if (id == 40) {
        index.commit();
      }
    }
    return index.delete(1);
  }

  private static VectorSimilarityValues values(Object target) {
    return new VectorSimilarityValues(FIELD, QueryVector.ofArray(target));
  }

  private static Map<Integer, Double> collect(IndexSearcher searcher, DoubleValuesSource source)
      throws Exception {
    Map<Integer, Double> raws = new HashMap<>();
    for (LeafReaderContext context : searcher.getIndexReader().leaves()) {
      DoubleValues values = source.getValues(context, null);
      for (int doc = 0; doc < context.reader().maxDoc(); doc++) {
        if (values.advanceExact(doc)) {
          raws.put(context.docBase + doc, values.doubleValue());
        }
      }
    }
    return raws;
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void everyDocumentWithAVectorHasItsRawSimilarity(SampleVectors vectors) throws Exception {
    try (SampleIndex index = index(vectors)) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      Map<Integer, Double> raws = collect(searcher, values(target));
      assertEquals(40, raws.size());
      for (SampleIndex.Near near : index.nearest(target, DOCUMENTS)) {
        assertEquals(near.raw(), raws.get(near.id()));
        double oracle = index.oracle(target, near.id());
        assertEquals(oracle, near.raw(), 1e-5 * (1 + Math.abs(oracle)));
      }
    }
  }

  @Test
  void documentsAreSortedByItWithThoseWithoutAVectorWhereTheSortWantsThem() throws Exception {
    try (SampleIndex index = index(cosines(8))) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      SortField nearestFirst = values(target).getSortField(true);
      nearestFirst.setMissingValue(Double.NEGATIVE_INFINITY);
      Sort sort = new Sort(nearestFirst).rewrite(searcher);
      List<Integer> ids =
          SampleIndex.ids(searcher, searcher.search(new MatchAllDocsQuery(), DOCUMENTS, sort));
      assertEquals(
          index.nearest(target, DOCUMENTS).stream().map(SampleIndex.Near::id).toList(),
          ids.subList(0, 39));
      assertEquals(59, ids.size());
      assertTrue(ids.subList(39, 59).stream().allMatch(id -> id % 3 == 2));
    }
  }

  @Test
  void scoresOfFunctionsUseIt() throws Exception {
    try (SampleIndex index =
        index(
            new SampleVectors(
                ElementType.F64, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, 5))) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      FunctionScoreQuery query = new FunctionScoreQuery(new MatchAllDocsQuery(), values(target));
      Map<Integer, Double> raws = collect(searcher, values(target));
      for (ScoreDoc hit : searcher.search(query, DOCUMENTS).scoreDocs) {
        // Lucene takes 0 for what has no value, and for negative ones.
        double raw = Math.max(0, raws.getOrDefault(hit.doc, 0d));
        assertEquals((float) raw, hit.score);
        assertEquals(hit.score, searcher.explain(query, hit.doc).getValue().floatValue());
      }
    }
  }

  @Test
  void aFieldUnknownToTheIndexHasNoValues() throws Exception {
    try (SampleIndex index = index(cosines(4))) {
      assertEquals(
          Map.of(), collect(index.searcher(), new VectorSimilarityValues("typo", new float[] {1})));
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws Exception {
    try (SampleIndex index = index(cosines(4))) {
      IndexSearcher searcher = index.searcher();
      String message = "field \"vector\" has vectors of dimension 4, got a target of dimension 1";
      VectorSimilarityValues shorter = values(new float[] {1});
      assertRefused(message, () -> collect(searcher, shorter));
      assertRefused(message, () -> shorter.rewrite(searcher));
      assertRefused(
          "field \"id\" has no vectors",
          () -> new VectorSimilarityValues("id", new float[] {1}).rewrite(searcher));
    }
  }

  @Test
  void itIsEqualIfItsPartsAreAndNeedsNoScores() {
    VectorSimilarityValues source = new VectorSimilarityValues("emb", new float[] {1, 2});
    VectorSimilarityValues same = new VectorSimilarityValues("emb", new float[] {1, 2});
    assertEquals(source, same);
    assertEquals(source.hashCode(), same.hashCode());
    assertNotEquals(source, new VectorSimilarityValues("other", new float[] {1, 2}));
    assertNotEquals(source, new VectorSimilarityValues("emb", new float[] {1, 3}));
    assertNotEquals(source, new VectorSimilarityValues("emb", QueryVector.of(new double[] {1, 2})));
    assertEquals("VectorSimilarityValues:emb,float[2][1.0,...]", source.toString());
    assertFalse(source.needsScores());
    assertTrue(source.isCacheable(null));
  }

  /** The contribution of elements to a similarity, before a cosine's norms divide it. */
  private static BigDecimal contribution(
      VectorSimilarityFunction function, float[] target, float[] vector, int from, int to) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = from; i < to; i++) {
      BigDecimal t = new BigDecimal(target[i]);
      BigDecimal x = new BigDecimal(vector[i]);
      sum =
          function == VectorSimilarityFunction.EUCLIDEAN
              ? sum.subtract(t.subtract(x).pow(2))
              : sum.add(t.multiply(x));
    }
    return sum;
  }

  private static double divisor(VectorSimilarityFunction function, float[] target, float[] vector) {
    if (function != VectorSimilarityFunction.COSINE) {
      return 1;
    }
    VectorSimilarityFunction dot = VectorSimilarityFunction.DOT_PRODUCT;
    BigDecimal squares =
        contribution(dot, target, target, 0, target.length)
            .multiply(contribution(dot, vector, vector, 0, vector.length));
    return squares.sqrt(MathContext.DECIMAL128).doubleValue();
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void comparisonsSayWhichIsNearerByWhichParts(SampleVectors vectors) throws Exception {
    try (SampleIndex index = index(vectors)) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      Map<Integer, Double> raws = collect(searcher, values(target));
      VectorComparison compared = values(target).compare(searcher.getIndexReader(), 3, 49);
      assertEquals(raws.get(3), compared.first().raw());
      assertEquals(raws.get(49), compared.second().raw());
      assertEquals(raws.get(3) - raws.get(49), compared.difference());
      assertEquals(raws.get(3) > raws.get(49) ? 3 : 49, compared.nearer());
      double sum = compared.parts().stream().mapToDouble(VectorPart::contribution).sum();
      assertEquals(compared.difference(), sum, 1e-5 * (1 + Math.abs(sum)));
      assertEquals(13, compared.parts().size());
      assertEquals(
          compared.parts(),
          compared.parts().stream()
              .sorted(Comparator.comparingDouble(part -> -Math.abs(part.contribution())))
              .toList());
    }
  }

  @Test
  void thePartsOfAComparisonAreThoseOfBigDecimals() throws Exception {
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      float[] target = {.5f, -1, 2, 0, 1};
      float[] a = {1, 1, 3, -2, .25f};
      float[] b = {-1, 4, .5f, 1, 2};
      try (SampleIndex index = new SampleIndex(new SampleVectors(ElementType.F32, function, 5))) {
        IndexSearcher searcher = index.add(a, null).commit().add(b, null).searcher();
        List<VectorPart> parts = values(target).compare(searcher.getIndexReader(), 0, 1).parts();
        assertEquals(5, parts.size());
        for (VectorPart part : parts) {
          int from = part.from();
          assertEquals(from + 1, part.to());
          double expected =
              contribution(function, target, a, from, part.to()).doubleValue()
                      / divisor(function, target, a)
                  - contribution(function, target, b, from, part.to()).doubleValue()
                      / divisor(function, target, b);
          assertEquals(expected, part.contribution(), 1e-15);
        }
      }
    }
  }

  @Test
  void equallyNearDocumentsAreRankedById() throws Exception {
    try (SampleIndex index = new SampleIndex(cosines(2))) {
      IndexSearcher searcher =
          index.add(new float[] {1, 2}, null).add(new float[] {1, 2}, null).searcher();
      VectorComparison compared =
          values(new float[] {3, 1}).compare(searcher.getIndexReader(), 1, 0);
      assertEquals(0, compared.nearer());
      assertEquals(0, compared.difference());
    }
  }

  @Test
  void documentsThatCannotBeComparedAreRefused() throws Exception {
    try (SampleIndex index = index(cosines(4))) {
      IndexSearcher searcher = index.searcher();
      VectorSimilarityValues values = values(index.target());
      assertRefused(
          "document 2 has no vector in field \"vector\"",
          () -> values.compare(searcher.getIndexReader(), 0, 2));
      assertRefused(
          "doc must be from 0 to below 60, got 60",
          () -> values.compare(searcher.getIndexReader(), 60, 0));
    }
  }

  private static void assertRefused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  @Test
  void explainsByTheLargestPartsAndTheRest() throws Exception {
    try (SampleIndex index = index(cosines(64))) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      LeafReaderContext context = searcher.getIndexReader().leaves().get(1);
      Explanation explained = values(target).explain(context, 2, null);
      assertEquals(collect(searcher, values(target)).get(43), explained.getValue());
      Explanation[] parts = explained.getDetails();
      assertEquals(6, parts.length);
      assertTrue(parts[0].getDescription().matches("elements \\d+ to \\d+"));
      assertEquals("the other 11 parts, which contribute less each", parts[5].getDescription());
      double sum = 0;
      for (int i = 0; i < 6; i++) {
        sum += parts[i].getValue().doubleValue();
        assertTrue(
            i == 0
                || i == 5
                || Math.abs(parts[i].getValue().doubleValue())
                    <= Math.abs(parts[i - 1].getValue().doubleValue()));
      }
      assertEquals(explained.getValue().doubleValue(), sum, 1e-6);
      Explanation missing = values(target).explain(context, 0, null);
      assertFalse(missing.isMatch());
    }
  }
}
