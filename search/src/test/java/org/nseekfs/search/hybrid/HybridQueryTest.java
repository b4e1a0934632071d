package org.nseekfs.search.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;

class HybridQueryTest {
  private static final Query MOON = new TermQuery(new Term(HybridIndex.BODY, "moon"));
  private static final Query SUN = new TermQuery(new Term(HybridIndex.BODY, "sun"));
  private static final Comparator<ScoreDoc> AS_LUCENE_RANKS =
      Comparator.<ScoreDoc>comparingDouble(hit -> hit.score)
          .reversed()
          .thenComparingInt(hit -> hit.doc);

  /** A fusion as a caller may write it: the best place of a document, halved where it is alone. */
  private record BestPlace() implements Fusion {
    @Override
    public double[] normalize(float[] scores) {
      return ScoreNormalization.L2.normalize(scores);
    }

    @Override
    public double combine(List<Place> places) {
      double best = places.stream().mapToDouble(Place::contribution).max().orElseThrow();
      return places.size() == 1 ? best / 2 : best;
    }
  }

  /** A fusion that gives every hit {@code value}. */
  private record Constant(double value) implements Fusion {
    @Override
    public double[] normalize(float[] scores) {
      double[] normalized = new double[scores.length];
      Arrays.fill(normalized, value);
      return normalized;
    }
  }

  private static Stream<Fusion> fusions() {
    return Stream.concat(
        Stream.of(ReciprocalRankFusion.DEFAULT, new ReciprocalRankFusion(1), new BestPlace()),
        Arrays.stream(ScoreNormalization.values()));
  }

  private static HybridClause clause(Query query, int window) {
    return new HybridClause(query, 1, window);
  }

