package org.nseekfs.elasticsearch;

import static org.hamcrest.Matchers.containsString;
import static org.nseekfs.plugins.Answers.hits;
import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.elasticsearch.client.RestClient;
import org.elasticsearch.plugins.Plugin;
import org.elasticsearch.test.ESIntegTestCase;
import org.elasticsearch.transport.netty4.Netty4Plugin;
import org.junit.After;

/** Shards and replicas on two nodes, one of which stops while documents and searches come. */
@ESIntegTestCase.ClusterScope(scope = ESIntegTestCase.Scope.TEST, numDataNodes = 0)
public class NodeStopTest extends RestTestCase {

  private static final int DIMENSION = 8;
  private static final int K = 10;
  private static final int BATCH = 5;
  private static final int FIRST = 300;

  /** Whether nodes that start now have the plugin. */
  private static volatile boolean installed = true;

  @Override
  protected Collection<Class<? extends Plugin>> nodePlugins() {
    return installed ? super.nodePlugins() : List.of(Netty4Plugin.class);
  }

  @After
  public void installAgain() {
    installed = true;
  }

  private static String bulk(int firstId, double[][] vectors) {
    StringBuilder bulk = new StringBuilder();
    for (int id = firstId; id < firstId + BATCH; id++) {
      bulk.append("{\"index\": {\"_id\": \"").append(id).append("\"}}\n");
      bulk.append("{\"emb\": ").append(json(vectors[id])).append("}\n");
    }
    return bulk.toString();
  }

  private static String nearest(double[] target) {
    return text(
        """
        {"size": %d, "query": {"nseek_knn": {"field": "emb", "vector": %s, "k": %d}},
         "ext": {"nseek_similarity": {"field": "emb", "vector": %s}}, "_source": false}
        """,
        K, json(target), K, json(target));
  }

  /** What is known of the documents while threads index and search. */
  private static final class Load {
    private final RestClient client;
    private final double[][] vectors;
    private final double[][] targets;
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger(FIRST);
    private final AtomicInteger searches = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

    Load(RestClient client, double[][] vectors, double[][] targets) {
      this.client = client;
      this.vectors = vectors;
      this.targets = targets;
    }

    void index() {
      while (!stopped.get()) {
        int first = next.getAndAdd(BATCH);
        if (first + BATCH > vectors.length) {
          return;
        }
        try {
          acknowledge(send(client, "POST", "/shards/_bulk?refresh=true", bulk(first, vectors)));
        } catch (IOException e) {
          // Not acknowledged: the documents may be there or not.
          continue;
        }
      }
    }

    @SuppressWarnings("unchecked")
    private void acknowledge(Map<String, Object> answer) {
      for (Map<String, Map<String, Object>> item :
          (List<Map<String, Map<String, Object>>>) answer.get("items")) {
        Map<String, Object> result = item.get("index");
        if ((Integer) result.get("status") < 300) {
          acknowledged.add(Integer.valueOf((String) result.get("_id")));
        }
      }
    }

    void search() {
      while (!stopped.get()) {
        double[] target = targets[searches.get() % targets.length];
        Set<Integer> known = Set.copyOf(acknowledged);
        try {
          String path = "/shards/_search?allow_partial_search_results=false";
          check(known, target, send(client, "POST", path, nearest(target)));
        } catch (IOException e) {
          // No answer is no wrong answer.
          continue;
        } finally {
          searches.incrementAndGet();
        }
      }
    }

    /** Hits have their true similarity, and nothing that was known is nearer than the last. */
    private void check(Set<Integer> known, double[] target, Map<String, Object> answer) {
      Set<Integer> found = new HashSet<>();
      double last = Double.POSITIVE_INFINITY;
      for (Map<String, Object> hit : hits(answer)) {
        int id = Integer.parseInt((String) hit.get("_id"));
        double similarity = similarity(hit);
        double expected = -Oracle.squareDistance(vectors[id], target);
        if (!found.add(id)
            || similarity > last
            || Math.abs(similarity - expected) > 1e-5 * Math.abs(expected)) {
          wrong.add("hit " + hit + ", expected " + expected + ", after " + last);
        }
        last = similarity;
      }
      for (int id : known) {
        double similarity = -Oracle.squareDistance(vectors[id], target);
        if (similarity > last + 1e-5 * Math.abs(last) && !found.contains(id)) {
          wrong.add("missing " + id + " of " + similarity + " before " + last + ": " + found);
        }
      }
      if (found.size() != K) {
        wrong.add("expected " + K + " hits, got " + answer);
      }
    }
  }

