package org.nseekfs.elasticsearch;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.nseekfs.plugins.Answers.hits;
import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.test.ESIntegTestCase;
import org.nseekfs.adapter.HybridRequest;
import org.nseekfs.search.hybrid.FusedHit;
import org.nseekfs.search.hybrid.Fusion;
import org.nseekfs.search.hybrid.ScoredList;

/** Hybrid queries over three shards on two nodes, against lists fused by plain code. */
@ESIntegTestCase.ClusterScope(
    scope = ESIntegTestCase.Scope.SUITE,
    numDataNodes = 2,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class HybridQueryTest extends RestTestCase {

  private static final int DIMENSION = 8;
  private static final List<String> WORDS = List.of("red", "green", "blue", "old", "new", "big");

  /** Creates an index of three shards whose documents have some words and a vector. */
  private static double[][] createTexts(String index, int count) throws IOException {
    create(index, 3, 0, vectorField(DIMENSION, "f32", "euclidean"));
    double[][] vectors = vectors(count, DIMENSION);
    StringBuilder bulk = new StringBuilder();
    for (int id = 0; id < count; id++) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < 2 + random().nextInt(8); i++) {
        words.add(WORDS.get(random().nextInt(WORDS.size())));
      }
      bulk.append("{\"index\": {\"_id\": \"").append(id).append("\"}}\n");
      bulk.append("{\"n\": ").append(id).append(", \"text\": \"");
      bulk.append(String.join(" ", words)).append("\", \"emb\": ");
      bulk.append(json(vectors[id])).append("}\n");
    }
    Map<String, Object> answer = send("POST", "/" + index + "/_bulk?refresh=true", bulk.toString());
    assertEquals(answer.toString(), false, answer.get("errors"));
    return vectors;
  }

  private static String match(String words) {
    return text("{\"match\": {\"text\": \"%s\"}}", words);
  }

  private static String knn(double[] target, int k) {
    return text(
        "{\"nseek_knn\": {\"field\": \"emb\", \"vector\": %s, \"k\": %d}}", json(target), k);
  }

  private static String hybrid(String options, String... queries) {
    List<String> weighted = new ArrayList<>();
    for (int i = 0; i < queries.length; i++) {
      weighted.add(text("{\"query\": %s, \"weight\": %d}", queries[i], i + 1));
    }
    return text("{\"nseek_hybrid\": {%s, \"queries\": %s}}", options, weighted);
  }

  private static Map<String, Float> found(String path, String query, int size) throws IOException {
    Map<String, Float> found = new LinkedHashMap<>();
    String body = text("{\"query\": %s, \"size\": %d, \"_source\": false}", query, size);
    for (Map<String, Object> hit : hits(send("POST", path, body))) {
      found.put((String) hit.get("_id"), ((Number) hit.get("_score")).floatValue());
    }
    return found;
  }

  /** The lists fused, each found by a search of its own; weights count from 1. */
  private static Map<String, Float> fused(Fusion fusion, int k, List<Map<String, Float>> lists) {
    List<ScoredList<String>> scored = new ArrayList<>();
    for (Map<String, Float> list : lists) {
      float[] scores = new float[list.size()];
      int slot = 0;
      for (float score : list.values()) {
        scores[slot++] = score;
      }
      scored.add(
          new ScoredList<>("", scored.size() + 1, List.copyOf(list.keySet()), scores, fusion));
    }
    Map<String, Float> fused = new LinkedHashMap<>();
    FusedHit.fuse(fusion, scored, Comparator.naturalOrder()).stream()
        .limit(k)
        .forEach(hit -> fused.put(hit.key(), hit.score()));
    return fused;
  }

  public void testReciprocalRanksAreThoseOfTheWholeIndex() throws IOException {
    double[][] vectors = createTexts("ranks", 300);
    double[] target = vectors(1, DIMENSION)[0];
    List<Integer> nearest = Oracle.nearest(vectors, target);
    List<String> matching = List.copyOf(found("/ranks/_search", match("red old"), 50).keySet());
    Map<String, Double> sums = new LinkedHashMap<>();
    for (int rank = 1; rank <= 50; rank++) {
      sums.merge(matching.get(rank - 1), 1d / (60 + rank), Double::sum);
      sums.merge(Integer.toString(nearest.get(rank - 1)), 2d / (60 + rank), Double::sum);
    }
    Map<String, Float> got =
        found(
            "/ranks/_search",
            hybrid("\"k\": 20, \"window\": 50", match("red old"), knn(target, 50)),
            100);
    assertEquals(20, got.size());
    List<Double> best = new ArrayList<>(sums.values());
    best.sort(Collections.reverseOrder());
    int rank = 0;
    for (Map.Entry<String, Float> hit : got.entrySet()) {
      assertEquals(sums.get(hit.getKey()).floatValue(), hit.getValue(), 0f);
      assertEquals(best.get(rank++).floatValue(), hit.getValue(), 0f);
    }
  }

  public void testEveryFusionIsThatOfTheListsOfTheWholeIndex() throws IOException {
    createTexts("fusions", 300);
    double[] target = vectors(1, DIMENSION)[0];
    List<Map<String, Float>> lists =
        List.of(
            found("/fusions/_search", match("blue new"), 60),
            found("/fusions/_search", knn(target, 40), 60));
    assertEquals(60, lists.getFirst().size());
    // Each shard finds its k nearest, so there are more hits than k among which the window chooses.
    assertEquals(60, lists.getLast().size());
    for (String fusion : HybridRequest.FUSIONS) {
      HybridRequest request = new HybridRequest(15, 60, fusion, null);
      String options = text("\"k\": 15, \"window\": 60, \"fusion\": \"%s\"", fusion);
      assertSameScores(
          fused(request.toFusion(), 15, lists),
          found("/fusions/_search", hybrid(options, match("blue new"), knn(target, 40)), 50));
    }
  }

  /** Which of two documents of one score comes first is the engine's to say. */
  private static void assertSameScores(Map<String, Float> expected, Map<String, Float> got) {
    assertEquals(List.copyOf(expected.values()), List.copyOf(got.values()));
    assertEquals(expected, got);
  }

  public void testItNestsAndIsFilteredAndPagedAndBoosted() throws IOException {
    createTexts("nests", 200);
    double[] target = vectors(1, DIMENSION)[0];
    String hybrid = hybrid("\"k\": 30, \"window\": 60", match("red"), knn(target, 60));
    Map<String, Float> plain = found("/nests/_search", hybrid, 30);
    String filtered =
        text("{\"bool\": {\"must\": %s, \"filter\": {\"range\": {\"n\": {\"lt\": 100}}}}}", hybrid);
    Map<String, Float> expected = new LinkedHashMap<>(plain);
    expected.keySet().removeIf(id -> Integer.parseInt(id) >= 100);
    assertEquals(expected, found("/nests/_search", filtered, 30));

    String body = text("{\"query\": %s, \"from\": 10, \"size\": 5}", hybrid);
    assertEquals(List.copyOf(plain.keySet()).subList(10, 15), ids(search("nests", body)));

    String boosted = hybrid.replaceFirst("\\{\"nseek_hybrid\": \\{", "$0\"boost\": 2, ");
    Map<String, Float> doubled = new LinkedHashMap<>();
    plain.forEach((id, score) -> doubled.put(id, 2 * score));
    assertEquals(doubled, found("/nests/_search", boosted, 30));

    String outer = hybrid("\"k\": 10, \"window\": 30", hybrid, match("green"));
    assertEquals(
        fused(
            new HybridRequest(10, 30, null, null).toFusion(),
            10,
            List.of(plain, found("/nests/_search", match("green"), 30))),
        found("/nests/_search", outer, 30));
  }

  public void testExplainAndProfileTellRanksAndRawSimilarities() throws IOException {
    createTexts("explained", 200);
    double[] target = vectors(1, DIMENSION)[0];
    String query = hybrid("\"k\": 5, \"window\": 50", match("red"), knn(target, 20));
    Map<String, Object> answer =
        search("explained", text("{\"query\": %s, \"explain\": true, \"profile\": true}", query));
    for (Map<String, Object> hit : hits(answer)) {
      Map<?, ?> explanation = (Map<?, ?>) hit.get("_explanation");
      assertEquals(
          ((Number) hit.get("_score")).floatValue(),
          ((Number) explanation.get("value")).floatValue(),
          0f);
      assertThat(explanation.get("description").toString(), startsWith("fused rank "));
      assertThat(explanation.toString(), containsString("list 2 (nseek_knn)"));
    }
    String best = hits(answer).getFirst().get("_explanation").toString();
    assertThat(best, containsString("raw similarity"));
    assertThat(answer.get("profile").toString(), containsString("hits of list 1 (match)"));
    String id = ids(answer).getFirst();
    String one = send("POST", "/explained/_explain/" + id, "{\"query\": " + query + "}").toString();
    assertThat(one, containsString("matched=true"));
    assertThat(one, containsString("fused rank 1 of"));
  }

  public void testRoutingAndPreferenceAndAliasesAndRuntimeFieldsAreThoseOfTheRequest()
      throws IOException {
    double[][] vectors = createTexts("routed", 90);
    StringBuilder bulk = new StringBuilder();
    for (int id = 100; id < 140; id++) {
      bulk.append(text("{\"index\": {\"_id\": \"%d\", \"routing\": \"r\"}}\n", id));
      bulk.append(text("{\"n\": %d, \"text\": \"red\", ", id));
      bulk.append("\"emb\": ").append(json(vectors[id - 100])).append("}\n");
    }
    send("POST", "/routed/_bulk?refresh=true", bulk.toString());
    double[] target = vectors(1, DIMENSION)[0];
    String query = hybrid("\"k\": 20, \"window\": 40", match("red"), knn(target, 40));
    String path = "/routed/_search?routing=r";
    assertEquals(
        fused(
            new HybridRequest(20, 40, null, null).toFusion(),
            20,
            List.of(found(path, match("red"), 40), found(path, knn(target, 40), 40))),
        found(path, query, 40));
    send(
        "POST",
        "/_aliases",
        """
        {"actions": [{"add": {"index": "routed", "alias": "low",
          "filter": {"range": {"n": {"lt": 50}}}}}]}
        """);
    Map<String, Float> low = found("/low/_search", query, 40);
    assertEquals(20, low.size());
    low.keySet().forEach(id -> assertTrue(id, Integer.parseInt(id) < 50));
    String dfs = "/routed/_search?search_type=dfs_query_then_fetch";
    assertEquals(
        fused(
            new HybridRequest(20, 40, null, null).toFusion(),
            20,
            List.of(found(dfs, match("red"), 40), found(dfs, knn(target, 40), 40))),
        found(dfs, query, 40));
    String runtime =
        text(
            """
            {"runtime_mappings": {"always": {"type": "keyword"}}, "query": %s}
            """,
            hybrid("\"k\": 5", "{\"exists\": {\"field\": \"always\"}}", knn(target, 5)));
    assertEquals(5, ids(search("routed", runtime)).size());
  }

  public void testAPointInTimeIsSearchedAsItWas() throws IOException {
    createTexts("pit", 100);
    double[] target = vectors(1, DIMENSION)[0];
    String query = hybrid("\"k\": 10, \"window\": 30", match("red"), knn(target, 30));
    Map<String, Float> before = found("/pit/_search", query, 10);
    Object pit = send("POST", "/pit/_pit?keep_alive=1m", null).get("id");
    for (String id : before.keySet()) {
      send("DELETE", "/pit/_doc/" + id, null);
    }
    send("POST", "/pit/_refresh", null);
    String body =
        text("{\"query\": %s, \"pit\": {\"id\": \"%s\", \"keep_alive\": \"1m\"}}", query, pit);
    assertEquals(before, scores(send("POST", "/_search", body)));
    Set<String> now = new HashSet<>(found("/pit/_search", query, 10).keySet());
    now.retainAll(before.keySet());
    assertEquals(Set.of(), now);
    send("DELETE", "/_pit", text("{\"id\": \"%s\"}", pit));
  }

  public void testIndicesMayHaveTheSameIds() throws IOException {
    createTexts("twins-1", 50);
    createTexts("twins-2", 50);
    double[] target = vectors(1, DIMENSION)[0];
    String query = hybrid("\"k\": 60, \"window\": 100", knn(target, 100));
    Map<String, Object> answer = search("twins-*", text("{\"query\": %s, \"size\": 100}", query));
    Set<String> keys = new HashSet<>();
    hits(answer).forEach(hit -> keys.add(hit.get("_index") + "/" + hit.get("_id")));
    assertEquals(60, keys.size());
  }

  public void testCountAndMultiSearchWork() throws IOException {
    createTexts("counted", 100);
    double[] target = vectors(1, DIMENSION)[0];
    String query = hybrid("\"k\": 12", match("red"), knn(target, 30));
    assertEquals(12, send("POST", "/counted/_count", "{\"query\": " + query + "}").get("count"));
    String several = text("{\"index\": \"counted\"}\n{\"query\": %s}\n", query);
    assertThat(send("POST", "/_msearch", several).toString(), containsString("value=12"));
  }

  public void testRequestsThatAreWrongAreRefused() throws IOException {
    double[][] vectors = createTexts("strict", 20);
    String knn = knn(vectors[0], 5);
    assertHybridRefused(hybrid("\"k\": 1001", knn), "k must be 1..1000, got 1001");
    assertHybridRefused(
        hybrid("\"k\": 20, \"window\": 10", knn), "window must be 20 (k)..10000, got 10");
    assertHybridRefused(
        hybrid("\"fusion\": \"borda\"", knn), "fusion must be one of [rrf, min_max", "borda");
    assertHybridRefused(
        hybrid("\"fusion\": \"l2\", \"rank_constant\": 60", knn),
        "rank_constant 60 needs fusion rrf, got l2");
    assertHybridRefused(hybrid("\"k\": 5"), "queries must be at least 1, got 0");
    assertHybridRefused(
        text("{\"nseek_hybrid\": {\"queries\": [{\"query\": %s, \"weight\": 0}]}}", knn),
        "weight must be above 0 and finite, got 0.0");
    assertHybridRefused(hybrid("\"k\": 5", "{\"match\": {\"text\": {}}}"), "No text specified");
    assertHybridRefused(
        hybrid("\"k\": 5", knn.replace("\"emb\"", "\"text\"")),
        "field \"text\" must be of type nseek_vector, got text");
    // Some versions see that when the alias is made, others when it is searched.
    ResponseException refused =
        expectThrows(
            ResponseException.class,
            () -> {
              send(
                  "POST",
                  "/_aliases",
                  text(
                      """
                      {"actions": [{"add": {"index": "strict", "alias": "h", "filter": %s}}]}
                      """,
                      hybrid("\"k\": 5", knn)));
              search("h", "{}");
            });
    assertThat(refused.getMessage(), containsString("not in filters of aliases"));
    assertEquals(400, refused.getResponse().getStatusLine().getStatusCode());
  }

  private static void assertHybridRefused(String query, String... messages) {
    assertRefused("POST", "/strict/_search", "{\"query\": " + query + "}", messages);
  }

  public void testTheLargestKWorks() throws IOException {
    createTexts("large", 1_300);
    double[] target = vectors(1, DIMENSION)[0];
    String query = hybrid("\"k\": 1000, \"window\": 1200", match("red"), knn(target, 1_200));
    assertEquals(1_000, found("/large/_search", query, 2_000).size());
  }
}
