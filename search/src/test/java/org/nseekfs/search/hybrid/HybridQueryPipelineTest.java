package org.nseekfs.search.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.grouping.GroupDocs;
import org.apache.lucene.search.grouping.GroupingSearch;
import org.apache.lucene.search.grouping.TopGroups;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;

/** That a hybrid query is a query as any other to what Lucene does with queries. */
class HybridQueryPipelineTest {
  private static final int K = 40;

  private static HybridQuery query(HybridIndex index) {
    return index.query(ReciprocalRankFusion.DEFAULT, K, 100);
  }

  private static List<Integer> docs(TopDocs found) {
    return Arrays.stream(found.scoreDocs).map(hit -> hit.doc).toList();
  }

  private static Map<Integer, Float> scores(TopDocs found) {
    return Arrays.stream(found.scoreDocs)
        .collect(Collectors.toMap(hit -> hit.doc, hit -> hit.score));
  }

  @Test
  void asAClauseOfOthersItAddsItsScoreToTheirs() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query = query(index);
      Query term = HybridIndex.term(0);
      Map<Integer, Float> hybrid = scores(searcher.search(query, K));
      Map<Integer, Float> text = scores(searcher.search(term, 1000));
      Query both =
          new BooleanQuery.Builder().add(query, Occur.SHOULD).add(term, Occur.SHOULD).build();
      Map<Integer, Float> found = scores(searcher.search(both, 1000));
      Set<Integer> union = new HashSet<>(hybrid.keySet());
      union.addAll(text.keySet());
      assertEquals(union, found.keySet());
      found.forEach(
          (doc, score) ->
              assertEquals(
                  (float) ((double) hybrid.getOrDefault(doc, 0f) + text.getOrDefault(doc, 0f)),
                  score,
                  1e-6f));
    }
  }

  @Test
  void aFilterAroundItKeepsItsScores() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query = query(index);
      Query cheap = NumericDocValuesField.newSlowRangeQuery(HybridIndex.PRICE, 0, 500);
      Query filtered =
          new BooleanQuery.Builder().add(query, Occur.MUST).add(cheap, Occur.FILTER).build();
      Set<Integer> cheapDocs = scores(searcher.search(cheap, 1000)).keySet();
      Map<Integer, Float> expected = scores(searcher.search(query, K));
      assertTrue(expected.keySet().retainAll(cheapDocs));
      assertFalse(expected.isEmpty());
      assertEquals(expected, scores(searcher.search(filtered, 1000)));
      assertEquals(expected.size(), searcher.count(filtered));
    }
  }

  @Test
  void itsHitsCanBeSortedByAField() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query = query(index);
      Map<Integer, Long> prices = prices(searcher);
      List<Integer> expected =
          docs(searcher.search(query, K)).stream()
              .sorted(Comparator.comparing(prices::get))
              .toList();
      Sort byPrice = new Sort(new SortField(HybridIndex.PRICE, SortField.Type.LONG));
      assertEquals(expected, docs(searcher.search(query, 1000, byPrice)));
    }
  }

  private static Map<Integer, Long> prices(IndexSearcher searcher) throws Exception {
    NumericDocValues values =
        MultiDocValues.getNumericValues(searcher.getIndexReader(), HybridIndex.PRICE);
    Map<Integer, Long> prices = new HashMap<>();
    for (int doc = values.nextDoc(); doc != NumericDocValues.NO_MORE_DOCS; doc = values.nextDoc()) {
      prices.put(doc, values.longValue());
    }
    return prices;
  }

  @Test
  void facetsCountItsHits() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query = query(index);
      FacetsCollector collected = searcher.search(query, new FacetsCollectorManager());
      SortedSetDocValuesFacetCounts counts =
          new SortedSetDocValuesFacetCounts(
              new DefaultSortedSetDocValuesReaderState(searcher.getIndexReader(), index.facets()),
              collected);
      Map<String, Long> expected =
          docs(searcher.search(query, K)).stream()
              .collect(Collectors.groupingBy(groups(searcher)::get, Collectors.counting()));
      Map<String, Long> found = new HashMap<>();
      for (LabelAndValue label : counts.getTopChildren(HybridIndex.GROUPS, "facet").labelValues) {
        found.put(label.label, label.value.longValue());
      }
      assertEquals(expected, found);
      assertEquals(K, found.values().stream().mapToLong(count -> count).sum());
    }
  }

  private static Map<Integer, String> groups(IndexSearcher searcher) throws Exception {
    SortedDocValues values =
        MultiDocValues.getSortedValues(searcher.getIndexReader(), HybridIndex.GROUP);
    Map<Integer, String> groups = new HashMap<>();
    for (int doc = values.nextDoc(); doc != SortedDocValues.NO_MORE_DOCS; doc = values.nextDoc()) {
      groups.put(doc, values.lookupOrd(values.ordValue()).utf8ToString());
    }
    return groups;
  }

  @Test
  void facetsOverAllThatTheTextMatchesTakeTheTextBesideIt() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query = query(index);
      Query text = query.getClauses().getFirst().query();
      Query all =
          new BooleanQuery.Builder()
              .add(query, Occur.SHOULD)
              .add(new BoostQuery(text, 0), Occur.SHOULD)
              .build();
      assertTrue(searcher.count(all) > 2 * K);
      assertEquals(docs(searcher.search(query, K)), docs(searcher.search(all, K)));
    }
  }

  @Test
  void itsHitsCollapseToTheBestOfEachGroup() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery query = query(index);
      Map<Integer, String> groups = groups(searcher);
      Map<String, Integer> best = new HashMap<>();
      for (int doc : docs(searcher.search(query, K))) {
        best.putIfAbsent(groups.get(doc), doc);
      }
      TopGroups<BytesRef> found =
          new GroupingSearch(HybridIndex.GROUP)
              .setGroupDocsLimit(1)
              .search(searcher, query, 0, HybridIndex.GROUPS);
      Map<String, Integer> collapsed = new HashMap<>();
      for (GroupDocs<BytesRef> group : found.groups) {
        collapsed.put(group.groupValue().utf8ToString(), group.scoreDocs()[0].doc);
      }
      assertEquals(best, collapsed);
    }
  }

  @Test
  void pagesHaveNeitherGapsNorRepeats() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      for (HybridQuery query :
          List.of(query(index), index.query(ScoreNormalization.DISTRIBUTION, K, 60))) {
        List<Integer> paged = new ArrayList<>();
        ScoreDoc after = null;
        do {
          ScoreDoc[] page = searcher.searchAfter(after, query, 7).scoreDocs;
          Arrays.stream(page).forEach(hit -> paged.add(hit.doc));
          after = page.length < 7 ? null : page[6];
        } while (after != null);
        assertEquals(docs(searcher.search(query, K)), paged);
        assertEquals(K, paged.size());
      }
    }
  }

  @Test
  void aLargerKGoesOnWhereASmallerEnds() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      IndexSearcher searcher = index.searcher();
      HybridQuery large = query(index);
      List<Integer> docs = docs(searcher.search(large, K));
      for (int k = 1; k < K; k++) {
        HybridQuery small = new HybridQuery(large.getClauses(), large.getFusion(), k);
        assertEquals(docs.subList(0, k), docs(searcher.search(small, K)));
      }
    }
  }

  @Test
  void anIndexSortChangesNoScore() throws Exception {
    Consumer<IndexWriterConfig> sorted =
        config ->
            config.setIndexSort(
                new Sort(new SortField(HybridIndex.PRICE, SortField.Type.LONG, true)));
    try (HybridIndex plain = new HybridIndex(800);
        HybridIndex ordered = new HybridIndex(800, sorted)) {
      assertEquals(pricesAndScores(plain), pricesAndScores(ordered));
    }
  }

  /** Scores by price: documents have other numbers in a sorted index, which break ties. */
  private static Map<Long, Float> pricesAndScores(HybridIndex index) throws Exception {
    IndexSearcher searcher = index.searcher();
    HybridQuery query =
        new HybridQuery(
            List.of(
                new HybridClause(index.vectorQuery(800), 1, 800),
                new HybridClause(HybridIndex.term(1), 3, 800)),
            ScoreNormalization.MIN_MAX,
            800);
    Map<Integer, Long> prices = prices(searcher);
    return Arrays.stream(searcher.search(query, 800).scoreDocs)
        .collect(Collectors.toMap(hit -> prices.get(hit.doc), hit -> hit.score));
  }

  @Test
  void anExecutorChangesNothing() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(3);
    try (HybridIndex index = new HybridIndex(800)) {
      HybridQuery query = query(index);
      TopDocs alone = index.searcher().search(query, K);
      for (int round = 0; round < 20; round++) {
        TopDocs together = index.searcher(executor).search(query, K);
        assertEquals(docs(alone), docs(together));
        assertEquals(scores(alone), scores(together));
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void aTimeoutEndsEveryClauseAndIsSeenByTheSearcher() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      for (int checks : new int[] {0, 1, 3, 6, 10}) {
        AtomicInteger left = new AtomicInteger(checks);
        IndexSearcher searcher = index.searcher();
        searcher.setTimeout(() -> left.getAndDecrement() <= 0);
        TopDocs found = searcher.search(query(index), K);
        assertTrue(searcher.timedOut());
        assertTrue(found.scoreDocs.length < K);
      }
    }
  }

  @Test
  void aTimeoutThatDoesNotPassChangesNothing() throws Exception {
    try (HybridIndex index = new HybridIndex(800)) {
      HybridQuery query = query(index);
      IndexSearcher searcher = index.searcher();
      searcher.setTimeout(() -> false);
      assertEquals(docs(index.searcher().search(query, K)), docs(searcher.search(query, K)));
      assertFalse(searcher.timedOut());
    }
  }
}