  public void testNothingIsWrongOrLostWhenANodeStops() throws Exception {
    String master = internalCluster().startMasterOnlyNode();
    List<String> nodes = internalCluster().startDataOnlyNodes(2);
    create("shards", 3, 1, vectorField(DIMENSION, "f32", "euclidean"));
    String atOnce = "{\"index.unassigned.node_left.delayed_timeout\": 0}";
    send("PUT", "/shards/_settings", atOnce);
    ensureGreen("shards");
    double[][] vectors = vectors(6_000, DIMENSION);
    indexAll("shards", 0, Arrays.copyOf(vectors, FIRST));
    try (RestClient client = createRestClient(master)) {
      Load load = new Load(client, vectors, vectors(50, DIMENSION));
      for (int id = 0; id < FIRST; id++) {
        load.acknowledged.add(id);
      }
      List<Thread> threads = new ArrayList<>();
      for (Runnable work :
          List.<Runnable>of(load::index, load::index, load::search, load::search)) {
        threads.add(new Thread(work, "load-" + threads.size()));
      }
      threads.forEach(Thread::start);
      try {
        assertBusy(() -> assertTrue(load.searches.get() > 40));
        assertTrue(internalCluster().stopNode(nodes.getFirst()));
        int atStop = load.searches.get();
        assertBusy(() -> assertTrue(load.searches.get() > atStop + 80));
      } finally {
        load.stopped.set(true);
        for (Thread thread : threads) {
          thread.join();
        }
      }
      assertEquals(List.of(), List.copyOf(load.wrong));
      assertTrue(load.acknowledged.size() + " acknowledged", load.acknowledged.size() > FIRST);
      ensureYellow("shards");
      assertAllFound(client, load, "");
      String third = internalCluster().startDataOnlyNode();
      ensureGreen("shards");
      for (String node : List.of(nodes.getLast(), third)) {
        assertAllFound(client, load, "&preference=_prefer_nodes:" + nodeId(client, node));
      }
    }
  }

  private static String nodeId(RestClient client, String name) throws IOException {
    Map<?, ?> nodes = (Map<?, ?>) send(client, "GET", "/_nodes/" + name, null).get("nodes");
    return (String) nodes.keySet().iterator().next();
  }

  /** Every document that was acknowledged is there, and what is there is searched exactly. */
  private static void assertAllFound(RestClient client, Load load, String preference)
      throws IOException {
    String path = "/shards/_search?allow_partial_search_results=false" + preference;
    Set<Integer> there = new HashSet<>();
    for (String id : ids(send(client, "POST", path, "{\"size\": 10000, \"_source\": false}"))) {
      there.add(Integer.valueOf(id));
    }
    Set<Integer> lost = new HashSet<>(load.acknowledged);
    lost.removeAll(there);
    assertEquals(Set.of(), lost);
    for (double[] target : load.targets) {
      List<String> expected =
          Oracle.nearest(load.vectors, target).stream()
              .filter(there::contains)
              .limit(K)
              .map(id -> Integer.toString(id))
              .toList();
      assertEquals(expected, ids(send(client, "POST", path, nearest(target))));
    }
  }

  public void testANodeWithoutThePluginSaysWhatIsMissing() throws Exception {
    String master = internalCluster().startMasterOnlyNode();
    internalCluster().startDataOnlyNode();
    create("missing", 1, 1, vectorField(2, "f32", "cosine"));
    installed = false;
    internalCluster().startDataOnlyNode();
    try (RestClient client = createRestClient(master)) {
      assertBusy(
          () -> {
            String explanation =
                send(
                        client,
                        "POST",
                        "/_cluster/allocation/explain",
                        "{\"index\": \"missing\", \"shard\": 0, \"primary\": false}")
                    .toString();
            assertThat(explanation, containsString("unknown setting [index.nseek]"));
          });
    }
  }
}
