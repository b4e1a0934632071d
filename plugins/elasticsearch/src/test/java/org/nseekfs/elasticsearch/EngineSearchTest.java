package org.nseekfs.elasticsearch;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.http.util.EntityUtils;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.Response;
import org.elasticsearch.client.ResponseException;
import org.elasticsearch.client.ResponseListener;
import org.elasticsearch.index.IndexService;
import org.elasticsearch.indices.IndicesService;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.test.ESIntegTestCase;

/** What the engine gives to our searches: its clock, cancellation, threads and mapped files. */
@ESIntegTestCase.ClusterScope(
    scope = ESIntegTestCase.Scope.SUITE,
    numDataNodes = 1,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class EngineSearchTest extends RestTestCase {

  private static final int DIMENSION = 16;

  @Override
  protected Collection<Class<? extends Plugin>> nodePlugins() {
    List<Class<? extends Plugin>> plugins = new ArrayList<>(super.nodePlugins());
    plugins.add(GatePlugin.class);
    return plugins;
  }

  /** Creates an index of some segments. */
  private static void createSegments(String index, int segments) throws IOException {
    send(
        "PUT",
        "/" + index,
        text(
            """
            {"settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": -1,
               "merge.policy.segments_per_tier": 50, "merge.policy.floor_segment": "1b"},
             "mappings": {"properties": {"emb": %s}}}
            """,
            vectorField(DIMENSION, "f32", "cosine")));
    for (int i = 0; i < segments; i++) {
      indexAll(index, 200 * i, vectors(200, DIMENSION));
    }
  }

  /** A search that waits at the gate before it compares vectors. */
  private static String gated(String more) {
    return text(
        """
        {%s "query": {"nseek_knn": {"field": "emb", "vector": %s, "k": 10,
          "filter": {"gate": {}}}}}
        """,
        more, json(vectors(1, DIMENSION)[0]));
  }

  public void testASearchEndsAtItsTimeoutAndSaysSo() throws IOException {
    createSegments("late", 2);
    GatePlugin.gate = new Gate(1, 1_500);
    Map<String, Object> answer = search("late", gated("\"timeout\": \"100ms\", "));
    assertEquals(answer.toString(), true, answer.get("timed_out"));
    ResponseException refused =
        expectThrows(
            ResponseException.class,
            () ->
                send(
                    "POST",
                    "/late/_search?allow_partial_search_results=false",
                    gated("\"timeout\": \"100ms\", ")));
    assertThat(refused.getMessage(), containsString("Time exceeded"));
    GatePlugin.gate = new Gate(1, 0);
    assertEquals(false, search("late", gated("\"timeout\": \"60s\", ")).get("timed_out"));
  }

  public void testACancelledSearchEndsWithTheEnginesError() throws Exception {
    createSegments("cancelled", 2);
    Gate gate = new Gate(1, 30_000);
    GatePlugin.gate = gate;
    CompletableFuture<String> answer = searchLater("cancelled", gated(""));
    assertTrue(gate.awaitArrivals());
    send("POST", "/_tasks/_cancel?actions=indices:data/read/search", null);
    gate.open();
    String said = answer.get(20, TimeUnit.SECONDS);
    assertThat(said, containsString("task_cancelled_exception"));
  }

  public void testSegmentsAreSearchedByTheThreadsOfTheEngine() throws Exception {
    createSegments("parallel", 4);
    Gate gate = new Gate(2, 20_000);
    GatePlugin.gate = gate;
    CompletableFuture<String> answer = searchLater("parallel", gated(""));
    boolean bothCame = gate.awaitArrivals();
    gate.open();
    assertTrue(answer.get(20, TimeUnit.SECONDS), bothCame);
  }

  /** Searches while the test goes on; the answer or what went wrong. */
  private static CompletableFuture<String> searchLater(String index, String body) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Request request = new Request("POST", "/" + index + "/_search");
    request.setJsonEntity(body);
    getRestClient()
        .performRequestAsync(
            request,
            new ResponseListener() {
              @Override
              public void onSuccess(Response response) {
                try {
                  answer.complete(EntityUtils.toString(response.getEntity()));
                } catch (IOException e) {
                  answer.completeExceptionally(e);
                }
              }

              @Override
              public void onFailure(Exception exception) {
                answer.complete(exception.getMessage());
              }
            });
    return answer;
  }

  public void testFilesAreMappedIntoMemoryInTheDefaultStore() throws IOException {
    createSegments("mapped", 1);
    assertEquals(Set.of("cfs"), mapped("mapped", Set.of("cfs")));
    send("PUT", "/mapped/_settings", "{\"index.compound_format\": false}");
    indexAll("mapped", 1_000, vectors(2_000, DIMENSION));
    send("POST", "/mapped/_forcemerge?max_num_segments=1&flush=true", null);
    Set<String> ours = Set.of("vec", "veq", "veb", "vex");
    assertEquals(ours, mapped("mapped", ours));
  }

  /** Those of {@code extensions} that files have, all of which are mapped. */
  private static Set<String> mapped(String index, Set<String> extensions) throws IOException {
    Directory directory = directory(index);
    Set<String> mapped = new HashSet<>();
    for (String file : directory.listAll()) {
      String extension = file.substring(file.lastIndexOf('.') + 1);
      if (extensions.contains(extension)) {
        mapped.add(extension);
        try (IndexInput input = directory.openInput(file, IOContext.DEFAULT)) {
          assertThat(file, input, instanceOf(MemorySegmentAccessInput.class));
        }
      }
    }
    return mapped;
  }

  private static Directory directory(String index) {
    for (IndexService service : internalCluster().getInstance(IndicesService.class)) {
      if (service.index().getName().equals(index)) {
        return service.getShard(0).store().directory();
      }
    }
    throw new AssertionError(index);
  }
}
