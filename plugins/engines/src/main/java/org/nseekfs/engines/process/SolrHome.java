package org.nseekfs.engines.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.nseekfs.engines.InstalledEngine;
import org.nseekfs.engines.http.Dialect;
import org.nseekfs.engines.http.SolrDialect;

/**
 * Solr, standalone, from its Maven artifacts, with our plugin as a module. Its archive is not among
 * them, so a server of this project's, {@code plugins/solr-server}, starts it.
 */
public final class SolrHome implements InstalledEngine {

  /** What it is. */
  public static final String NAME = "solr 10.0.0";

  private static final String PLUGIN = "plugins/solr";
  private static final String SERVER = "plugins/solr-server";
  private static final String HEAP = "-Xmx2g";
  private static final String READY = "/solr/admin/cores?action=STATUS";

  private final Path home;
  private final Path install;
  private final String classPath;

  /** Always the same: shards are named by it. */
  private final int port;

  private SolrHome(Path work, String classPath) throws IOException {
    this.home = Files.createDirectories(work.resolve("solr")).toAbsolutePath();
    this.install = Files.createDirectories(work.resolve("install")).toAbsolutePath();
    this.classPath = classPath;
    this.port = EngineProcess.freePort();
  }

  /**
   * Builds server and plugin and makes a home for them.
   *
   * @param work an empty folder
   */
  public static SolrHome install(Path work, Maven maven) throws IOException {
    maven.build(PLUGIN);
    maven.build(SERVER);
    Path target = maven.folder(SERVER).resolve("target");
    String classPath =
        target.resolve("classes")
            + File.pathSeparator
            + Files.readString(target.resolve("runtime-classpath")).strip();
    SolrHome solr = new SolrHome(work, classPath);
    solr.addPlugin(maven.folder(PLUGIN).resolve("target"));
    Files.writeString(solr.home.resolve("solr.xml"), "<solr/>");
    Path conf = Files.createDirectories(solr.home.resolve("configsets").resolve("nseek/conf"));
    for (String name : List.of("solrconfig.xml", "schema.xml")) {
      try (InputStream in = SolrHome.class.getResourceAsStream(name)) {
        Files.copy(Objects.requireNonNull(in, name), conf.resolve(name));
      }
    }
    return solr;
  }

  private void addPlugin(Path built) throws IOException {
    try (Stream<Path> files = Files.list(built)) {
      Path archive =
          files
              .filter(file -> file.getFileName().toString().endsWith(".zip"))
              .findFirst()
              .orElseThrow(() -> new IOException("no plugin was built in " + built));
      // Its one folder is that of all modules.
      new Archive(archive).unpack(install.resolve("modules"));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Dialect dialect() {
    return new SolrDialect("127.0.0.1:" + port);
  }

  @Override
  public EngineProcess start() throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            HEAP,
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsolr.logs.dir=" + home,
            "-Dsolr.install.dir=" + install,
            "-Dsolr.security.allow.urls.enabled=false",
            "-Dnseek.solr.log=off"));
    if (Files.exists(install.resolve("modules"))) {
      words.add("-Dsolr.modules=nseek");
    }
    words.addAll(
        List.of(
            "-cp",
            classPath,
            "org.nseekfs.solr.server.SolrMain",
            home.toString(),
            Integer.toString(port)));
    return EngineProcess.start(new ProcessBuilder(words).directory(home.toFile()), port, READY);
  }

  @Override
  public void removePlugin() throws IOException {
    Files.move(install.resolve("modules"), install.resolve("removed"));
  }

  @Override
  public void restorePlugin() throws IOException {
    Files.move(install.resolve("removed"), install.resolve("modules"));
  }
}
