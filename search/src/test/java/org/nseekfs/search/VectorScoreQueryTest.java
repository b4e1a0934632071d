package org.nseekfs.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.tests.search.CheckHits;
import org.apache.lucene.tests.search.QueryUtils;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;

/** On Lucene's own test base, because its checks of queries need it. */
@LuceneTestCase.SuppressCodecs("SimpleText") // has no vectors format per field
public class VectorScoreQueryTest extends LuceneTestCase {
  private static final String FIELD = SampleIndex.FIELD;
  private static final int DOCUMENTS = 120;

  private static List<SampleVectors> everyTypeAndFunction() {
    return Arrays.stream(ElementType.values())
        .flatMap(
            type ->
                Arrays.stream(VectorSimilarityFunction.values())
                    .map(function -> new SampleVectors(type, function, 21)))
        .toList();
  }

  private static SampleVectors floats() {
    return new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 6);
  }

  /** Three segments, every fifth document without a vector. */
  private static SampleIndex allLive(SampleVectors vectors, Consumer<IndexWriterConfig> settings)
      throws Exception {
    SampleIndex index = new SampleIndex(vectors, new ByteBuffersDirectory(), settings);
    for (int id = 0; id < DOCUMENTS; id++) {
      index.add(id % 5 == 4 ? null : index.target(), id % 2 == 0 ? "even" : "odd");
      if (id % 50 == 49) {
        index.commit();
      }
    }
    return index;
  }

  /** The same with two documents deleted. */
  private static SampleIndex index(SampleVectors vectors, Consumer<IndexWriterConfig> settings)
      throws Exception {
    return allLive(vectors, settings).delete(0).delete(60);
  }

  private static SampleIndex index(SampleVectors vectors) throws Exception {
    return index(vectors, config -> {});
  }

  private static VectorScoreQuery query(Object target, Query documents) {
    return new VectorScoreQuery(FIELD, QueryVector.ofArray(target), documents);
  }

  /** Scores of all documents found, by id. */
  private static Map<Integer, Float> scores(IndexSearcher searcher, Query query) throws Exception {
    TopDocs found = searcher.search(query, DOCUMENTS);
    List<Integer> ids = SampleIndex.ids(searcher, found);
    Map<Integer, Float> scores = new HashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      scores.put(ids.get(i), found.scoreDocs[i].score);
    }
    return scores;
  }

  /** What brute force over the documents with {@code tag} gives. */
  private static Map<Integer, Float> expected(
      SampleIndex index, SampleVectors vectors, Object target, String tag) {
    Map<Integer, Float> scores = new HashMap<>();
    for (SampleIndex.Near near : index.nearest(target, DOCUMENTS, tag)) {
      assertEquals(index.oracle(target, near.id()), near.raw(), 1e-5 * (1 + Math.abs(near.raw())));
      scores.put(near.id(), vectors.score(near.raw()));
    }
    return scores;
  }

  public void testEveryDocumentHasTheScoreOfItsExactSimilarity() throws Exception {
    for (SampleVectors vectors : everyTypeAndFunction()) {
      try (SampleIndex index = index(vectors)) {
        IndexSearcher searcher = index.searcher();
        Object target = index.target();
        assertEquals(expected(index, vectors, target, null), scores(searcher, query(target, null)));
        Query odd = query(target, SampleIndex.tagged("odd"));
        assertEquals(expected(index, vectors, target, "odd"), scores(searcher, odd));
        CheckHits.checkExplanations(odd, null, searcher, true);
        CheckHits.checkExplanations(query(target, null), null, searcher, true);
      }
    }
  }

  public void testSegmentsInOtherFormatsAreScoredAsExactly() throws Exception {
    for (ElementType type : List.of(ElementType.F32, ElementType.BYTE)) {
      SampleVectors vectors = new SampleVectors(type, VectorSimilarityFunction.COSINE, 33);
      try (SampleIndex index = index(vectors, config -> config.setCodec(Codec.getDefault()))) {
        Object target = index.target();
        assertEquals(
            expected(index, vectors, target, "even"),
            scores(index.searcher(), query(target, SampleIndex.tagged("even"))));
      }
    }
  }

  /** Their skipping knows no deleted documents. */
  public void testPassesLucenesChecks() throws Exception {
    try (SampleIndex index = allLive(floats(), config -> {})) {
      IndexSearcher searcher = index.searcher();
      for (Query query : queries(index)) {
        QueryUtils.check(random(), query, searcher);
      }
    }
  }

  private static List<Query> queries(SampleIndex index) {
    Object target = index.target();
    Query odd = SampleIndex.tagged("odd");
    return List.of(
        query(target, null),
        query(target, odd),
        query(target, SampleIndex.tagged("none")),
        query(target, query(index.target(), odd)),
        query(target, index.query(target, 500)),
        new BoostQuery(query(target, odd), 2.5f),
        new BooleanQuery.Builder()
            .add(query(target, null), BooleanClause.Occur.SHOULD)
            .add(odd, BooleanClause.Occur.MUST)
            .build());
  }

  public void testIndexSortAndExecutorChangeNothing() throws Exception {
    SampleVectors vectors = floats();
    Sort byId = new Sort(new SortField(SampleIndex.ID, SortField.Type.LONG, true));
    try (SampleIndex index = index(vectors, config -> config.setIndexSort(byId));
        ExecutorService executor = Executors.newFixedThreadPool(2)) {
      Object target = index.target();
      assertEquals(
          expected(index, vectors, target, "odd"),
          scores(index.searcher(executor), query(target, SampleIndex.tagged("odd"))));
    }
  }

  public void testADocumentWithoutAVectorIsKeptByAnOptionalClause() throws Exception {
    try (SampleIndex index = index(floats())) {
      Query odd = SampleIndex.tagged("odd");
      Query optional =
          new BooleanQuery.Builder()
              .add(odd, BooleanClause.Occur.FILTER)
              .add(query(index.target(), null), BooleanClause.Occur.SHOULD)
              .build();
      Map<Integer, Float> scores = scores(index.searcher(), optional);
      assertEquals(60, scores.size());
      assertEquals(0f, scores.get(9), 0);
      assertTrue(scores.get(11) > 0);
    }
  }

  public void testExplainsWhatDoesNotMatch() throws Exception {
    try (SampleIndex index = index(floats())) {
      IndexSearcher searcher = index.searcher();
      Query odd = query(index.target(), SampleIndex.tagged("odd"));
      assertMiss(searcher.explain(odd, 2), "not matched by tag:odd");
      assertMiss(searcher.explain(odd, 9), "no vector in field \"vector\"");
    }
  }

  private static void assertMiss(Explanation explanation, String description) {
    assertFalse(explanation.isMatch());
    assertEquals(description, explanation.getDescription());
  }

  public void testAnUnknownFieldMatchesNothing() throws Exception {
    try (SampleIndex index = index(floats())) {
      Query query = new VectorScoreQuery("typo", new float[] {1});
      assertEquals(0, index.searcher().search(query, 1).scoreDocs.length);
    }
  }

  public void testWhatCannotBeComparedIsRefused() throws Exception {
    try (SampleIndex index = index(floats())) {
      IndexSearcher searcher = index.searcher();
      assertRefused(
          "field \"vector\" has vectors of dimension 6, got a target of dimension 2",
          searcher,
          new VectorScoreQuery(FIELD, new float[2]));
      assertRefused(
          "field \"vector\" holds f32 vectors, whose target is a float[], got a double[]",
          searcher,
          new VectorScoreQuery(FIELD, QueryVector.of(new double[6]), null));
      assertRefused(
          "field \"id\" has no vectors",
          searcher,
          new VectorScoreQuery(SampleIndex.ID, QueryVector.of(new byte[6]), null));
    }
  }

  private static void assertRefused(String message, IndexSearcher searcher, Query query) {
    assertEquals(
        message,
        expectThrows(IllegalArgumentException.class, () -> searcher.search(query, 1)).getMessage());
  }

  public void testQueriesAreEqualIfAllTheirPartsAre() {
    Query odd = SampleIndex.tagged("odd");
    VectorScoreQuery query = new VectorScoreQuery("emb", new float[] {.5f, 2}, odd);
    assertEquals("VectorScoreQuery:emb,float[2][0.5,...][tag:odd]", query.toString());
    QueryUtils.checkEqual(query, new VectorScoreQuery("emb", new float[] {.5f, 2}, odd));
    for (Query other :
        List.of(
            new VectorScoreQuery("other", new float[] {.5f, 2}, odd),
            new VectorScoreQuery("emb", new float[] {.5f, 3}, odd),
            new VectorScoreQuery("emb", QueryVector.of(new double[] {.5f, 2}), odd),
            new VectorScoreQuery("emb", QueryVector.of(new byte[] {1, 2}), odd),
            new VectorScoreQuery("emb", new float[] {.5f, 2}),
            new VectorScoreQuery("emb", new float[] {.5f, 2}, SampleIndex.tagged("even")))) {
      QueryUtils.checkUnequal(query, other);
    }
  }

  public void testVisitorsSeeItAndTheDocumentsQuery() {
    Query odd = SampleIndex.tagged("odd");
    Query query = new VectorScoreQuery("emb", new float[] {1}, odd);
    List<String> seen = new ArrayList<>();
    query.visit(
        new QueryVisitor() {
          @Override
          public void visitLeaf(Query leaf) {
            seen.add(leaf.toString());
          }

          @Override
          public void consumeTerms(Query leaf, Term... terms) {
            seen.add(terms[0].toString());
          }
        });
    assertEquals(List.of(query.toString(), "tag:odd"), seen);
  }

  public void testPagesHaveNoGapsAndNoRepeats() throws Exception {
    try (SampleIndex index = index(floats())) {
      IndexSearcher searcher = index.searcher();
      Query query = query(index.target(), null);
      List<Integer> paged = new ArrayList<>();
      ScoreDoc after = null;
      for (TopDocs page = searcher.searchAfter(after, query, 7);
          page.scoreDocs.length > 0;
          page = searcher.searchAfter(after, query, 7)) {
        paged.addAll(SampleIndex.ids(searcher, page));
        after = page.scoreDocs[page.scoreDocs.length - 1];
      }
      assertEquals(SampleIndex.ids(searcher, searcher.search(query, DOCUMENTS)), paged);
      assertEquals(94, paged.size());
    }
  }
}
