package org.nseekfs.engines.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What Elasticsearch and OpenSearch have in common. */
abstract sealed class JsonDialect implements Dialect
    permits ElasticsearchDialect, OpenSearchDialect {

  /** Hits of each list that are fused. */
  private static final int WINDOW = 100;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static ObjectNode object() {
    return JSON.objectNode();
  }

  static ArrayNode array(float[] vector) {
    ArrayNode array = JSON.arrayNode(vector.length);
    for (float element : vector) {
      array.add(element);
    }
    return array;
  }

  /** The mapping of a vector field of the engine's own. */
  abstract ObjectNode rivalField(EngineIndex index);

  /** The search in a vector field of the engine's own. */
  abstract ObjectNode rivalQuery(EngineIndex index, Nearest search);

  /** Settings that indexes with vectors of the engine's own need. */
  abstract void rivalSettings(ObjectNode settings);

  @Override
  public EngineRequest awaitReady() {
    return EngineRequest.of(
        "GET",
        "/_cluster/health?wait_for_status=yellow&wait_for_no_initializing_shards=true&timeout=60s");
  }

  @Override
  public List<EngineRequest> create(EngineIndex index) {
    boolean ours = index.vectors() == EngineIndex.Vectors.NSEEK;
    ObjectNode body = object();
    ObjectNode settings = body.putObject("settings");
    settings.put("number_of_shards", index.shards()).put("number_of_replicas", 0);
    ObjectNode fields = body.putObject("mappings").put("dynamic", false).putObject("properties");
    fields.putObject(EngineIndex.WORDS).put("type", "text");
    fields.putObject(EngineIndex.GLOSS).put("type", "text");
    if (ours) {
      settings.put("index.nseek", true);
      fields
          .putObject(EngineIndex.VECTOR)
          .put("type", "nseek_vector")
          .put("dimension", index.dimension())
          .put("similarity", index.similarityFunction().name().toLowerCase(Locale.ROOT));
    } else {
      rivalSettings(settings);
      fields.set(EngineIndex.VECTOR, rivalField(index));
    }
    return List.of(EngineRequest.json("PUT", "/" + index.name(), body));
  }

  @Override
  public List<EngineRequest> add(EngineIndex index, List<EngineEntry> entries) {
    StringBuilder lines = new StringBuilder();
    for (EngineEntry entry : entries) {
      ObjectNode action = object();
      action.putObject("index").put("_id", entry.id());
      ObjectNode document = object();
      if (entry.words() != null) {
        document.put(EngineIndex.WORDS, entry.words());
      }
      if (entry.gloss() != null) {
        document.put(EngineIndex.GLOSS, entry.gloss());
      }
      document.set(EngineIndex.VECTOR, array(entry.vector()));
      lines.append(action).append('\n').append(document).append('\n');
    }
    return List.of(
        new EngineRequest(
            "POST", "/" + index.name() + "/_bulk", "application/x-ndjson", lines.toString()));
  }

  @Override
  public String failure(JsonNode answer) {
    if (!answer.path("errors").asBoolean()) {
      return null;
    }
    for (JsonNode item : answer.path("items")) {
      JsonNode error = item.path("index").path("error");
      if (!error.isMissingNode()) {
        return item.path("index").path("_id").asText() + ": " + error;
      }
    }
    return answer.toString();
  }

  @Override
  public List<EngineRequest> finish(EngineIndex index) {
    return List.of(
        EngineRequest.of("POST", "/" + index.name() + "/_refresh"),
        EngineRequest.of("POST", "/" + index.name() + "/_forcemerge?max_num_segments=1"),
        EngineRequest.of("POST", "/" + index.name() + "/_refresh"));
  }

  private static EngineRequest search(EngineIndex index, ObjectNode body) {
    return EngineRequest.json("POST", "/" + index.name() + "/_search", body);
  }

  private static ObjectNode ours(Nearest search) {
    ObjectNode query = object();
    ObjectNode knn =
        query
            .putObject("nseek_knn")
            .put("field", EngineIndex.VECTOR)
            .put("k", search.k())
            .set("vector", array(search.target()));
    if (search.recallTarget() != null) {
      knn.put("mode", "lsh").put("recall_target", search.recallTarget());
    }
    return query;
  }

  /** Asks for the raw similarities of the hits. */
  private static void askRaw(ObjectNode body, float[] target) {
    body.putObject("ext")
        .putObject("nseek_similarity")
        .put("field", EngineIndex.VECTOR)
        .set("vector", array(target));
  }

  @Override
  public EngineRequest nearest(EngineIndex index, Nearest search) {
    boolean ours = index.vectors() == EngineIndex.Vectors.NSEEK;
    ObjectNode body = object().put("size", search.k()).put("_source", false);
    body.put("track_total_hits", false);
    body.set("query", ours ? ours(search) : rivalQuery(index, search));
    return search(index, body);
  }

  @Override
  public EngineRequest nearestWithRaw(EngineIndex index, Nearest search) {
    ObjectNode body = withTexts(search.k());
    body.set("query", ours(search));
    askRaw(body, search.target());
    return search(index, body);
  }

  private static ObjectNode withTexts(int k) {
    ObjectNode body = object().put("size", k);
    body.putArray("_source").add(EngineIndex.WORDS).add(EngineIndex.GLOSS);
    return body;
  }

  private static ObjectNode match(String text) {
    ObjectNode query = object();
    query
        .putObject("multi_match")
        .put("query", text)
        .putArray("fields")
        .add(EngineIndex.WORDS)
        .add(EngineIndex.GLOSS);
    return query;
  }

  @Override
  public EngineRequest byText(EngineIndex index, String text, int k) {
    ObjectNode body = withTexts(k);
    body.set("query", match(text));
    return search(index, body);
  }

  @Override
  public EngineRequest hybrid(EngineIndex index, String text, float[] target, int k) {
    ObjectNode body = withTexts(k);
    ObjectNode hybrid =
        body.putObject("query")
            .putObject("nseek_hybrid")
            .put("k", k)
            .put("window", WINDOW)
            .put("fusion", "rrf");
    ArrayNode queries = hybrid.putArray("queries");
    queries.addObject().set("query", match(text));
    queries.addObject().set("query", ours(Nearest.exact(target, WINDOW)));
    return search(index, body);
  }

  @Override
  public EngineRequest matchAll(EngineIndex index, int k) {
    ObjectNode body = object().put("size", k).put("_source", false);
    body.put("track_total_hits", false);
    body.putObject("query").putObject("match_all");
    return search(index, body);
  }

  @Override
  public EngineRequest matchAllWithTarget(EngineIndex index, Nearest search) {
    ObjectNode body = object().put("size", search.k()).put("_source", false);
    body.put("track_total_hits", false);
    ObjectNode none = ours(search);
    ((ObjectNode) none.get("nseek_knn")).putObject("filter").putObject("match_none");
    ObjectNode bool = body.putObject("query").putObject("bool");
    bool.putObject("must").putObject("match_all");
    bool.set("must_not", none);
    return search(index, body);
  }

  @Override
  public List<EngineHit> hits(JsonNode answer) {
    List<EngineHit> hits = new ArrayList<>();
    for (JsonNode hit : answer.path("hits").path("hits")) {
      JsonNode source = hit.path("_source");
      hits.add(
          new EngineHit(
              hit.path("_id").asText(),
              source.path(EngineIndex.WORDS).asText(null),
              source.path(EngineIndex.GLOSS).asText(null),
              (float) hit.path("_score").asDouble(),
              hit.path("fields").path("nseek_similarity").path(0).asDouble(Double.NaN)));
    }
    return hits;
  }

  @Override
  public EngineRequest whyMissing(EngineIndex index) {
    ObjectNode body = object().put("index", index.name()).put("shard", 0).put("primary", true);
    return EngineRequest.json("POST", "/_cluster/allocation/explain", body);
  }

  @Override
  public List<EngineRequest> size(EngineIndex index) {
    return List.of(EngineRequest.of("GET", "/" + index.name() + "/_stats/store"));
  }

  @Override
  public long bytes(JsonNode answer) {
    return answer.path("_all").path("primaries").path("store").path("size_in_bytes").asLong();
  }
}
