package org.nseekfs.elasticsearch;

import static org.nseekfs.plugins.Answers.hits;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.common.xcontent.XContentHelper;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.search.SearchService;
import org.elasticsearch.test.ESIntegTestCase;
import org.elasticsearch.transport.netty4.Netty4Plugin;
import org.elasticsearch.xcontent.json.JsonXContent;
import org.nseekfs.plugins.Cluster;

/** A cluster in this process, asked over HTTP. Its vectors come of the test's seed. */
abstract class RestTestCase extends ESIntegTestCase {

  static final Cluster CLUSTER =
      new Cluster() {
        @Override
        public Map<String, Object> send(String method, String path, String body)
            throws IOException {
          return RestTestCase.send(method, path, body);
        }

        @Override
        public void assertRefused(String method, String path, String body, String... texts) {
          RestTestCase.assertRefused(method, path, body, texts);
        }
      };

  @Override
  protected Collection<Class<? extends Plugin>> nodePlugins() {
    return List.of(NSeekPlugin.class, Netty4Plugin.class);
  }

  @Override
  protected boolean addMockHttpTransport() {
    return false;
  }

  /** Two plugins must not give one index an engine. */
  @Override
  protected boolean addMockInternalEngine() {
    return false;
  }

  /** The store is the one that users have. */
  @Override
  protected boolean addMockFSIndexStore() {
    return false;
  }

  @Override
  protected Settings nodeSettings(int ordinal, Settings other) {
    return Settings.builder()
        .put(super.nodeSettings(ordinal, other))
        .put("http.type", "netty4")
        .put(SearchService.LOW_LEVEL_CANCELLATION_SETTING.getKey(), true)
        .build();
  }

  /** Sends a request to the cluster; a body of several lines is sent as such. */
  static Map<String, Object> send(String method, String path, String body) throws IOException {
    return send(getRestClient(), method, path, body);
  }

  static Map<String, Object> send(RestClient client, String method, String path, String body)
      throws IOException {
    Request request = new Request(method, path);
    if (body != null) {
      request.setJsonEntity(body);
    }
    Response response = client.performRequest(request);
    return XContentHelper.convertToMap(
        JsonXContent.jsonXContent, EntityUtils.toString(response.getEntity()), true);
  }

  static Map<String, Object> search(String index, String body) throws IOException {
    return send("POST", "/" + index + "/_search", body);
  }

  /** Expects an answer of 400 that says {@code messages}. */
  static void assertRefused(String method, String path, String body, String... messages) {
    ResponseException refused =
        expectThrows(ResponseException.class, () -> send(method, path, body));
    assertEquals(refused.getMessage(), 400, refused.getResponse().getStatusLine().getStatusCode());
    for (String message : messages) {
      assertTrue(
          "\"" + message + "\" is not in " + refused.getMessage(),
          refused.getMessage().replace("\\\"", "\"").contains(message));
    }
  }

  /** Creates an index with one vector field, {@code emb}, and a text field, {@code text}. */
  static void create(String index, int shards, int replicas, String vectorField)
      throws IOException {
    send(
        "PUT",
        "/" + index,
        text(
            """
        {"settings": {"index.nseek": true, "number_of_shards": %d, "number_of_replicas": %d},
         "mappings": {"properties": {"emb": %s, "text": {"type": "text"}, "n": {"type": "integer"}}}}
        """,
            shards, replicas, vectorField));
  }

  static String vectorField(int dimension, String elementType, String similarity) {
    return text(
        """
        {"type": "nseek_vector", "dimension": %d, "element_type": "%s", "similarity": "%s"}""",
        dimension, elementType, similarity);
  }

  /** Indexes documents of ids from {@code firstId}: field emb and the number n. */
  static void indexAll(String index, int firstId, double[][] vectors) throws IOException {
    StringBuilder bulk = new StringBuilder();
    for (int i = 0; i < vectors.length; i++) {
      bulk.append("{\"index\": {\"_id\": \"").append(firstId + i).append("\"}}\n");
      bulk.append("{\"n\": ").append(firstId + i).append(", \"emb\": ");
      bulk.append(json(vectors[i])).append("}\n");
    }
    Map<String, Object> answer = send("POST", "/" + index + "/_bulk?refresh=true", bulk.toString());
    assertEquals(answer.toString(), false, answer.get("errors"));
  }

  /** The text {@code format} with {@code values} in it. */
  static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  static String json(double[] vector) {
    List<String> elements = new ArrayList<>();
    for (double element : vector) {
      elements.add(
          element == (float) element ? Float.toString((float) element) : Double.toString(element));
    }
    return elements.toString();
  }

  /** Random vectors of floats. */
  static double[][] vectors(int count, int dimension) {
    double[][] vectors = new double[count][dimension];
    for (double[] vector : vectors) {
      for (int i = 0; i < dimension; i++) {
        vector[i] = (float) random().nextGaussian();
      }
    }
    return vectors;
  }

  /** The scores of hits by id. */
  static Map<String, Float> scores(Map<String, Object> response) {
    return hits(response).stream()
        .collect(
            Collectors.toMap(
                hit -> (String) hit.get("_id"), hit -> ((Number) hit.get("_score")).floatValue()));
  }

  /** What {@code nseek_similarity} has added to a hit. */
  @SuppressWarnings("unchecked")
  static double similarity(Map<String, Object> hit) {
    Map<String, List<Number>> fields = (Map<String, List<Number>>) hit.get("fields");
    return fields.get("nseek_similarity").getFirst().doubleValue();
  }
}
