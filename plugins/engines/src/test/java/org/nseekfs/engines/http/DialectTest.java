package org.nseekfs.engines.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DialectTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final float[] TARGET = {.1f, -2};
  private static final EngineIndex OURS = index(EngineIndex.Vectors.NSEEK);

  static List<Dialect> jsonDialects() {
    return List.of(new OpenSearchDialect(), new ElasticsearchDialect());
  }

  private static EngineIndex index(EngineIndex.Vectors vectors) {
    return new EngineIndex("i", vectors, 2, VectorSimilarityFunction.DOT_PRODUCT, 3);
  }

  private static JsonNode body(EngineRequest request) throws IOException {
    return MAPPER.readTree(request.body());
  }

  @ParameterizedTest
  @MethodSource("jsonDialects")
  void anIndexOfOursHasOurFieldAndItsShards(Dialect dialect) throws IOException {
    EngineRequest request = dialect.create(OURS).getFirst();
    assertEquals("PUT /i", request.method() + " " + request.path());
    assertEquals(3, body(request).at("/settings/number_of_shards").asInt());
    assertEquals(true, body(request).at("/settings/index.nseek").asBoolean());
    assertEquals(
        MAPPER.readTree(
            "{\"type\":\"nseek_vector\",\"dimension\":2,\"similarity\":\"dot_product\"}"),
        body(request).at("/mappings/properties/vector"));
  }

  @ParameterizedTest
  @MethodSource("jsonDialects")
  void anIndexOfOthersHasNothingOfOurs(Dialect dialect) throws IOException {
    for (EngineIndex.Vectors rival : List.of(EngineIndex.Vectors.FLAT, EngineIndex.Vectors.HNSW)) {
      String create = dialect.create(index(rival)).getFirst().body();
      String search = dialect.nearest(index(rival), new Nearest(TARGET, 3, null, 50)).body();
      assertTrue(!create.contains("nseek") && !search.contains("nseek"), create + search);
    }
  }

  @ParameterizedTest
  @MethodSource("jsonDialects")
  void aSearchCarriesTheTargetsFloats(Dialect dialect) throws IOException {
    JsonNode exact = body(dialect.nearest(OURS, Nearest.exact(TARGET, 3)));
    assertEquals("[0.1,-2.0]", exact.at("/query/nseek_knn/vector").toString());
    assertEquals(3, exact.at("/query/nseek_knn/k").asInt());
    assertEquals(3, exact.get("size").asInt());
    assertTrue(exact.at("/query/nseek_knn/mode").isMissingNode());
    JsonNode lsh = body(dialect.nearest(OURS, new Nearest(TARGET, 3, .9, 3)));
    assertEquals("lsh", lsh.at("/query/nseek_knn/mode").asText());
    assertEquals(.9, lsh.at("/query/nseek_knn/recall_target").asDouble());
  }

  @ParameterizedTest
  @MethodSource("jsonDialects")
  void hitsAreReadWithTheirRawSimilarities(Dialect dialect) throws IOException {
    JsonNode answer =
        MAPPER.readTree(
            "{\"hits\":{\"hits\":[{\"_id\":\"7\",\"_score\":0.75,\"_source\":{\"words\":\"w\"},"
                + "\"fields\":{\"nseek_similarity\":[0.5000000000000001]}},"
                + "{\"_id\":\"8\",\"_score\":0.5}]}}");
    List<EngineHit> hits = dialect.hits(answer);
    assertEquals(new EngineHit("7", "w", null, .75f, 0.5000000000000001), hits.get(0));
    assertEquals(new EngineHit("8", null, null, .5f, Double.NaN), hits.get(1));
  }

  @ParameterizedTest
  @MethodSource("jsonDialects")
  void aRefusedDocumentIsNamed(Dialect dialect) throws IOException {
    assertNull(dialect.failure(MAPPER.readTree("{\"errors\":false,\"items\":[]}")));
    String failure =
        dialect.failure(
            MAPPER.readTree(
                "{\"errors\":true,\"items\":[{\"index\":{\"_id\":\"1\",\"status\":201}},"
                    + "{\"index\":{\"_id\":\"2\",\"error\":{\"reason\":\"no\"}}}]}"));
    assertEquals("2: {\"reason\":\"no\"}", failure);
  }

  @Test
  void solrDividesDocumentsAmongCoresAndSearchesAllOfThem() throws IOException {
    Dialect solr = new SolrDialect("127.0.0.1:1");
    assertEquals(3, solr.create(OURS).size());
    assertTrue(
        solr.create(OURS)
            .getFirst()
            .path()
            .endsWith(
                "&name=i_shard0&property.vector.class=org.nseekfs.solr.NSeekVectorField"
                    + "&property.vector.dimension=2&property.vector.similarity=dot_product"));
    List<EngineEntry> entries =
        IntStream.range(0, 30)
            .mapToObj(id -> new EngineEntry(Integer.toString(id), null, null, TARGET))
            .toList();
    int added = 0;
    for (EngineRequest request : solr.add(OURS, entries)) {
      assertTrue(request.path().matches("/solr/i_shard[012]/update"), request.path());
      added += body(request).size();
    }
    assertEquals(30, added);
    String search = decoded(solr.nearest(OURS, Nearest.exact(TARGET, 3)));
    assertTrue(
        search.contains(
            "&shards=127.0.0.1:1/solr/i_shard0,127.0.0.1:1/solr/i_shard1,127.0.0.1:1/solr/i_shard2&"),
        search);
    assertTrue(search.contains("&q={!nseek f=vector k=3 v=$v}&v=[0.1,-2.0]"), search);
  }

  @Test
  void solrsOwnVectorsAreSearchedByItsOwnParsers() {
    Dialect solr = new SolrDialect("127.0.0.1:1");
    Nearest search = new Nearest(TARGET, 3, null, 30);
    assertTrue(
        decoded(solr.nearest(index(EngineIndex.Vectors.HNSW), search))
            .contains("q={!knn f=vector topK=3 efSearchScaleFactor=10.0 v=$v}"));
    assertTrue(
        decoded(solr.nearest(index(EngineIndex.Vectors.FLAT), search))
            .contains("q={!func}vectorSimilarity(FLOAT32,DOT_PRODUCT,vector,[0.1,-2.0])"));
  }

  private static String decoded(EngineRequest request) {
    return URLDecoder.decode(request.body(), StandardCharsets.UTF_8);
  }

  @Test
  void aRequestCanBeMadeAgainByCurl() {
    URI engine = URI.create("http://127.0.0.1:9200");
    assertEquals(
        "curl -s -X POST 'http://127.0.0.1:9200/i/_search' -H 'Content-Type: application/json'"
            + " --data-binary @body.json",
        EngineRequest.json("POST", "/i/_search", "{}").curl(engine, Path.of("body.json")));
    assertEquals(
        "curl -s -X GET 'http://127.0.0.1:9200/'",
        EngineRequest.of("GET", "/").curl(engine, Path.of("unused")));
  }
}
