package org.nseekfs.search;

import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.tests.search.CheckHits;
import org.apache.lucene.tests.search.QueryUtils;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.nseekfs.quantization.ElementType;

/** On Lucene's own test base, because its checks of queries need it. */
@LuceneTestCase.SuppressCodecs("SimpleText") // has no vectors format per field
public class RankedDocsQueryTest extends LuceneTestCase {
  private static final SampleVectors VECTORS =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 6);

  private static SampleIndex index() throws Exception {
    SampleIndex index = new SampleIndex(VECTORS);
    for (int id = 0; id < 120; id++) {
      index.add(id % 5 == 4 ? null : index.target(), id % 2 == 0 ? "even" : "odd");
      if (id % 50 == 49) {
        index.commit();
      }
    }
    return index.delete(0).delete(60);
  }

  public void testPassesLucenesChecksOnOneSegment() throws Exception {
    try (SampleIndex index =
        index().reopen(config -> config.setMergePolicy(newLogMergePolicy())).merge()) {
      IndexSearcher searcher = index.searcher();
      assertEquals(1, searcher.getIndexReader().leaves().size());
      for (Query query : queries(index)) {
        QueryUtils.check(random(), query, searcher);
      }
    }
  }

  /** All of QueryUtils.check but what searches a segment alone: that has k nearest of its own. */
  public void testPassesLucenesChecksOnManySegments() throws Exception {
    try (SampleIndex index = index()) {
      IndexSearcher searcher = index.searcher();
      for (Query query : queries(index)) {
        QueryUtils.check(query);
        QueryUtils.check(searcher.rewrite(query));
        QueryUtils.checkBulkScorerSkipTo(random(), query, searcher);
        QueryUtils.checkCount(query, searcher);
        QueryUtils.checkExplanations(query, searcher);
        CheckHits.checkMatches(query, searcher);
      }
    }
  }

  private static List<Query> queries(SampleIndex index) {
    Object target = index.target();
    Query odd = SampleIndex.tagged("odd");
    return List.of(
        index.query(target, 1),
        index.query(target, 15),
        index.query(target, 1000),
        index.query(target, 15, odd),
        index.radiusQuery(target, -2, null),
        index.radiusQuery(target, -1.5, odd),
        new BoostQuery(index.radiusQuery(target, -1, null), .5f),
        new BoostQuery(index.query(target, 15), 2.5f),
        new BooleanQuery.Builder()
            .add(index.query(target, 15), BooleanClause.Occur.SHOULD)
            .add(odd, BooleanClause.Occur.SHOULD)
            .build());
  }

  public void testRewritesToAQueryOfValueEquality() throws Exception {
    try (SampleIndex index = index()) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      Query rewritten = searcher.rewrite(index.query(target, 5));
      QueryUtils.checkEqual(rewritten, searcher.rewrite(index.query(target, 5)));
      QueryUtils.checkUnequal(rewritten, searcher.rewrite(index.query(target, 6)));
      QueryUtils.checkUnequal(rewritten, searcher.rewrite(index.query(index.target(), 5)));
      QueryUtils.checkUnequal(rewritten, index.searcher().rewrite(index.query(target, 5)));
    }
  }

  public void testRefusesAnotherReader() throws Exception {
    try (SampleIndex index = index()) {
      Query rewritten = index.searcher().rewrite(index.query(index.target(), 5));
      IndexSearcher other = index.add(1).searcher();
      IllegalStateException refused =
          expectThrows(
              IllegalStateException.class,
              () -> other.createWeight(rewritten, ScoreMode.COMPLETE, 1));
      assertTrue(
          refused.getMessage(),
          refused.getMessage().startsWith("these documents were found in another reader"));
    }
  }

  public void testASearcherOfOneLeafSeesTheLeafsShare() throws Exception {
    try (SampleIndex index = index()) {
      IndexSearcher searcher = index.searcher();
      Query rewritten = searcher.rewrite(index.query(index.target(), 15));
      int shares = 0;
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        for (ScoreDoc hit : new IndexSearcher(leaf.reader()).search(rewritten, 15).scoreDocs) {
          assertTrue(searcher.explain(rewritten, leaf.docBase + hit.doc).isMatch());
          shares++;
        }
      }
      assertEquals(15, shares);
    }
  }

  public void testExplainsScoresByRawSimilarities() throws Exception {
    try (SampleIndex index = index()) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      ExactKnnVectorQuery query = index.query(target, 7);
      CertifiedTopDocs own = query.search(searcher);
      for (ScoreDoc hit : searcher.search(query, 7).scoreDocs) {
        Explanation explanation = searcher.explain(query, hit.doc);
        assertEquals(hit.score, explanation.getValue().floatValue(), 0);
        assertEquals(1, explanation.getDetails().length);
        double raw = explanation.getDetails()[0].getValue().doubleValue();
        assertTrue(
            List.of(own.scoreDocs).stream()
                .anyMatch(other -> other.doc == hit.doc && ((RawScoreDoc) other).raw == raw));
      }
    }
  }

  public void testExplainsWhyADocumentIsNotFound() throws Exception {
    try (SampleIndex index = index()) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      ExactKnnVectorQuery query = index.query(target, 3, SampleIndex.tagged("odd"));
      List<SampleIndex.Near> odd = index.nearest(target, 1000, "odd");
      assertMiss(searcher, query, 2, "not accepted by the filter tag:odd");
      assertMiss(searcher, query, 9, "no vector in field \"vector\"");
      int fourth = odd.get(3).id();
      Explanation miss = searcher.explain(query, fourth);
      assertFalse(miss.isMatch());
      assertTrue(
          miss.toString(),
          miss.getDescription().startsWith("not within the 3 nearest, with score"));
      assertEquals(odd.get(3).raw(), miss.getDetails()[0].getValue().doubleValue(), 0);
      assertShortfall(
          odd.get(2).raw() - odd.get(3).raw(),
          "how far that is below the last hit, document "
              + (odd.get(2).id() + " with raw similarity " + odd.get(2).raw()),
          miss);
    }
  }

  private static void assertShortfall(double value, String description, Explanation miss) {
    Explanation shortfall = miss.getDetails()[1];
    assertEquals(value, shortfall.getValue().doubleValue(), 0);
    assertEquals(description, shortfall.getDescription());
  }

  public void testExplainsHowFarADocumentIsOutsideARadius() throws Exception {
    try (SampleIndex index = index()) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      List<SampleIndex.Near> nearest = index.nearest(target, 1000);
      double minRaw = nearest.get(20).raw();
      Explanation miss =
          searcher.explain(index.radiusQuery(target, minRaw, null), nearest.get(30).id());
      assertShortfall(minRaw - nearest.get(30).raw(), "how far that is below " + minRaw, miss);
    }
  }

  public void testExplainsThatATieIsDecidedByTheDocument() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      Object twin = index.target();
      IndexSearcher searcher = index.add(twin, null).add(twin, null).searcher();
      assertShortfall(
          0,
          "how far that is above the last hit, document 0 with raw similarity 0.0, which has the"
              + " same score and comes first",
          searcher.explain(index.query(twin, 1), 1));
    }
  }

  private static void assertMiss(IndexSearcher searcher, Query query, int doc, String description)
      throws Exception {
    Explanation explanation = searcher.explain(query, doc);
    assertFalse(explanation.isMatch());
    assertEquals(description, explanation.getDescription());
  }

  public void testCountsWithoutScoring() throws Exception {
    try (SampleIndex index = index()) {
      IndexReader reader = index.searcher().getIndexReader();
      IndexSearcher searcher = SampleIndex.uncached(reader, null);
      assertEquals(31, searcher.count(index.query(index.target(), 31)));
      assertEquals(94, searcher.count(index.query(index.target(), 1000)));
    }
  }
}