  private static void assertRefused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }

  @Test
  void itsFiguresAreChecked() {
    Fusion rrf = ReciprocalRankFusion.DEFAULT;
    assertRefused("clauses must be at least 1, got 0", () -> new HybridQuery(List.of(), rrf, 10));
    assertRefused(
        "k must be at least 1, got 0", () -> new HybridQuery(List.of(clause(MOON, 10)), rrf, 0));
    assertRefused(
        "window must be at least k, 10, got 9 for clause \"body:sun\"",
        () -> new HybridQuery(List.of(clause(MOON, 10), clause(SUN, 9)), rrf, 10));
    assertRefused(
        "window must be at least 1, got 0 for clause \"body:moon\"", () -> clause(MOON, 0));
    for (float weight : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertRefused(
          "weight must be above 0 and finite, got " + weight + " for clause \"body:moon\"",
          () -> new HybridClause(MOON, weight, 10));
    }
  }

  @Test
  void queriesAreEqualIfAllTheirPartsAre() {
    Fusion rrf = ReciprocalRankFusion.DEFAULT;
    List<HybridClause> clauses = new ArrayList<>(List.of(clause(MOON, 10), clause(SUN, 10)));
    HybridQuery query = new HybridQuery(clauses, rrf, 5);
    clauses.clear();
    List<HybridClause> same = List.of(clause(MOON, 10), clause(SUN, 10));
    assertEquals(new HybridQuery(same, new ReciprocalRankFusion(60), 5), query);
    assertEquals(new HybridQuery(same, rrf, 5).hashCode(), query.hashCode());
    for (Query other :
        List.of(
            new HybridQuery(same, rrf, 6),
            new HybridQuery(same, new ReciprocalRankFusion(61), 5),
            new HybridQuery(same.reversed(), rrf, 5),
            new HybridQuery(List.of(clause(MOON, 10), clause(SUN, 11)), rrf, 5),
            new HybridQuery(List.of(clause(MOON, 10), new HybridClause(SUN, 2, 10)), rrf, 5))) {
      assertNotEquals(query, other);
    }
  }

  @Test
  void itSaysWhatItIs() {
    HybridQuery query =
        new HybridQuery(
            List.of(clause(MOON, 50), new HybridClause(SUN, 2, 20)),
            ReciprocalRankFusion.DEFAULT,
            10);
    assertEquals(
        "HybridQuery:(body:moon)*1.0[50] (body:sun)*2.0[20] rrf(60)[10]", query.toString());
    assertEquals(10, query.getK());
    assertEquals(ReciprocalRankFusion.DEFAULT, query.getFusion());
    assertEquals(SUN, query.getClauses().get(1).query());
  }

  @Test
  void visitorsSeeTheTermsOfItsClauses() {
    Set<Term> terms = new HashSet<>();
    new HybridQuery(List.of(clause(MOON, 9), clause(SUN, 9)), ReciprocalRankFusion.DEFAULT, 9)
        .visit(QueryVisitor.termCollector(terms));
    assertEquals(
        Set.of(new Term(HybridIndex.BODY, "moon"), new Term(HybridIndex.BODY, "sun")), terms);
  }

  @Test
  void reciprocalRanksOfWeightOneAreThoseOfTopDocsRrf() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      for (int round = 0; round < 50; round++) {
        HybridQuery query = index.query(new ReciprocalRankFusion(1 + round * 3), 30, 100);
        TopDocs rrf = TopDocs.rrf(30, 1 + round * 3, lists(searcher, query));
        assertSameHits(rrf.scoreDocs, searcher.search(query, 30).scoreDocs);
      }
    }
  }

  /** Doubles that Lucene adds in another order for each document round apart: floats do not. */
  @Test
  void ofThreeListsTooSaveThatEqualScoresAreRankedByDocument() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      for (int round = 0; round < 30; round++) {
        HybridQuery query =
            new HybridQuery(
                List.of(
                    clause(index.textQuery(), 100),
                    clause(index.vectorQuery(100), 100),
                    clause(index.vectorQuery(100), 100)),
                ReciprocalRankFusion.DEFAULT,
                30);
        ScoreDoc[] rrf = TopDocs.rrf(300, 60, lists(searcher, query)).scoreDocs;
        Arrays.sort(rrf, AS_LUCENE_RANKS);
        assertSameHits(Arrays.copyOf(rrf, 30), searcher.search(query, 30).scoreDocs);
      }
    }
  }

  private static TopDocs[] lists(IndexSearcher searcher, HybridQuery query) throws Exception {
    List<TopDocs> lists = new ArrayList<>();
    for (HybridClause clause : query.getClauses()) {
      ScoreDoc[] hits = HybridIndex.list(searcher, clause);
      lists.add(new TopDocs(new TotalHits(hits.length, TotalHits.Relation.EQUAL_TO), hits));
    }
    return lists.toArray(TopDocs[]::new);
  }

  private static void assertSameHits(ScoreDoc[] expected, ScoreDoc[] found) {
    assertArrayEquals(
        Arrays.stream(expected).mapToInt(hit -> hit.doc).toArray(),
        Arrays.stream(found).mapToInt(hit -> hit.doc).toArray());
    for (int rank = 0; rank < expected.length; rank++) {
      assertEquals(expected[rank].score, found[rank].score, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("fusions")
  void theListsFuseAsByHand(Fusion fusion) throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      for (int round = 0; round < 10; round++) {
        HybridQuery query =
            new HybridQuery(
                List.of(
                    new HybridClause(index.textQuery(), .5f + round, 60),
                    new HybridClause(index.vectorQuery(40), 2, 100),
                    new HybridClause(HybridIndex.term(20), .1f, 40)),
                fusion,
                40);
        List<ScoreDoc> expected = byHand(searcher, query);
        assertSameHits(
            expected.subList(0, 40).toArray(ScoreDoc[]::new),
            searcher.search(query, 100).scoreDocs);
      }
    }
  }

  private static List<ScoreDoc> byHand(IndexSearcher searcher, HybridQuery query) throws Exception {
    Map<Integer, List<Fusion.Place>> places = new HashMap<>();
    for (HybridClause clause : query.getClauses()) {
      ScoreDoc[] hits = HybridIndex.list(searcher, clause);
      float[] scores = new float[hits.length];
      for (int i = 0; i < hits.length; i++) {
        scores[i] = hits[i].score;
      }
      double[] normalized = query.getFusion().normalize(scores);
      for (int i = 0; i < hits.length; i++) {
        places
            .computeIfAbsent(hits[i].doc, doc -> new ArrayList<>())
            .add(new Fusion.Place(clause.weight(), i + 1, scores[i], normalized[i]));
      }
    }
    return places.entrySet().stream()
        .map(
            entry ->
                new ScoreDoc(
                    entry.getKey(),
                    Math.max((float) query.getFusion().combine(entry.getValue()), Float.MIN_VALUE)))
        .sorted(AS_LUCENE_RANKS)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("fusions")
  void scoresAreAboveZeroAndEmptyListsAddNothing(Fusion fusion) throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      HybridClause vectors = clause(index.vectorQuery(50), 50);
      HybridQuery alone = new HybridQuery(List.of(vectors), fusion, 50);
      HybridQuery beside = new HybridQuery(List.of(clause(MOON, 50), vectors), fusion, 50);
      ScoreDoc[] hits = searcher.search(alone, 50).scoreDocs;
      assertSameHits(hits, searcher.search(beside, 50).scoreDocs);
      assertEquals(50, hits.length);
      for (ScoreDoc hit : hits) {
        assertTrue(hit.score > 0 && hit.score <= Float.MAX_VALUE);
      }
    }
  }

  @Test
  void aVectorClauseIsRankedByRawSimilarityWhereScoresTie() throws Exception {
    SampleVectors far = new SampleVectors(ElementType.F64, VectorSimilarityFunction.EUCLIDEAN, 2);
    try (SampleIndex index = new SampleIndex(far)) {
      for (int i = 9; i >= 0; i--) {
        index.add(new double[] {1 + i * 1e-12, 0}, null);
      }
      IndexSearcher searcher = index.searcher();
      Query vectors = index.query(new double[] {0, 0}, 10);
      HybridQuery query =
          new HybridQuery(List.of(clause(vectors, 10)), ReciprocalRankFusion.DEFAULT, 10);
      assertEquals(
          List.of(9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
          SampleIndex.ids(searcher, searcher.search(query, 10)));
    }
  }

  @Test
  void withoutAnyHitItMatchesNothing() throws Exception {
    try (HybridIndex index = new HybridIndex(50)) {
      Query unknown = new ExactKnnVectorQuery("typo", new float[] {1}, 10);
      HybridQuery query =
          new HybridQuery(
              List.of(clause(MOON, 10), clause(unknown, 10)), ReciprocalRankFusion.DEFAULT, 10);
      IndexSearcher searcher = index.searcher();
      assertEquals(0, searcher.search(query, 10).scoreDocs.length);
      assertEquals("in no list:", searcher.explain(query, 0).getDescription());
      assertEquals(0, SampleIndex.uncached(new MultiReader(), null).count(query));
    }
  }

  @Test
  void scoresThatLuceneDoesNotAllowAreRefused() throws Exception {
    try (HybridIndex index = new HybridIndex(50)) {
      IndexSearcher searcher = index.searcher();
      for (double value : new double[] {-1, Double.NaN, 1e300}) {
        HybridQuery query = index.query(new Constant(value), 10, 10);
        assertTrue(
            assertThrows(IllegalStateException.class, () -> searcher.rewrite(query))
                .getMessage()
                .startsWith(
                    "fusion "
                        + query.getFusion()
                        + " must make scores of at least 0 that are finite floats, got "));
      }
      HybridQuery tied = index.query(new Constant(0), 10, 10);
      ScoreDoc[] hits = searcher.search(tied, 10).scoreDocs;
      for (int rank = 0; rank < 10; rank++) {
        assertEquals(Float.MIN_VALUE, hits[rank].score, 0);
        assertTrue(rank == 0 || hits[rank].doc > hits[rank - 1].doc);
      }
    }
  }

  @Test
  void fusionsThatLoseAHitAreRefused() throws Exception {
    Fusion forgetful = scores -> new double[scores.length - 1];
    try (HybridIndex index = new HybridIndex(50)) {
      HybridQuery query = index.query(forgetful, 3, 3);
      IndexSearcher searcher = index.searcher();
      assertTrue(
          assertThrows(IllegalStateException.class, () -> searcher.rewrite(query))
              .getMessage()
              .contains(
                  " must make as many values as there are scores, 3, got 2 for list 1 (body:word"));
    }
  }
}
