package org.nseekfs.opensearch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.nseekfs.adapter.KnnRequest;
import org.opensearch.action.search.SearchResponse;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.settings.SettingsException;
import org.opensearch.env.Environment;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.node.MockNode;
import org.opensearch.node.Node;
import org.opensearch.plugins.Plugin;
import org.opensearch.test.OpenSearchTestCase;
import org.opensearch.transport.Netty4ModulePlugin;
import org.opensearch.transport.client.Client;

/** What users see who start a node without the plugin. */
public class MissingPluginTest extends OpenSearchTestCase {

  private static Node node(Path home, List<Class<? extends Plugin>> more) {
    Settings settings =
        Settings.builder()
            .put(Environment.PATH_HOME_SETTING.getKey(), home)
            .put("cluster.name", "missing")
            .put("node.name", "alone")
            .put("discovery.type", "single-node")
            .put("transport.type", "netty4")
            .put("http.type", "netty4")
            .put("network.host", "127.0.0.1")
            .put("http.port", "0")
            .put("transport.port", "0")
            .put("cluster.routing.allocation.disk.threshold_enabled", false)
            .build();
    Collection<Class<? extends Plugin>> plugins = new ArrayList<>(more);
    plugins.add(Netty4ModulePlugin.class);
    return new MockNode(settings, plugins);
  }

  public void testANodeWithoutThePluginNamesTheTypeItDoesNotKnowAndWithItAllIsBack()
      throws Exception {
    Path home = createTempDir();
    try (Node with = node(home, List.of(NSeekPlugin.class)).start()) {
      with.client()
          .admin()
          .indices()
          .prepareCreate("vectors")
          .setSettings(Settings.builder().put("index.nseek", true).put("number_of_replicas", 0))
          .setMapping("emb", "type=nseek_vector,dimension=2")
          .get();
      with.client().prepareIndex("vectors").setSource("emb", new float[] {1, 2}).get();
    }
    try (Node without = node(home, List.of()).start()) {
      assertBusy(
          () -> {
            String explained =
                without
                    .client()
                    .admin()
                    .cluster()
                    .prepareAllocationExplain()
                    .setIndex("vectors")
                    .setShard(0)
                    .setPrimary(true)
                    .get()
                    .getExplanation()
                    .getUnassignedInfo()
                    .getDetails();
            assertNotNull("no shard has failed yet", explained);
            assertTrue(
                explained,
                explained.contains("No handler for type [nseek_vector] declared on field [emb]"));
          });
    }
    try (Node again = node(home, List.of(NSeekPlugin.class)).start()) {
      assertAllIsBack(again.client());
    }
  }

  private static void assertAllIsBack(Client client) {
    client.admin().cluster().prepareHealth("vectors").setWaitForGreenStatus().get();
    QueryBuilder nearest = new KnnQueryBuilder("emb", List.of(1.0, 2.0), KnnRequest.exact(1), null);
    client.prepareIndex("vectors").setSource("emb", new float[] {2, 1}).get();
    client.admin().indices().prepareRefresh("vectors").get();
    client.admin().indices().prepareForceMerge("vectors").setMaxNumSegments(1).get();
    SearchResponse found = client.prepareSearch("vectors").setQuery(nearest).get();
    assertEquals(1, found.getHits().getHits().length);
    assertEquals(1, found.getHits().getAt(0).getScore(), 1e-6);
  }

  public void testANodeWithoutThePluginRefusesTheSettingByName() throws Exception {
    try (Node without = node(createTempDir(), List.of()).start()) {
      SettingsException refused =
          expectThrows(
              SettingsException.class,
              () ->
                  without
                      .client()
                      .admin()
                      .indices()
                      .prepareCreate("vectors")
                      .setSettings(Settings.builder().put("index.nseek", true))
                      .get());
      assertTrue(
          refused.getMessage(),
          refused.getMessage().contains("unknown setting [index.nseek]")
              && refused.getMessage().contains("plugins are installed"));
    }
  }
}
