package org.nseekfs.opensearch;

import static org.nseekfs.plugins.Answers.hits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.nseekfs.plugins.Cluster;
import org.opensearch.client.Request;
import org.opensearch.client.Response;
import org.opensearch.client.ResponseException;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.xcontent.XContentHelper;
import org.opensearch.common.xcontent.json.JsonXContent;
import org.opensearch.plugins.Plugin;
import org.opensearch.test.OpenSearchIntegTestCase;
import org.opensearch.transport.Netty4ModulePlugin;

/** Nodes with the plugin in this JVM, spoken to over HTTP, with the codecs that real nodes have. */
@LuceneTestCase.SuppressCodecs("*")
abstract class NodesTestCase extends OpenSearchIntegTestCase {

  static final Cluster CLUSTER =
      new Cluster() {
        @Override
        public Map<String, Object> send(String method, String path, String body)
            throws IOException {
          return call(method, path, body);
        }

        @Override
        public void assertRefused(String method, String path, String body, String... texts)
            throws IOException {
          NodesTestCase.assertRefused(method, path, body, texts);
        }
      };

  @Override
  protected boolean addMockHttpTransport() {
    return false;
  }

  @Override
  protected Settings nodeSettings(int ordinal) {
    return Settings.builder().put(super.nodeSettings(ordinal)).put("http.type", "netty4").build();
  }

  @Override
  protected Collection<Class<? extends Plugin>> nodePlugins() {
    return List.of(NSeekPlugin.class, Netty4ModulePlugin.class);
  }

  /** What a request answers. */
  static Map<String, Object> call(String method, String path, String body) throws IOException {
    Request request = new Request(method, path);
    request.setJsonEntity(body);
    return json(getRestClient().performRequest(request));
  }

  private static Map<String, Object> json(Response response) throws IOException {
    return XContentHelper.convertToMap(
        JsonXContent.jsonXContent, response.getEntity().getContent(), true);
  }

  /**
   * Asserts that a request is refused with 400, for a reason that contains all of {@code texts}.
   */
  static void assertRefused(String method, String path, String body, String... texts)
      throws IOException {
    ResponseException refused =
        expectThrows(ResponseException.class, () -> call(method, path, body));
    String answer =
        new String(
            refused.getResponse().getEntity().getContent().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(answer, 400, refused.getResponse().getStatusLine().getStatusCode());
    for (String text : texts) {
      String escaped = text.replace("\"", "\\\"");
      assertTrue("expected <" + text + "> in " + answer, answer.contains(escaped));
    }
  }

  /** Creates an index with a field {@code emb}, and waits until it can be searched. */
  void createIndex(String index, String field, int shards, int replicas) throws IOException {
    createIndex(
        index, field, "\"number_of_shards\":" + shards + ",\"number_of_replicas\":" + replicas);
  }

  /** Creates an index with a field {@code emb} and further settings. */
  void createIndex(String index, String field, String settings) throws IOException {
    call(
        "PUT",
        "/" + index,
        "{\"settings\":{\"index.nseek\":true,"
            + settings
            + "},\"mappings\":{\"properties\":{\"emb\":{\"type\":\"nseek_vector\","
            + field
            + "},\"text\":{\"type\":\"text\"},\"group\":{\"type\":\"keyword\"}}}}");
    ensureGreen(index);
  }

  static Map<String, Object> search(String index, String body) throws IOException {
    return call("POST", "/" + index + "/_search", body);
  }

  static List<Float> scores(Map<String, Object> response) {
    return hits(response).stream().map(hit -> ((Number) hit.get("_score")).floatValue()).toList();
  }

  /** A value of {@code fields} of a hit. */
  @SuppressWarnings("unchecked")
  static List<Object> field(Map<String, Object> hit, String name) {
    return ((Map<String, List<Object>>) hit.get("fields")).get(name);
  }

  static List<Double> raws(Map<String, Object> response) {
    return hits(response).stream()
        .map(hit -> ((Number) field(hit, "nseek_similarity").get(0)).doubleValue())
        .toList();
  }

  static String json(float[] vector) {
    List<String> elements = new ArrayList<>();
    for (float element : vector) {
      elements.add(Float.toString(element));
    }
    return elements.toString();
  }
}
