package org.nseekfs.opensearch;

import static org.nseekfs.plugins.Answers.ids;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.opensearch.action.admin.cluster.node.tasks.cancel.CancelTasksRequest;
import org.opensearch.action.search.SearchAction;
import org.opensearch.action.support.PlainActionFuture;
import org.opensearch.client.Request;
import org.opensearch.client.Response;
import org.opensearch.client.ResponseListener;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.tasks.TaskId;
import org.opensearch.plugins.Plugin;
import org.opensearch.tasks.TaskInfo;
import org.opensearch.test.OpenSearchIntegTestCase.ClusterScope;
import org.opensearch.test.OpenSearchIntegTestCase.Scope;

/** Timeouts, cancelled tasks and parallel segments. */
@ClusterScope(
    scope = Scope.SUITE,
    numDataNodes = 1,
    numClientNodes = 0,
    supportsDedicatedMasters = false)
public class CancellationTest extends NodesTestCase {

  private static final String KNN =
      "{\"nseek_knn\":{\"field\":\"emb\",\"vector\":[1,2],\"k\":5,\"filter\":{\"gate\":{}}}}";
  private static final String HYBRID = "{\"nseek_hybrid\":{\"queries\":[{\"query\":" + KNN + "}]}}";

  /** Milliseconds; the engine's clock ticks every 200. */
  private static final int LONGER_THAN_A_TICK = 600;

  private int segments;

  /** As by default; the test framework draws it by lot. */
  @Override
  protected Settings nodeSettings(int ordinal) {
    return Settings.builder()
        .put(super.nodeSettings(ordinal))
        .put("search.low_level_cancellation", true)
        .build();
  }

  @Override
  protected Collection<Class<? extends Plugin>> nodePlugins() {
    List<Class<? extends Plugin>> plugins = new ArrayList<>(super.nodePlugins());
    plugins.add(GatePlugin.class);
    return plugins;
  }

  @Override
  public void tearDown() throws Exception {
    GatePlugin.open();
    parallel("auto");
    super.tearDown();
  }

  private static void parallel(String mode) throws IOException {
    call(
        "PUT",
        "/_cluster/settings",
        "{\"transient\":{\"search.concurrent_segment_search.mode\":"
            + (mode.equals("auto") ? "null" : "\"" + mode + "\"")
            + "}}");
  }

  private void index(String index) throws IOException {
    createIndex(
        index,
        "\"dimension\":2",
        "\"number_of_shards\":1,\"number_of_replicas\":0,"
            + "\"merge.policy.segments_per_tier\":20,\"merge.policy.max_merge_at_once\":20");
    Corpus corpus = new Corpus(2, 21);
    for (int i = 0; i < 4; i++) {
      corpus.index(index, i * 10, i * 10 + 10, true);
    }
    GatePlugin.open();
    assertEquals(5, ids(search(index, "{\"query\":" + KNN + "}")).size());
    segments = GatePlugin.COME.get();
    assertTrue("the gate sees every segment, of which there are " + segments, segments > 1);
  }

  /** A request under way. */
  private static final class Running extends PlainActionFuture<Response>
      implements ResponseListener {
    static Running search(String path, String body) {
      Request request = new Request("POST", path);
      request.setJsonEntity(body);
      Running running = new Running();
      getRestClient().performRequestAsync(request, running);
      return running;
    }

    @Override
    public void onSuccess(Response response) {
      onResponse(response);
    }
  }

  private static void assertCome(int segments) throws Exception {
    assertBusy(() -> assertEquals(segments, GatePlugin.COME.get()));
  }

  public void testASearchWhoseTimePassesEndsAndSaysSo() throws Exception {
    parallel("none");
    index("timed");
    GatePlugin.linger(LONGER_THAN_A_TICK);
    Map<String, Object> found = search("timed", "{\"timeout\":\"10ms\",\"query\":" + KNN + "}");
    assertEquals(true, found.get("timed_out"));
    assertEquals("only the first segment was searched", 1, GatePlugin.COME.get());
  }

