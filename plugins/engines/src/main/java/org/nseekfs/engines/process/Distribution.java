package org.nseekfs.engines.process;

import java.util.List;
import org.nseekfs.engines.http.Dialect;
import org.nseekfs.engines.http.ElasticsearchDialect;
import org.nseekfs.engines.http.OpenSearchDialect;

/** A released engine that comes as an archive, with the plugin built for it. */
public enum Distribution {
  /** OpenSearch on Lucene 10.5.0. */
  OPENSEARCH_3_8("opensearch", "3.8.0", "plugins/opensearch/v3.8", List.of()),
  /** OpenSearch on Lucene 10.3.2, for which there is a k-NN plugin to be compared with. */
  OPENSEARCH_3_5(
      "opensearch",
      "3.5.0",
      "plugins/opensearch/v3.5",
      List.of("org.opensearch.plugin:opensearch-knn:3.5.0.0:zip")),
  /** Elasticsearch on Lucene 10.5.1. */
  ELASTICSEARCH_9_5("elasticsearch", "9.5.3", "plugins/elasticsearch/v9.5", List.of()),
  /** Elasticsearch on Lucene 10.3.2. */
  ELASTICSEARCH_9_2("elasticsearch", "9.2.4", "plugins/elasticsearch/v9.2", List.of());

  private final String engine;
  private final String version;
  private final String pluginModule;
  private final List<String> rivalPlugins;

  Distribution(String engine, String version, String pluginModule, List<String> rivalPlugins) {
    this.engine = engine;
    this.version = version;
    this.pluginModule = pluginModule;
    this.rivalPlugins = rivalPlugins;
  }

  /** {@code opensearch} or {@code elasticsearch}: also how its commands are named. */
  public String engine() {
    return engine;
  }

  /** The engine's version. */
  public String version() {
    return version;
  }

  /** The archive's coordinates. */
  String coordinates() {
    return "org." + engine + ".distribution.integ-test-zip:" + engine + ":" + version + ":zip";
  }

  /** The folder, in a checkout, of the module that makes the plugin's archive. */
  String pluginModule() {
    return pluginModule;
  }

  /** Coordinates of plugins of others, to be compared with. */
  List<String> rivalPlugins() {
    return rivalPlugins;
  }

  /** The name of the variables that give its JVMs their home and options: {@code ES}, ... */
  String variable() {
    return isElasticsearch() ? "ES" : "OPENSEARCH";
  }

  Dialect dialect() {
    return isElasticsearch() ? new ElasticsearchDialect() : new OpenSearchDialect();
  }

  private boolean isElasticsearch() {
    return engine.equals("elasticsearch");
  }

  /** Settings that only one of the engines knows. */
  List<String> ownSettings() {
    return isElasticsearch()
        ? List.of("xpack.security.enabled: false", "xpack.security.enrollment.enabled: false")
        : List.of();
  }

  @Override
  public String toString() {
    return engine + " " + version;
  }
}
