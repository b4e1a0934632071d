package org.nseekfs.elasticsearch;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.nseekfs.plugins.Answers.hits;
import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.elasticsearch.test.ESIntegTestCase;
import org.nseekfs.adapter.SimilarityLabel;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.plugins.FieldNameCases;
import org.nseekfs.quantization.ElementType;

/** The queries for vectors on one shard, over HTTP, against the library and plain loops. */
@ESIntegTestCase.ClusterScope(
    scope = ESIntegTestCase.Scope.SUITE,
    numDataNodes = 1,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class KnnQueryTest extends RestTestCase {

  private static final int DIMENSION = 16;

  private final FieldNameCases cases = new FieldNameCases(CLUSTER);

  private static String knn(double[] vector, String more) {
    return text("{\"nseek_knn\": {\"field\": \"emb\", \"vector\": %s, %s}}", json(vector), more);
  }

  /** A search for {@code size} hits with raw similarities. */
  private static String body(double[] vector, String query, int size) {
    return text(
        """
        {"query": %s, "size": %d, "_source": false,
         "ext": {"nseek_similarity": {"field": "emb", "vector": %s}}}
        """,
        query, size, json(vector));
  }

  private static double[][] vectorsOf(ElementType type, int count) {
    double[][] vectors = vectors(count, DIMENSION);
    for (double[] vector : vectors) {
      for (int i = 0; i < vector.length; i++) {
        if (type == ElementType.BYTE) {
          vector[i] = random().nextInt(256) - 128;
        } else if (type == ElementType.F64) {
          vector[i] = random().nextGaussian();
        }
      }
    }
    return vectors;
  }

  public void testExactSearchFindsWhatTheLibraryFindsBitForBit() throws IOException {
    List<VectorSimilarityFunction> functions =
        List.of(
            VectorSimilarityFunction.COSINE,
            VectorSimilarityFunction.EUCLIDEAN,
            VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT);
    for (ElementType type : ElementType.values()) {
      VectorSimilarityFunction function = functions.get(type.ordinal() % functions.size());
      String index = "bits-" + type.label();
      create(index, 1, 0, vectorField(DIMENSION, type.label(), SimilarityLabel.of(function)));
      double[][] vectors = vectorsOf(type, 1_500);
      indexAll(index, 0, Arrays.copyOfRange(vectors, 0, 1_100));
      indexAll(index, 1_100, Arrays.copyOfRange(vectors, 1_100, 1_500));
      VectorField field = new VectorField("emb", DIMENSION, type, function, true, true);
      try (LibraryIndex library = new LibraryIndex(field, vectors)) {
        for (double[] target : vectorsOf(type, 3)) {
          assertSame(library.nearest(target, 10), index, target);
        }
        send("POST", "/" + index + "/_forcemerge?max_num_segments=1&flush=true", null);
        for (double[] target : vectorsOf(type, 3)) {
          assertSame(library.nearest(target, 10), index, target);
        }
      }
    }
  }

  private static void assertSame(List<LibraryIndex.Hit> expected, String index, double[] target)
      throws IOException {
    Map<String, Object> answer =
        search(index, body(target, knn(target, "\"k\": " + expected.size()), expected.size()));
    List<LibraryIndex.Hit> got =
        hits(answer).stream()
            .map(
                hit ->
                    new LibraryIndex.Hit(
                        (String) hit.get("_id"),
                        similarity(hit),
                        ((Number) hit.get("_score")).floatValue()))
            // The engine ranks by score, in which raw similarities may become equal.
            .sorted(Comparator.comparingDouble(LibraryIndex.Hit::raw).reversed())
            .toList();
    assertEquals(index, expected, got);
  }

  public void testUpdatesAndDeletesAndMergesAreSeen() throws IOException {
    create("changing", 1, 0, vectorField(DIMENSION, "f32", "euclidean"));
    double[][] vectors = vectors(300, DIMENSION);
    indexAll("changing", 0, vectors);
    Set<Integer> deleted = new HashSet<>();
    for (int i = 0; i < 60; i++) {
      int id = random().nextInt(vectors.length);
      if (random().nextBoolean()) {
        deleted.add(id);
        send("POST", "/changing/_bulk?refresh=true", "{\"delete\": {\"_id\": \"" + id + "\"}}\n");
      } else {
        deleted.remove(id);
        vectors[id] = vectors(1, DIMENSION)[0];
        indexAll("changing", id, new double[][] {vectors[id]});
      }
    }
    assertNearest(vectors, deleted);
    send("POST", "/changing/_forcemerge?max_num_segments=1", null);
    assertNearest(vectors, deleted);
  }

  private static void assertNearest(double[][] vectors, Set<Integer> deleted) throws IOException {
    double[] target = vectors(1, DIMENSION)[0];
    List<String> expected = new ArrayList<>();
    for (int id : Oracle.nearest(vectors, target)) {
      if (!deleted.contains(id)) {
        expected.add(Integer.toString(id));
      }
    }
    assertEquals(
        expected.subList(0, 12),
        ids(search("changing", body(target, knn(target, "\"k\": 12"), 12))));
  }

  public void testFiltersOfTheQueryAndOfAliasesAreAppliedBeforeTheSearch() throws IOException {
    create("filtered", 1, 0, vectorField(DIMENSION, "f32", "euclidean"));
    double[][] vectors = vectors(400, DIMENSION);
    indexAll("filtered", 0, vectors);
    double[] target = vectors(1, DIMENSION)[0];
    String filter = "\"k\": 7, \"filter\": {\"range\": {\"n\": {\"gte\": 100, \"lt\": 130}}}";
    List<String> expected =
        Oracle.nearest(vectors, target).stream()
            .filter(id -> id >= 100 && id < 130)
            .limit(7)
            .map(id -> Integer.toString(id))
            .toList();
    assertEquals(expected, ids(search("filtered", body(target, knn(target, filter), 10))));
    send(
        "POST",
        "/_aliases",
        """
        {"actions": [{"add": {"index": "filtered", "alias": "part",
          "filter": {"range": {"n": {"gte": 100, "lt": 130}}}}}]}
        """);
    assertEquals(expected, ids(search("part", body(target, knn(target, "\"k\": 7"), 10))));
    String nothing = "\"k\": 7, \"filter\": {\"term\": {\"n\": -1}}";
    assertEquals(List.of(), ids(search("filtered", body(target, knn(target, nothing), 10))));
  }

  public void testAFilterBesideTheQueryIsAppliedAfterTheSearch() throws IOException {
    create("beside", 1, 0, vectorField(DIMENSION, "f32", "euclidean"));
    double[][] vectors = vectors(200, DIMENSION);
    indexAll("beside", 0, vectors);
    double[] target = vectors(1, DIMENSION)[0];
    String query =
        text(
            "{\"bool\": {\"must\": %s, \"filter\": {\"range\": {\"n\": {\"lt\": 100}}}}}",
            knn(target, "\"k\": 20"));
    List<String> expected =
        Oracle.nearest(vectors, target).stream()
            .limit(20)
            .filter(id -> id < 100)
            .map(id -> Integer.toString(id))
            .toList();
    assertEquals(expected, ids(search("beside", body(target, query, 50))));
  }

  public void testMinSimilarityFindsAllThatAreSoNear() throws IOException {
    create("radius", 1, 0, vectorField(DIMENSION, "f32", "euclidean"));
    double[][] vectors = vectors(300, DIMENSION);
    indexAll("radius", 0, vectors);
    double[] target = vectors(1, DIMENSION)[0];
    List<Integer> nearest = Oracle.nearest(vectors, target);
    double bound =
        -(Oracle.squareDistance(vectors[nearest.get(39)], target)
                + Oracle.squareDistance(vectors[nearest.get(40)], target))
            / 2;
    Map<String, Object> answer =
        search("radius", body(target, knn(target, "\"min_similarity\": " + bound), 300));
    assertEquals(nearest.stream().limit(40).map(id -> Integer.toString(id)).toList(), ids(answer));
    hits(answer).forEach(hit -> assertTrue(similarity(hit) >= bound));
  }

  public void testLshReachesItsRecallTarget() throws IOException {
    create("lsh", 1, 0, vectorField(DIMENSION, "f32", "cosine"));
    double[][] vectors = vectors(18_000, DIMENSION);
    for (int from = 0; from < vectors.length; from += 6_000) {
      indexAll("lsh", from, Arrays.copyOfRange(vectors, from, from + 6_000));
    }
    send("POST", "/lsh/_forcemerge?max_num_segments=1", null);
    int queries = 40;
    int found = 0;
    for (double[] target : vectors(queries, DIMENSION)) {
      Set<String> truth =
          new HashSet<>(ids(search("lsh", body(target, knn(target, "\"k\": 10"), 10))));
      String lsh = "\"k\": 10, \"mode\": \"lsh\", \"recall_target\": 0.9";
      List<String> got = ids(search("lsh", body(target, knn(target, lsh), 10)));
      assertEquals(10, got.size());
      found += (int) got.stream().filter(truth::contains).count();
      String auto = "\"k\": 10, \"mode\": \"auto\"";
      assertEquals(10, ids(search("lsh", body(target, knn(target, auto), 10))).size());
    }
    assertThat(found, greaterThan((int) (.82 * 10 * queries)));
    String profile = profile("lsh", knn(vectors[0], "\"k\": 10, \"mode\": \"lsh\""));
    assertThat(profile, containsString("estimated recall"));
  }

  private static String profile(String index, String query) throws IOException {
    return search(index, text("{\"profile\": true, \"size\": 3, \"query\": %s}", query))
        .get("profile")
        .toString();
  }

  public void testExplainTellsTheRawSimilarityAndProfileTheFigures() throws IOException {
    create("told", 1, 0, vectorField(DIMENSION, "f32", "cosine"));
    double[][] vectors = vectors(1_200, DIMENSION);
    indexAll("told", 0, vectors);
    double[] target = vectors(1, DIMENSION)[0];
    String query = knn(target, "\"k\": 3");
    String body = body(target, query, 3).replaceFirst("\\{", "{\"explain\": true, ");
    for (Map<String, Object> hit : hits(search("told", body))) {
      String explanation = hit.get("_explanation").toString();
      assertThat(explanation, containsString(Double.toString(similarity(hit))));
      assertThat(explanation, containsString("within the 3 nearest"));
    }
    int far = Oracle.nearestByCosine(vectors, target).getLast();
    String miss = send("POST", "/told/_explain/" + far, "{\"query\": " + query + "}").toString();
    assertThat(miss, containsString("matched=false"));
    assertThat(miss, containsString("not within the 3 nearest"));
    String profile = profile("told", query);
    assertThat(profile, containsString("considered 1200, scored"));
    assertThat(profile, containsString("bytes read"));
  }

  public void testNestedObjectsAreRankedByTheirBestChild() throws IOException {
    send(
        "PUT",
        "/nested",
        text(
            """
            {"settings": {"number_of_shards": 1, "number_of_replicas": 0},
             "mappings": {"properties": {"tag": {"type": "keyword"}, "o": {"type": "nested",
               "properties": {"c": {"type": "keyword"},
                 "emb": {"type": "nseek_vector", "dimension": %d, "similarity": "euclidean"}}}}}}
            """,
            DIMENSION));
    double[][] vectors = vectors(300, DIMENSION);
    StringBuilder bulk = new StringBuilder();
    for (int parent = 0; parent < 100; parent++) {
      bulk.append("{\"index\": {\"_id\": \"").append(parent).append("\"}}\n");
      bulk.append("{\"tag\": \"t").append(parent % 2).append("\", \"o\": [");
      for (int child = 0; child < 3; child++) {
        bulk.append(child == 0 ? "" : ", ").append("{\"c\": \"c").append(child);
        bulk.append("\", \"emb\": ").append(json(vectors[3 * parent + child])).append("}");
      }
      bulk.append("]}\n");
    }
    send("POST", "/nested/_bulk?refresh=true", bulk.toString());
    double[] target = vectors(1, DIMENSION)[0];
    assertEquals(
        Oracle.nearest(vectors, target).stream()
            .map(id -> Integer.toString(id / 3))
            .distinct()
            .limit(8)
            .toList(),
        ids(search("nested", nested(target, "\"k\": 8"))));
    String filter =
        """
        "k": 8, "filter": [{"term": {"o.c": "c1"}}]""";
    assertEquals(
        Oracle.nearest(vectors, target).stream()
            .filter(id -> id % 3 == 1)
            .map(id -> Integer.toString(id / 3))
            .limit(8)
            .toList(),
        ids(search("nested", nested(target, filter.replace("[", "").replace("]", "")))));
    assertEquals(
        Oracle.nearest(vectors, target).stream()
            .filter(id -> id / 3 % 2 == 1)
            .map(id -> Integer.toString(id / 3))
            .distinct()
            .limit(8)
            .toList(),
        ids(
            search(
                "nested", nested(target, "\"k\": 8, \"filter\": {\"term\": {\"tag\": \"t1\"}}"))));
    assertRefused(
        "POST",
        "/nested/_search",
        text(
            "{\"query\": {\"nseek_knn\": {\"field\": \"o.emb\", \"vector\": %s, \"k\": 3}}}",
            json(target)),
        "must be inside a nested query of path \"o\"");
    assertRefused(
        "POST",
        "/nested/_search",
        nested(target, "\"k\": 8, \"mode\": \"lsh\""),
        "mode must be exact or auto, got lsh");
  }

  private static String nested(double[] target, String more) {
    return text(
        """
        {"size": 8, "query": {"nested": {"path": "o", "score_mode": "max", "query":
          {"nseek_knn": {"field": "o.emb", "vector": %s, %s}}}}}
        """,
        json(target), more);
  }

  public void testEveryMatchOfAQueryIsScoredByItsVector() throws IOException {
    create("scored", 1, 0, vectorField(DIMENSION, "f32", "euclidean"));
    double[][] vectors = vectors(150, DIMENSION);
    indexAll("scored", 0, vectors);
    double[] target = vectors(1, DIMENSION)[0];
    String score =
        text(
            "{\"nseek_score\": {\"field\": \"emb\", \"vector\": %s, \"query\": %s}}",
            json(target), "{\"range\": {\"n\": {\"gte\": 50, \"lt\": 60}}}");
    List<String> expected =
        Oracle.nearest(vectors, target).stream()
            .filter(id -> id >= 50 && id < 60)
            .map(id -> Integer.toString(id))
            .toList();
    assertEquals(expected, ids(search("scored", "{\"query\": " + score + ", \"size\": 100}")));
    String rescored =
        text(
            """
            {"query": {"range": {"n": {"gte": 50, "lt": 60}}}, "size": 100,
             "rescore": {"window_size": 100, "query": {"query_weight": 0, "rescore_query":
               {"nseek_score": {"field": "emb", "vector": %s}}}}}
            """,
            json(target));
    assertEquals(expected, ids(search("scored", rescored)));
  }

  public void testElasticsearchsOwnVectorsLieBesideOurs() throws IOException {
    send(
        "PUT",
        "/both",
        text(
            """
            {"settings": {"number_of_shards": 1, "number_of_replicas": 0},
             "mappings": {"properties": {"emb": %s,
               "own": {"type": "dense_vector", "dims": %d, "similarity": "l2_norm",
                 "index_options": {"type": "hnsw"}}}}}
            """,
            vectorField(DIMENSION, "f32", "euclidean"), DIMENSION));
    double[][] vectors = vectors(100, DIMENSION);
    StringBuilder bulk = new StringBuilder();
    for (int id = 0; id < vectors.length; id++) {
      bulk.append("{\"index\": {\"_id\": \"").append(id).append("\"}}\n{\"emb\": ");
      bulk.append(json(vectors[id])).append(", \"own\": ").append(json(vectors[id]));
      bulk.append("}\n");
    }
    send("POST", "/both/_bulk?refresh=true", bulk.toString());
    double[] target = vectors(1, DIMENSION)[0];
    String own =
        text(
            """
            {"knn": {"field": "own", "query_vector": %s, "k": 5, "num_candidates": 100}}
            """,
            json(target));
    List<String> expected =
        Oracle.nearest(vectors, target).stream().limit(5).map(id -> id.toString()).toList();
    assertEquals(expected, ids(search("both", own)));
    assertEquals(expected, ids(search("both", body(target, knn(target, "\"k\": 5"), 5))));
  }

  public void testRequestsThatAreWrongAreRefused() throws IOException {
    create("strict", 1, 0, vectorField(3, "f32", "cosine"));
    send("PUT", "/strict/_doc/1?refresh=true", "{\"emb\": [1, 2, 3], \"text\": \"a\"}");
    String vector = "\"field\": \"emb\", \"vector\": [1, 2, 3]";
    assertQueryRefused(vector, "one of k and min_similarity must be given, got neither");
    assertQueryRefused(
        vector + ", \"k\": 3, \"min_similarity\": 0.5", "got k 3 and min_similarity 0.5");
    assertQueryRefused(vector + ", \"k\": 0", "k must be at least 1, got 0");
    for (String k : List.of("1.7", "99999999999", "\"1.7\"")) {
      String text = "k must be a whole number from -2147483648 to 2147483647, got " + k;
      assertQueryRefused(vector + ", \"k\": " + k, text.replace("\"", ""));
    }
    assertQueryRefused(
        vector + ", \"k\": 3, \"mode\": \"fast\"",
        "mode must be one of [exact, lsh, auto], got \"fast\"");
    assertQueryRefused(
        vector + ", \"k\": 3, \"recall_target\": 0.5", "recall_target 0.5 needs mode lsh or auto");
    assertQueryRefused(
        vector + ", \"k\": 3, \"mode\": \"lsh\", \"recall_target\": 2",
        "recall_target must be above 0 and at most 1, got 2.0");
    assertQueryRefused(
        "\"field\": \"emb\", \"k\": 3", "field and vector must be given, got no vector");
    assertQueryRefused(
        "\"vector\": [1, 2, 3], \"k\": 3", "field and vector must be given, got no field");
    assertQueryRefused(
        "\"field\": \"emb\", \"vector\": [1, 2], \"k\": 3",
        "vector of field \"emb\" must have dimension 3, got 2");
    assertQueryRefused("\"field\": \"emb\", \"vector\": [1, \"x\", 3], \"k\": 3", "vector");
    assertQueryRefused(
        "\"field\": \"text\", \"vector\": [1, 2, 3], \"k\": 3",
        "field \"text\" must be of type nseek_vector, got text in index \"strict\"");
    assertQueryRefused(
        "\"field\": \"none\", \"vector\": [1, 2, 3], \"k\": 3",
        "field \"none\" must be of type nseek_vector, got no such field in index \"strict\"");
    assertQueryRefused(vector + ", \"k\": 3, \"kk\": 3", "kk");
    assertRefused(
        "POST",
        "/strict/_search",
        "{\"ext\": {\"nseek_similarity\": {\"field\": \"emb\", \"vector\": [1]}}}",
        "must have dimension 3, got 1");
    assertRefused(
        "POST",
        "/strict/_search",
        "{\"query\": {\"nseek_score\": {\"field\": \"text\", \"vector\": [1]}}}",
        "field \"text\" must be of type nseek_vector, got text");
    String unmapped =
        "{\"query\": {\"nseek_knn\": {\"field\": \"none\", \"vector\": [1], \"k\": 1,"
            + " \"ignore_unmapped\": true}}}";
    assertEquals(List.of(), ids(search("strict", unmapped)));
  }

  private static void assertQueryRefused(String options, String message) {
    assertRefused(
        "POST", "/strict/_search", "{\"query\": {\"nseek_knn\": {" + options + "}}}", message);
  }

  public void testAFieldIsKnownByItsAliasesToo() throws IOException {
    cases.aFieldIsKnownByItsAliasesToo();
  }

  public void testIndicesWithoutTheFieldAreSearchedAsIfNoDocumentHadIt() throws IOException {
    cases.indicesWithoutTheFieldAreSearchedAsIfNoDocumentHadIt();
  }
}
