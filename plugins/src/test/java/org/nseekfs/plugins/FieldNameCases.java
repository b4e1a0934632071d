package org.nseekfs.plugins;

import static org.junit.Assert.assertEquals;
import static org.nseekfs.plugins.Answers.failedShards;
import static org.nseekfs.plugins.Answers.hits;
import static org.nseekfs.plugins.Answers.ids;
import static org.nseekfs.plugins.Answers.scores;
import static org.nseekfs.plugins.Answers.similarities;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Requests that call a field by an alias, or by a name that not every index knows. */
public final class FieldNameCases {

  private final Cluster cluster;

  /** Asks {@code cluster}. */
  public FieldNameCases(Cluster cluster) {
    this.cluster = cluster;
  }

  public void aFieldIsKnownByItsAliasesToo() throws IOException {
    cluster.send(
        "PUT",
        "/renamed",
        """
        {"settings": {"index.nseek": true, "number_of_shards": 1, "number_of_replicas": 0},
         "mappings": {"properties": {
           "emb": {"type": "nseek_vector", "dimension": 2, "similarity": "euclidean"},
           "vec": {"type": "alias", "path": "emb"},
           "o": {"type": "nested", "properties": {
             "emb": {"type": "nseek_vector", "dimension": 2, "similarity": "euclidean"},
             "vec": {"type": "alias", "path": "o.emb"}}}}}}
        """);
    cluster.send(
        "POST",
        "/renamed/_bulk?refresh=true",
        """
        {"index": {"_id": "1"}}
        {"emb": [0, 2], "o": [{"emb": [0, 3]}]}
        {"index": {"_id": "2"}}
        {"emb": [0, 1], "o": [{"emb": [0, 1]}]}
        """);
    String target = "\"field\": \"vec\", \"vector\": [0, 0]";
    String score = "{\"nseek_score\": {" + target + "}}";
    for (String query :
        List.of(
            "\"query\": {\"nseek_knn\": {" + target + ", \"k\": 2}}",
            "\"query\": {\"nseek_knn\": {" + target + ", \"min_similarity\": -4}}",
            "\"query\": " + score,
            "\"query\": {\"nseek_hybrid\": {\"queries\": [{\"query\": " + score + "}]}}",
            "\"query\": {\"match_all\": {}}, \"rescore\": {\"query\": {\"query_weight\": 0,"
                + " \"rescore_query\": "
                + score
                + "}}")) {
      Map<String, Object> found =
          cluster.search(
              "renamed", "{" + query + ", \"ext\": {\"nseek_similarity\": {" + target + "}}}");
      assertEquals(query, List.of("2", "1"), ids(found));
      assertEquals(query, List.of(-1.0, -4.0), similarities(found));
      if (!query.contains("hybrid")) {
        assertEquals(query, List.of(.5f, .2f), scores(found));
      }
    }
    for (String query : List.of("{\"nseek_knn\": {T, \"k\": 2}}", "{\"nseek_score\": {T}}")) {
      String nested =
          "{\"query\": {\"nested\": {\"path\": \"o\", \"score_mode\": \"max\", \"query\": "
              + query.replace("T", target.replace("vec\"", "o.vec\""))
              + "}}}";
      Map<String, Object> found = cluster.search("renamed", nested);
      assertEquals(nested, List.of("2", "1"), ids(found));
      assertEquals(nested, List.of(.5f, .1f), scores(found));
    }
  }

  public void indicesWithoutTheFieldAreSearchedAsIfNoDocumentHadIt() throws IOException {
    cluster.send(
        "PUT",
        "/has",
        """
        {"settings": {"index.nseek": true, "number_of_shards": 1, "number_of_replicas": 0},
         "mappings": {"properties": {
           "emb": {"type": "nseek_vector", "dimension": 2, "similarity": "euclidean"}}}}
        """);
    cluster.send("PUT", "/has/_doc/1?refresh=true", "{\"emb\": [0, 1], \"words\": \"red\"}");
    cluster.send("PUT", "/has/_doc/2?refresh=true", "{\"words\": \"red\"}");
    cluster.send(
        "PUT", "/lacks", "{\"settings\": {\"number_of_shards\": 1, \"number_of_replicas\": 0}}");
    cluster.send("PUT", "/lacks/_doc/3?refresh=true", "{\"words\": \"red\"}");
    String target = "\"field\": \"emb\", \"vector\": [0, 0]";
    String ignoring = target + ", \"ignore_unmapped\": true";
    String similarity = ", \"ext\": {\"nseek_similarity\": {" + ignoring + "}}}";
    for (String query :
        List.of(
            "{\"nseek_knn\": {T, \"k\": 2}}",
            "{\"nseek_knn\": {T, \"min_similarity\": -4}}",
            "{\"nseek_score\": {T}}",
            "{\"nseek_hybrid\": {\"queries\": [{\"query\": {\"nseek_score\": {T}}}]}}")) {
      String search = "{\"query\": " + query.replace("T", ignoring) + similarity;
      Map<String, Object> found = cluster.search("has,lacks", search);
      assertEquals(query, List.of("1"), ids(found));
      assertEquals(query, 0, failedShards(found));
      cluster.assertRefused(
          "POST",
          "/lacks/_search",
          "{\"query\": " + query.replace("T", target) + "}",
          "field \"emb\" must be of type nseek_vector, got no such field in index \"lacks\"");
    }
    String match =
        "{\"query\": {\"constant_score\": {\"filter\": {\"match\": {\"words\": \"red\"}}}}";
    Map<String, Object> all = cluster.search("has,lacks", match + similarity);
    assertEquals(List.of("1", "2", "3"), ids(all).stream().sorted().toList());
    assertEquals(0, failedShards(all));
    for (Map<String, Object> hit : hits(all)) {
      assertEquals(hit.toString(), hit.get("_id").equals("1"), hit.containsKey("fields"));
    }
    Map<String, Object> rescored =
        cluster.search(
            "has,lacks",
            match
                + ", \"rescore\": {\"query\": {\"rescore_query\": {\"nseek_score\": {"
                + ignoring
                + "}}}}}");
    assertEquals("1", ids(rescored).getFirst());
    assertEquals(3, ids(rescored).size());
    assertEquals(0, failedShards(rescored));
    cluster.assertRefused(
        "POST",
        "/lacks/_search",
        "{\"ext\": {\"nseek_similarity\": {" + target + "}}}",
        "field \"emb\" must be of type nseek_vector, got no such field in index \"lacks\"");
  }
}
