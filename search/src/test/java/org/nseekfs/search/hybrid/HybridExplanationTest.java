package org.nseekfs.search.hybrid;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.tests.search.CheckHits;
import org.apache.lucene.tests.search.QueryUtils;
import org.apache.lucene.tests.util.LuceneTestCase;

/** On Lucene's own test base, because its checks of queries need it. */
@LuceneTestCase.SuppressCodecs("SimpleText") // has no vectors format per field
public class HybridExplanationTest extends LuceneTestCase {
  private static final int DOCUMENTS = 200;
  private static final int WINDOW = 20;
  private static final int K = 10;

  private static List<Query> queries(HybridIndex index) {
    List<Query> queries = new ArrayList<>();
    for (ScoreNormalization normalization : ScoreNormalization.values()) {
      queries.add(index.query(normalization, K, WINDOW));
    }
    HybridQuery rrf = index.query(ReciprocalRankFusion.DEFAULT, K, WINDOW);
    HybridQuery nested =
        new HybridQuery(
            List.of(
                new HybridClause(rrf, 2, 5),
                new HybridClause(index.vectorQuery(1), 1, 5),
                new HybridClause(new MatchNoDocsQuery(), 1, 5)),
            ScoreNormalization.L2,
            5);
    return List.of(
        queries.get(0),
        queries.get(1),
        queries.get(2),
        queries.get(3),
        rrf,
        nested,
        new BoostQuery(rrf, 2.5f),
        new BooleanQuery.Builder()
            .add(rrf, BooleanClause.Occur.SHOULD)
            .add(HybridIndex.term(1), BooleanClause.Occur.SHOULD)
            .build());
  }

  public void testPassesLucenesChecksOnOneSegment() throws Exception {
    try (HybridIndex index =
        new HybridIndex(DOCUMENTS, config -> config.setMergePolicy(newLogMergePolicy()))) {
      IndexSearcher searcher = index.searcher();
      assertEquals(1, searcher.getIndexReader().leaves().size());
      for (Query query : queries(index)) {
        QueryUtils.check(random(), query, searcher);
      }
    }
  }

