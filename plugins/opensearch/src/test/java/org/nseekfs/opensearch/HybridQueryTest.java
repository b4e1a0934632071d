package org.nseekfs.opensearch;

import static org.nseekfs.plugins.Answers.hits;
import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nseekfs.plugins.Answers;
import org.opensearch.test.OpenSearchIntegTestCase.ClusterScope;
import org.opensearch.test.OpenSearchIntegTestCase.Scope;

/** Hybrid searches over shards, against fusions of whole lists by hand. */
@ClusterScope(
    scope = Scope.SUITE,
    numDataNodes = 2,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class HybridQueryTest extends NodesTestCase {

  private static final int DIMENSION = 8;
  private static final int WINDOW = 40;
  private static final String MATCH = "{\"match\":{\"text\":\"amber fjord\"}}";

  private Corpus corpus;
  private float[] target;

  private void index(String index) throws IOException {
    createIndex(index, "\"dimension\":" + DIMENSION, 3, 0);
    corpus = new Corpus(DIMENSION, 11);
    corpus.index(index, 0, 400, false);
    corpus.index(index, 400, 800, true);
    // No merge is to change the order of equal scores from one search to the next.
    call("POST", "/" + index + "/_forcemerge?max_num_segments=1", null);
    call("POST", "/" + index + "/_refresh", null);
    target = corpus.randomVector();
  }

  private String knn(int k) {
    return "{\"nseek_knn\":{\"field\":\"emb\",\"vector\":" + json(target) + ",\"k\":" + k + "}}";
  }

  private static String hybrid(String options, String... weighted) {
    return "{\"nseek_hybrid\":{"
        + options
        + ",\"window\":"
        + WINDOW
        + ",\"queries\":["
        + String.join(",", weighted)
        + "]}}";
  }

  private static String weighted(String query, float weight) {
    return "{\"query\":" + query + ",\"weight\":" + weight + "}";
  }

  private static String body(String query, int size) {
    return "{\"query\":" + query + ",\"size\":" + size + ",\"_source\":false}";
  }

  /** What a document of a rank from 1 of a list gets. */
  private interface Worth {
    double of(int rank, List<Float> scores);
  }

  private static final Worth RECIPROCAL = (rank, scores) -> 1.0 / (60 + rank);
  private static final Worth BETWEEN_THE_ENDS =
      (rank, scores) -> {
        double least = scores.getLast();
        return (scores.get(rank - 1) - least) / (scores.getFirst() - least);
      };

  /** A list that one search of the whole index has found, and its weight. */
  private record Whole(List<String> ids, List<Float> scores, float weight) {
    static Whole of(String index, String query, float weight) throws IOException {
      Map<String, Object> found = search(index, body(query, WINDOW));
      return new Whole(Answers.ids(found), HybridQueryTest.scores(found), weight);
    }
  }

  /** Documents with their fused scores, best first, as floats, as a search ranks them. */
  private static List<Map.Entry<String, Float>> fused(Worth worth, Whole... lists) {
    Map<String, Double> sums = new HashMap<>();
    for (Whole list : lists) {
      for (int i = 0; i < list.ids().size(); i++) {
        sums.merge(list.ids().get(i), list.weight() * worth.of(i + 1, list.scores()), Double::sum);
      }
    }
    List<Map.Entry<String, Float>> fused = new ArrayList<>();
    sums.forEach(
        (id, sum) -> fused.add(Map.entry(id, Math.max(sum.floatValue(), Float.MIN_VALUE))));
    fused.sort(
        Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    return fused;
  }

  private static void assertFused(
      List<Map.Entry<String, Float>> expected, Map<String, Object> found) {
    assertEquals(expected.stream().map(Map.Entry::getValue).toList(), scores(found));
    // Equal scores are ranked by shard, as in any search: which of them are found is what counts.
    assertEquals(
        expected.stream().map(Map.Entry::getKey).sorted().toList(),
        ids(found).stream().sorted().toList());
  }

  public void testRanksAndScoresAreThoseOverAllShards() throws IOException {
    index("global");
    Whole words = Whole.of("global", MATCH, 1);
    Whole vectors = Whole.of("global", knn(WINDOW), 2);
    assertEquals(
        corpus.nearest(target, WINDOW).stream().map(Corpus.Hit::id).toList(), vectors.ids());
    String[] queries = {weighted(MATCH, 1), weighted(knn(WINDOW), 2)};
    assertFused(
        fused(RECIPROCAL, words, vectors).subList(0, 10),
        search("global", body(hybrid("\"k\":10", queries), 10)));
    assertFused(
        fused(BETWEEN_THE_ENDS, words, vectors).subList(0, 10),
        search("global", body(hybrid("\"k\":10,\"fusion\":\"min_max\"", queries), 10)));
  }

  public void testTheFusedHitsAreAClauseAsAnyOther() throws IOException {
    index("clause");
    String query = hybrid("\"k\":20", weighted(MATCH, 1), weighted(knn(WINDOW), 1));
    List<String> all = ids(search("clause", body(query, 20)));
    assertEquals(20, all.size());
    String filtered =
        "{\"bool\":{\"must\":" + query + ",\"filter\":{\"term\":{\"group\":\"g1\"}}}}";
    assertEquals(
        all.stream().filter(id -> Corpus.group(id).equals("g1")).toList(),
        ids(search("clause", body(filtered, 20))));
    assertEquals(
        all.subList(5, 10),
        ids(search("clause", "{\"from\":5,\"size\":5,\"query\":" + query + "}")));
    assertEquals(20, call("POST", "/clause/_count", "{\"query\":" + query + "}").get("count"));
    assertEquals(
        all,
        ids(
            search(
                "clause", "{\"size\":20,\"post_filter\":" + query + ",\"query\":" + query + "}")));
    Map<String, Object> rescored =
        search(
            "clause",
            "{\"size\":20,\"query\":{\"match_all\":{}},\"rescore\":{\"window_size\":1000,\"query\":"
                + "{\"query_weight\":0,\"rescore_query\":"
                + query
                + "}}}");
    assertEquals(all, ids(rescored));
  }

  public void testStatisticsOfAllShardsAndValidationAreAsForAnyQuery() throws IOException {
    index("dfs");
    String query = hybrid("\"k\":10", weighted(MATCH, 1), weighted(knn(WINDOW), 1));
    Map<String, Object> words =
        call("POST", "/dfs/_search?search_type=dfs_query_then_fetch", body(MATCH, WINDOW));
    assertFused(
        fused(RECIPROCAL, new Whole(ids(words), scores(words), 1), Whole.of("dfs", knn(WINDOW), 1))
            .subList(0, 10),
        call("POST", "/dfs/_search?search_type=dfs_query_then_fetch", body(query, 10)));
    assertEquals(
        corpus.nearest(target, 10).stream().map(Corpus.Hit::id).toList(),
        ids(call("POST", "/dfs/_search?search_type=dfs_query_then_fetch", body(knn(10), 10))));
    Map<String, Object> valid =
        call("POST", "/dfs/_validate/query?explain=true", "{\"query\":" + query + "}");
    assertEquals(valid.toString(), true, valid.get("valid"));
  }

  public void testQueriesOfAHybridAreFilteredEachByItself() throws IOException {
    index("filtered");
    String words = "{\"bool\":{\"must\":" + MATCH + ",\"filter\":{\"term\":{\"group\":\"g2\"}}}}";
    String near = knn(WINDOW).replace("\"k\":", "\"filter\":{\"term\":{\"group\":\"g2\"}},\"k\":");
    assertFused(
        fused(RECIPROCAL, Whole.of("filtered", words, 1), Whole.of("filtered", near, 1))
            .subList(0, 15),
        search("filtered", body(hybrid("\"k\":15", weighted(words, 1), weighted(near, 1)), 15)));
  }

  public void testAHybridOfAHybridFusesTheFusedList() throws IOException {
    index("deep");
    String inner = hybrid("\"k\":30", weighted(MATCH, 1), weighted(knn(WINDOW), 1));
    String group = "{\"constant_score\":{\"filter\":{\"term\":{\"group\":\"g4\"}}}}";
    Whole innerList = Whole.of("deep", inner, 3);
    assertEquals(30, innerList.ids().size());
    assertFused(
        fused(RECIPROCAL, innerList, Whole.of("deep", group, 1)).subList(0, 10),
        search("deep", body(hybrid("\"k\":10", weighted(inner, 3), weighted(group, 1)), 10)));
  }

  public void testExplanationsTellTheRankInEveryListAndWhyItHasIt() throws IOException {
    index("told");
    String query = hybrid("\"k\":5", weighted(MATCH, 1), weighted(knn(WINDOW), 2));
    Map<String, Object> found =
        search("told", "{\"explain\":true,\"profile\":true,\"query\":" + query + "}");
    Corpus.Hit nearest = corpus.nearest(target, 1).getFirst();
    Map<String, Object> hit =
        hits(found).stream().filter(one -> one.get("_id").equals(nearest.id())).findFirst().get();
    String explanation = hit.get("_explanation").toString();
    assertTrue(explanation, explanation.contains("by rrf(60) from:"));
    assertTrue(
        explanation,
        explanation.contains(
            "rank 1 of list 2 (nseek_knn), computed as weight 2.0 times normalized score"));
    assertTrue(explanation, explanation.contains("list 1 (match)"));
    assertTrue(explanation, explanation.contains(Double.toString(nearest.raw()).substring(0, 7)));
    String profile = found.get("profile").toString();
    assertTrue(
        profile,
        profile.contains("of rrf(60) of 40 hits of list 1 (match), 40 hits of list 2 (nseek_knn)"));
    Map<String, Object> single =
        call("GET", "/told/_explain/" + nearest.id(), "{\"query\":" + query + "}");
    assertEquals(true, single.get("matched"));
    assertTrue(single.toString(), single.toString().contains("rank 1 of list 2 (nseek_knn)"));
  }

  public void testRequestsThatDoNotFitAreRefused() throws IOException {
    index("asked");
    assertHybridRefused("\"k\":10", "queries must be at least 1, got 0");
    String queries = ",\"queries\":[{\"query\":{\"match_all\":{}}}]";
    assertHybridRefused("\"k\":2000" + queries, "k must be 1..1000, got 2000");
    assertHybridRefused("\"window\":5" + queries, "window must be 10 (k)..10000, got 5");
    assertHybridRefused(
        "\"fusion\":\"sum\"" + queries,
        "fusion must be one of [rrf, min_max, z_score, l2, distribution], got \"sum\"");
    assertHybridRefused(
        "\"queries\":[{\"query\":{\"match_all\":{}},\"weight\":-1}]",
        "weight must be above 0 and finite, got -1.0");
    assertHybridRefused(
        "\"queries\":[{\"query\":{\"nseek_knn\":{\"field\":\"emb\",\"vector\":[1],\"k\":1}}}]",
        "vector of field \"emb\" must have dimension 8, got 1");
    assertRefused(
        "POST",
        "/asked/_search",
        "{\"query\":{\"nseek_fused\":{}}}",
        "unknown query [nseek_fused]");
    call(
        "POST",
        "/_aliases",
        "{\"actions\":[{\"add\":{\"index\":\"asked\",\"alias\":\"seen\",\"filter\":"
            + "{\"term\":{\"group\":\"g1\"}}}}]}");
    List<String> seen = ids(search("seen", body(hybrid("\"k\":10", weighted(MATCH, 1)), 10)));
    assertEquals(10, seen.size());
    assertTrue(seen.stream().allMatch(id -> Corpus.group(id).equals("g1")));
  }

  private static void assertHybridRefused(String options, String text) throws IOException {
    assertRefused(
        "POST", "/asked/_search", "{\"query\":{\"nseek_hybrid\":{" + options + "}}}", text);
  }

  public void testWhereNothingCoordinatesItSaysSo() throws IOException {
    index("alone");
    String query = hybrid("\"k\":10", weighted(MATCH, 1));
    String alias =
        "{\"actions\":[{\"add\":{\"index\":\"alone\",\"alias\":\"narrow\",\"filter\":"
            + query
            + "}}]}";
    assertRefused("POST", "/_aliases", alias, "[nseek_hybrid] ranks over all shards");
  }

  public void testDocumentsOfOneIdInTwoShardsAreTwo() throws IOException {
    createIndex("routed", "\"dimension\":2,\"similarity\":\"euclidean\"", 5, 0);
    for (int route = 0; route < 8; route++) {
      call(
          "PUT",
          "/routed/_doc/same?refresh=true&routing=" + route,
          "{\"emb\":[" + route + ",0],\"text\":\"amber\"}");
    }
    int documents = (Integer) call("GET", "/routed/_count", null).get("count");
    assertTrue("routes fell into " + documents + " shards", documents > 1);
    String near = "{\"nseek_knn\":{\"field\":\"emb\",\"vector\":[0,0],\"k\":10}}";
    Map<String, Object> found =
        search("routed", body(hybrid("\"k\":10", weighted(near, 1), weighted(MATCH, 1)), 10));
    assertEquals(documents, ids(found).size());
    assertEquals(
        documents, hits(found).stream().map(hit -> hit.get("_routing")).distinct().count());
  }

  public void testPagesOfAPointInTimeAndScrollsAreOfTheFusedHits() throws IOException {
    index("paged");
    String query = hybrid("\"k\":10", weighted(MATCH, 1), weighted(knn(WINDOW), 1));
    List<String> all = ids(search("paged", body(query, 10)));
    String pit =
        (String) call("POST", "/paged/_search/point_in_time?keep_alive=1m", null).get("pit_id");
    corpus.index("paged", 800, 1200, true);
    assertEquals(
        all,
        ids(
            call(
                "POST", "/_search", "{\"pit\":{\"id\":\"" + pit + "\"},\"query\":" + query + "}")));
    call("DELETE", "/_search/point_in_time", "{\"pit_id\":[\"" + pit + "\"]}");
    Map<String, Object> first = call("POST", "/paged/_search?scroll=1m", body(query, 6));
    Map<String, Object> second =
        call(
            "POST",
            "/_search/scroll",
            "{\"scroll\":\"1m\",\"scroll_id\":\"" + first.get("_scroll_id") + "\"}");
    assertEquals(6, ids(first).size());
    assertEquals(4, ids(second).size());
    call("DELETE", "/_search/scroll", "{\"scroll_id\":\"" + second.get("_scroll_id") + "\"}");
  }
}
