package org.nseekfs.solr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.solr.core.SolrCore;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.nseekfs.solr.server.SolrServer;

/** One server for all tests that need none of their own: starting one takes seconds. */
final class Solr implements BeforeAllCallback {

  private static final String[] CORES = {
    "types",
    "refusals",
    "filters",
    "life",
    "a",
    "b",
    "c",
    "h1",
    "h2",
    "h3",
    "all",
    "debug",
    "rank",
    "rank2"
  };

  private static SolrServer server;

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Solr.class))
        .getOrComputeIfAbsent(Started.class);
  }

  /** Started once, closed after the last test. */
  static final class Started implements AutoCloseable {
    private final Path home;

    Started() throws Exception {
      home = Files.createTempDirectory("nseek-solr");
      SolrHome.create(home, CORES).addStalling("debug");
      server = SolrServer.start(home, 0);
    }

    @Override
    public void close() throws IOException {
      server.close();
      delete(home);
    }
  }

  static void delete(Path directory) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(directory)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }

  static HttpCore core(String name) {
    return HttpCore.of(server.url(), name);
  }

  /** Where cores are created and reloaded. */
  static HttpCore admin() {
    return HttpCore.of(server.url(), "admin");
  }

  static Path home() {
    return server.cores().getSolrHome();
  }

  /** The core itself; to be closed. */
  static SolrCore open(String name) {
    return server.cores().getCore(name);
  }
}