  public void testACancelledSearchEnds() throws Exception {
    assertCancelledSearchEnds("cancelled", KNN, 1);
  }

  public void testTheSearchesOfAHybridEndWhenItIsCancelled() throws Exception {
    assertCancelledSearchEnds("hybrid", HYBRID, 2);
  }

  private void assertCancelledSearchEnds(String index, String query, int searches)
      throws Exception {
    parallel("none");
    index(index);
    CountDownLatch cancelled = new CountDownLatch(1);
    GatePlugin.waitFor(cancelled);
    Running search = Running.search("/" + index + "/_search", "{\"query\":" + query + "}");
    assertCome(1);
    List<TaskInfo> tasks = tasks(SearchAction.NAME);
    assertEquals(searches, tasks.size());
    TaskId whole =
        tasks.stream()
            .filter(task -> !task.getParentTaskId().isSet())
            .findFirst()
            .get()
            .getTaskId();
    client().admin().cluster().cancelTasks(new CancelTasksRequest().setTaskId(whole)).actionGet();
    assertBusy(
        () -> assertTrue(tasks(SearchAction.NAME + "*").stream().allMatch(TaskInfo::isCancelled)));
    cancelled.countDown();
    Exception failure = expectThrows(Exception.class, search::actionGet);
    assertTrue(failure.toString(), failure.toString().contains("cancelled"));
    assertEquals("only the first segment was searched", 1, GatePlugin.COME.get());
  }

  private static List<TaskInfo> tasks(String actions) {
    return client().admin().cluster().prepareListTasks().setActions(actions).get().getTasks();
  }

  public void testAHybridWhoseSearchesEndTooEarlyFailsUnlessPartOfItIsWanted() throws Exception {
    parallel("none");
    index("early");
    GatePlugin.linger(LONGER_THAN_A_TICK);
    String body = "{\"timeout\":\"10ms\",\"query\":" + HYBRID + "}";
    Exception failure =
        expectThrows(Exception.class, () -> Running.search("/early/_search", body).actionGet());
    assertTrue(failure.toString(), failure.toString().contains("Time exceeded"));
    GatePlugin.linger(LONGER_THAN_A_TICK);
    Map<String, Object> part =
        call("POST", "/early/_search?allow_partial_search_results=true", body);
    assertTrue(ids(part).size() < 5);
  }

  public void testAShardIsSearchedOnceHoweverManyHitsAreExplained() throws Exception {
    index("once");
    GatePlugin.open();
    String named = KNN.replace("\"k\":", "\"_name\":\"near\",\"k\":");
    String query = "{\"explain\":true,\"profile\":true,\"query\":" + named + "}";
    assertEquals(5, ids(search("once", query)).size());
    assertEquals(segments, GatePlugin.COME.get());
  }

  public void testSegmentsAreSearchedInParallelByTheEnginesExecutor() throws Exception {
    for (String mode : List.of("all", "auto")) {
      parallel(mode);
      index("parallel-" + mode);
      GatePlugin.meet(2);
      assertEquals(5, ids(search("parallel-" + mode, "{\"query\":" + KNN + "}")).size());
      assertEquals(segments, GatePlugin.COME.get());
    }
  }

  public void testAProfileOfParallelSegmentsTellsOfTheFilter() throws Exception {
    parallel("all");
    index("profiled-all");
    GatePlugin.meet(2);
    assertProfileTellsOfTheFilter("profiled-all");
  }

  /** OpenSearch has one timer for all segments then. */
  public void testAProfileOfOneThreadIsMadeInOneThread() throws Exception {
    parallel("auto");
    index("profiled-auto");
    GatePlugin.linger(100);
    assertProfileTellsOfTheFilter("profiled-auto");
  }

  private void assertProfileTellsOfTheFilter(String index) throws Exception {
    Map<String, Object> found = search(index, "{\"profile\":true,\"query\":" + KNN + "}");
    assertEquals(5, ids(found).size());
    assertEquals(segments, GatePlugin.COME.get());
    String profile = found.get("profile").toString();
    assertTrue(profile, profile.contains("GateQuery"));
  }
}
