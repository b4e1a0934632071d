package org.nseekfs.opensearch;

import static org.nseekfs.plugins.Answers.hits;
import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.nseekfs.plugins.FieldNameCases;
import org.opensearch.test.OpenSearchIntegTestCase.ClusterScope;
import org.opensearch.test.OpenSearchIntegTestCase.Scope;

/** Searches of vectors, against a search of all of them in double. */
@ClusterScope(
    scope = Scope.SUITE,
    numDataNodes = 2,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class VectorQueryTest extends NodesTestCase {

  private static final int DIMENSION = 12;

  private final FieldNameCases cases = new FieldNameCases(CLUSTER);

  private static String knn(float[] target, String options) {
    return "{\"nseek_knn\":{\"field\":\"emb\",\"vector\":" + json(target) + "," + options + "}}";
  }

  /** A search that also asks for raw similarities. */
  private static String body(String query, float[] target, int size) {
    return "{\"query\":"
        + query
        + ",\"_source\":false,\"size\":"
        + size
        + ",\"ext\":{\"nseek_similarity\":{\"field\":\"emb\",\"vector\":"
        + json(target)
        + "}}}";
  }

  private static void assertHits(List<Corpus.Hit> expected, Map<String, Object> found) {
    assertEquals(expected.stream().map(Corpus.Hit::id).toList(), ids(found));
    List<Double> raws = raws(found);
    List<Float> scores = scores(found);
    for (int i = 0; i < raws.size(); i++) {
      assertEquals(expected.get(i).raw(), raws.get(i), 1e-6);
      assertEquals((1 + expected.get(i).raw()) / 2, scores.get(i), 1e-6);
    }
  }

  private static void assertSearchesAreExact(String index, Corpus corpus) throws IOException {
    Predicate<String> inGroup = id -> Corpus.group(id).equals("g3");
    String filter = ",\"filter\":{\"term\":{\"group\":\"g3\"}}";
    for (int i = 0; i < 3; i++) {
      float[] target = corpus.randomVector();
      assertHits(
          corpus.nearest(target, 10), search(index, body(knn(target, "\"k\":10"), target, 10)));
      List<Corpus.Hit> filtered = corpus.nearest(target, inGroup);
      assertHits(
          filtered.subList(0, 7), search(index, body(knn(target, "\"k\":7" + filter), target, 7)));
      double bound = (filtered.get(4).raw() + filtered.get(5).raw()) / 2;
      assertHits(
          filtered.subList(0, 5),
          search(index, body(knn(target, "\"min_similarity\":" + bound + filter), target, 100)));
    }
  }

  public void testExactSearchOverShardsFindsWhatBruteForceFindsThroughUpdatesDeletesAndMerges()
      throws IOException {
    createIndex("exact", "\"dimension\":" + DIMENSION, 3, 1);
    Corpus corpus = new Corpus(DIMENSION, 1);
    for (int i = 0; i < 3000; i += 1000) {
      corpus.index("exact", i, i + 1000, true);
    }
    assertSearchesAreExact("exact", corpus);
    corpus.index("exact", 500, 700, false);
    for (int i = 100; i < 140; i++) {
      corpus.delete("exact", Integer.toString(i));
    }
    call("POST", "/exact/_refresh", null);
    assertSearchesAreExact("exact", corpus);
    call("POST", "/exact/_forcemerge?max_num_segments=1", null);
    call("POST", "/exact/_refresh", null);
    assertSearchesAreExact("exact", corpus);
    call("POST", "/exact/_close", null);
    call("POST", "/exact/_open", null);
    ensureGreen("exact");
    assertSearchesAreExact("exact", corpus);
  }

  public void testSearchToARecallTargetReachesItAndAutoToo() throws IOException {
    createIndex("lsh", "\"dimension\":64", 1, 0);
    Corpus corpus = new Corpus(64, 2);
    for (int i = 0; i < 5000; i += 1000) {
      corpus.index("lsh", i, i + 1000, true);
    }
    call("POST", "/lsh/_forcemerge?max_num_segments=1", null);
    call("POST", "/lsh/_refresh", null);
    for (String mode : List.of("lsh", "auto")) {
      int found = 0;
      for (int i = 0; i < 40; i++) {
        float[] target = corpus.randomVector();
        Set<String> expected =
            new HashSet<>(corpus.nearest(target, 10).stream().map(Corpus.Hit::id).toList());
        String options = "\"k\":10,\"recall_target\":0.9,\"mode\":\"" + mode + "\"";
        expected.retainAll(ids(search("lsh", body(knn(target, options), target, 10))));
        found += expected.size();
      }
      // Nine in ten of 400, less three standard deviations.
      assertTrue(mode + " found " + found + " of 400", found >= 342);
    }
  }

  public void testExplainTellsTheRawSimilarityAndProfileOurFigures() throws IOException {
    createIndex("told", "\"dimension\":" + DIMENSION, 1, 0);
    Corpus corpus = new Corpus(DIMENSION, 3);
    corpus.index("told", 0, 2000, true);
    float[] target = corpus.randomVector();
    Corpus.Hit best = corpus.nearest(target, 1).getFirst();
    String query = knn(target, "\"k\":3");
    Map<String, Object> explained =
        search("told", "{\"query\":" + query + ",\"explain\":true,\"profile\":true}");
    String explanation = hits(explained).getFirst().get("_explanation").toString();
    assertTrue(explanation, explanation.contains(Double.toString(best.raw()).substring(0, 7)));
    String profile = explained.get("profile").toString();
    assertTrue(profile, profile.contains("considered 2000, scored "));
    Map<String, Object> missed =
        call(
            "GET",
            "/told/_explain/" + corpus.nearest(target, 9).getLast().id(),
            "{\"query\":" + query + "}");
    assertEquals(false, missed.get("matched"));
    assertTrue(missed.toString(), missed.toString().contains("below"));
  }

  public void testScoresOfOtherQueriesAreReplacedAndRescored() throws IOException {
    createIndex("score", "\"dimension\":" + DIMENSION, 3, 0);
    Corpus corpus = new Corpus(DIMENSION, 4);
    corpus.index("score", 0, 300, true);
    float[] target = corpus.randomVector();
    String score =
        "{\"nseek_score\":{\"field\":\"emb\",\"vector\":"
            + json(target)
            + ",\"query\":{\"term\":{\"group\":\"g2\"}}}}";
    List<Corpus.Hit> inGroup = corpus.nearest(target, id -> Corpus.group(id).equals("g2"));
    assertHits(inGroup.subList(0, 20), search("score", body(score, target, 20)));
    String all = "{\"nseek_score\":{\"field\":\"emb\",\"vector\":" + json(target) + "}}";
    Map<String, Object> rescored =
        search(
            "score",
            "{\"query\":{\"term\":{\"group\":\"g2\"}},\"size\":20,\"rescore\":{\"window_size\":100,"
                + "\"query\":{\"query_weight\":0,\"rescore_query\":"
                + all
                + "}},\"ext\":{\"nseek_similarity\":{\"field\":\"emb\",\"vector\":"
                + json(target)
                + "}}}");
    assertHits(inGroup.subList(0, 20), rescored);
  }

  public void testAVectorQueryIsAClauseAsAnyOther() throws IOException {
    createIndex("clause", "\"dimension\":" + DIMENSION, 1, 0);
    Corpus corpus = new Corpus(DIMENSION, 5);
    corpus.index("clause", 0, 300, true);
    float[] target = corpus.randomVector();
    List<String> nearest = corpus.nearest(target, 30).stream().map(Corpus.Hit::id).toList();
    Map<String, Object> both =
        search(
            "clause",
            "{\"size\":30,\"query\":{\"bool\":{\"must\":"
                + knn(target, "\"k\":30,\"boost\":2,\"_name\":\"near\"")
                + ",\"filter\":{\"term\":{\"group\":\"g1\"}}}},"
                + "\"aggs\":{\"groups\":{\"terms\":{\"field\":\"group\"}}}}");
    assertEquals(nearest.stream().filter(id -> Corpus.group(id).equals("g1")).toList(), ids(both));
    assertEquals(List.of("near"), hits(both).getFirst().get("matched_queries"));
    double raw = corpus.nearest(target, id -> id.equals(ids(both).getFirst())).getFirst().raw();
    assertEquals(1 + raw, scores(both).getFirst(), 1e-6);
  }

  public void testReplicasThatCopySegmentsFindTheSame() throws Exception {
    createIndex(
        "copied",
        "\"dimension\":" + DIMENSION,
        "\"number_of_shards\":1,\"number_of_replicas\":1,\"replication.type\":\"SEGMENT\"");
    Corpus corpus = new Corpus(DIMENSION, 7);
    corpus.index("copied", 0, 1200, true);
    corpus.index("copied", 1200, 1500, true);
    float[] target = corpus.randomVector();
    String body = body(knn(target, "\"k\":10"), target, 10);
    for (String copy : List.of("_primary", "_replica")) {
      assertBusy(
          () ->
              assertHits(
                  corpus.nearest(target, 10),
                  call("POST", "/copied/_search?preference=" + copy, body)));
    }
  }

  public void testTheFilterOfAnAliasAppliesToWhatWasFound() throws IOException {
    createIndex("whole", "\"dimension\":" + DIMENSION, 1, 0);
    Corpus corpus = new Corpus(DIMENSION, 6);
    corpus.index("whole", 0, 300, true);
    call(
        "POST",
        "/_aliases",
        "{\"actions\":[{\"add\":{\"index\":\"whole\",\"alias\":\"seen\",\"filter\":"
            + "{\"term\":{\"group\":\"g1\"}}}}]}");
    float[] target = corpus.randomVector();
    assertEquals(
        corpus.nearest(target, 30).stream()
            .map(Corpus.Hit::id)
            .filter(id -> Corpus.group(id).equals("g1"))
            .toList(),
        ids(search("seen", body(knn(target, "\"k\":30"), target, 30))));
  }

  public void testRequestsThatDoNotFitAreRefusedWithFieldExpectedAndGot() throws IOException {
    createIndex("asked", "\"dimension\":2", 2, 0);
    call("PUT", "/asked/_doc/1?refresh=true", "{\"emb\":[1,2],\"text\":\"words\"}");
    assertQueryRefused(
        "\"field\":\"emb\",\"vector\":[1,2,3],\"k\":1",
        "vector of field \"emb\" must have dimension 2, got 3");
    assertQueryRefused(
        "\"field\":\"text\",\"vector\":[1,2],\"k\":1",
        "field \"text\" must be of type nseek_vector, got text in index \"asked\"");
    assertQueryRefused(
        "\"field\":\"nowhere\",\"vector\":[1,2],\"k\":1",
        "field \"nowhere\" must be of type nseek_vector, got no such field in index \"asked\"");
    assertQueryRefused(
        "\"field\":\"emb\",\"k\":1", "field and vector must be given, got no vector");
    assertQueryRefused(
        "\"field\":\"emb\",\"vector\":[1,2]", "one of k and min_similarity must be given");
    assertQueryRefused("\"field\":\"emb\",\"vector\":[1,2],\"k\":0", "k must be at least 1, got 0");
    for (String k : List.of("1.7", "99999999999", "\"1.7\"")) {
      String text = "k must be a whole number from -2147483648 to 2147483647, got " + k;
      assertQueryRefused("\"field\":\"emb\",\"vector\":[1,2],\"k\":" + k, text.replace("\"", ""));
    }
    assertQueryRefused(
        "\"field\":\"emb\",\"vector\":[1,2],\"k\":1,\"mode\":\"fast\"",
        "mode must be one of [exact, lsh, auto], got \"fast\"");
    assertQueryRefused(
        "\"field\":\"emb\",\"vector\":[1,2],\"k\":1,\"mode\":\"lsh\",\"recall_target\":2",
        "recall_target must be above 0 and at most 1, got 2.0");
    assertQueryRefused(
        "\"field\":\"emb\",\"vector\":[1,2],\"k\":1,\"ef\":100", "unknown field [ef]");
    assertRefused(
        "POST",
        "/asked/_search",
        "{\"query\":{\"term\":{\"emb\":1}}}",
        "field \"emb\" of type nseek_vector has no terms");
    assertRefused("POST", "/asked/_search", "{\"sort\":\"emb\"}", "[emb] of type [nseek_vector]");
  }

  private static void assertQueryRefused(String options, String text) throws IOException {
    assertRefused("POST", "/asked/_search", "{\"query\":{\"nseek_knn\":{" + options + "}}}", text);
  }

  public void testASimilarityThatDoesNotFitIsRefusedWhereItIsFetched() throws IOException {
    createIndex("fetched", "\"dimension\":2", 1, 0);
    call("PUT", "/fetched/_doc/1?refresh=true", "{\"emb\":[1,2]}");
    assertRefused(
        "POST",
        "/fetched/_search",
        "{\"ext\":{\"nseek_similarity\":{\"field\":\"emb\",\"vector\":[1]}}}",
        "vector of field \"emb\" must have dimension 2, got 1");
    assertRefused(
        "POST",
        "/fetched/_search",
        "{\"ext\":{\"nseek_similarity\":{\"field\":\"emb\"}}}",
        "[nseek_similarity] field and vector must be given, got no vector");
  }

  public void testAFieldIsKnownByItsAliasesToo() throws IOException {
    cases.aFieldIsKnownByItsAliasesToo();
  }

  public void testIndicesWithoutTheFieldAreSearchedAsIfNoDocumentHadIt() throws IOException {
    cases.indicesWithoutTheFieldAreSearchedAsIfNoDocumentHadIt();
  }
}