  /** All of QueryUtils.check but what searches a segment alone: that has k best of its own. */
  public void testPassesLucenesChecksOnManySegments() throws Exception {
    try (HybridIndex index = new HybridIndex(DOCUMENTS)) {
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

  public void testExplainsEveryHitByItsScoreRankAndLists() throws Exception {
    try (HybridIndex index = new HybridIndex(DOCUMENTS)) {
      IndexSearcher searcher = index.searcher();
      for (Query query : queries(index).subList(0, 5)) {
        HybridQuery hybrid = (HybridQuery) query;
        ScoreDoc[] hits = searcher.search(hybrid, K).scoreDocs;
        List<List<Integer>> lists = lists(searcher, hybrid);
        for (int rank = 0; rank < hits.length; rank++) {
          Explanation explanation = searcher.explain(hybrid, hits[rank].doc);
          assertEquals(hits[rank].score, explanation.getValue().floatValue(), 0);
          assertTrue(
              explanation.getDescription(),
              explanation.getDescription().startsWith("fused rank " + (rank + 1) + " of "));
          assertLists(explanation, lists, hits[rank].doc);
        }
      }
    }
  }

  private static List<List<Integer>> lists(IndexSearcher searcher, HybridQuery query)
      throws Exception {
    List<List<Integer>> lists = new ArrayList<>();
    for (HybridClause clause : query.getClauses()) {
      lists.add(Arrays.stream(HybridIndex.list(searcher, clause)).map(hit -> hit.doc).toList());
    }
    return lists;
  }

  /** What every list gave adds up to the score, and its rank is the one of the list. */
  private static void assertLists(Explanation explanation, List<List<Integer>> lists, int doc) {
    double sum = 0;
    assertEquals(lists.size(), explanation.getDetails().length);
    for (int i = 0; i < lists.size(); i++) {
      Explanation list = explanation.getDetails()[i];
      int rank = lists.get(i).indexOf(doc) + 1;
      String start =
          rank == 0 ? "not in list " + (i + 1) + " " : "rank " + rank + " of list " + (i + 1) + " ";
      assertTrue(list.getDescription(), list.getDescription().startsWith(start));
      assertEquals(rank > 0, list.isMatch());
      sum += rank == 0 ? 0 : list.getValue().doubleValue();
    }
    assertEquals(Math.max((float) sum, Float.MIN_VALUE), explanation.getValue().floatValue(), 0);
  }

  public void testExplainsHowFarBelowTheLastHitADocumentIsAndInWhichList() throws Exception {
    try (HybridIndex index = new HybridIndex(DOCUMENTS)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery all = index.query(ReciprocalRankFusion.DEFAULT, WINDOW, WINDOW);
      HybridQuery query = new HybridQuery(all.getClauses(), all.getFusion(), 3);
      ScoreDoc[] ranked = searcher.search(all, WINDOW).scoreDocs;
      List<List<Integer>> lists = lists(searcher, query);
      for (int rank = 4; rank <= WINDOW; rank++) {
        Explanation miss = searcher.explain(query, ranked[rank - 1].doc);
        assertFalse(miss.isMatch());
        String[] words = miss.getDescription().split("[ ,]+");
        assertEquals("fused rank " + rank, String.join(" ", Arrays.copyOf(words, 3)));
        double own = fused(lists, ranked[rank - 1].doc);
        double third = fused(lists, ranked[2].doc);
        String figures =
            "fused score " + own + ", " + (third - own) + " below rank 3 with " + third;
        assertTrue(miss.toString(), miss.getDescription().contains(figures));
        double lossInText = loss(lists.get(0), ranked[rank - 1].doc, ranked[2].doc);
        double lossInVectors = loss(lists.get(1), ranked[rank - 1].doc, ranked[2].doc);
        int loser = lossInVectors > lossInText ? 2 : 1;
        assertTrue(
            miss.toString(), miss.getDescription().contains("loses most in list " + loser + " ("));
      }
    }
  }

  private static double fused(List<List<Integer>> lists, int doc) {
    double sum = 0;
    for (List<Integer> list : lists) {
      sum += worth(list, doc);
    }
    return sum;
  }

  private static double worth(List<Integer> list, int doc) {
    return list.contains(doc) ? 1d / (61 + list.indexOf(doc)) : 0;
  }

  private static double loss(List<Integer> list, int doc, int winner) {
    return worth(list, winner) - worth(list, doc);
  }

  public void testExplainsDocumentsThatAreInNoList() throws Exception {
    try (HybridIndex index = new HybridIndex(DOCUMENTS)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query = index.query(ReciprocalRankFusion.DEFAULT, K, WINDOW);
      Set<Integer> listed =
          lists(searcher, query).stream().flatMap(List::stream).collect(Collectors.toSet());
      int checked = 0;
      for (int doc = 0; doc < searcher.getIndexReader().maxDoc(); doc++) {
        if (!listed.contains(doc) && !HybridIndex.isDeleted(doc)) {
          Explanation miss = searcher.explain(query, doc);
          assertTrue(
              miss.toString(), miss.getDescription().startsWith("in no list, fused score 0.0, "));
          assertTrue(
              miss.toString(), miss.getDetails()[0].getDescription().startsWith("not in list 1 "));
          checked++;
        }
      }
      assertTrue(checked > DOCUMENTS / 2);
    }
  }

  public void testExplainsDocumentsThatShortListsDoNotHold() throws Exception {
    try (HybridIndex index = new HybridIndex(DOCUMENTS)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query =
          new HybridQuery(
              List.of(new HybridClause(index.vectorQuery(2), 1, K)),
              ReciprocalRankFusion.DEFAULT,
              K);
      List<Integer> listed = lists(searcher, query).getFirst();
      int other = listed.contains(0) ? listed.contains(1) ? 2 : 1 : 0;
      assertEquals("in no list:", searcher.explain(query, other).getDescription());
    }
  }

  public void testASearcherOfOneLeafExplainsTheLeafsShare() throws Exception {
    try (HybridIndex index = new HybridIndex(DOCUMENTS)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query = index.query(ReciprocalRankFusion.DEFAULT, K, WINDOW);
      Query rewritten = searcher.rewrite(query);
      int shares = 0;
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        IndexSearcher alone = new IndexSearcher(leaf.reader());
        for (ScoreDoc hit : alone.search(rewritten, K).scoreDocs) {
          Explanation inLeaf = alone.explain(rewritten, hit.doc);
          Explanation whole = searcher.explain(rewritten, leaf.docBase + hit.doc);
          assertEquals(whole.getDescription(), inLeaf.getDescription());
          assertEquals(hit.score, inLeaf.getValue().floatValue(), 0);
          shares++;
        }
      }
      assertEquals(K, shares);
    }
  }
}
