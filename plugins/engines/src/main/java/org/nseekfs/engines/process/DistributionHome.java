package org.nseekfs.engines.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nseekfs.engines.InstalledEngine;
import org.nseekfs.engines.http.Dialect;

/**
 * A release, unpacked into a folder, with plugins put in by its own installer. As root it is run by
 * the user {@code nobody}, since it refuses root.
 */
public final class DistributionHome implements InstalledEngine {

  private static final String HEAP = "-Xms2g -Xmx2g";

  private static final String OURS = "nseek.zip";

  private final Distribution distribution;
  private final Path home;

  private DistributionHome(Distribution distribution, Path home) {
    this.distribution = distribution;
    this.home = home;
  }

  /**
   * Unpacks a release and installs our plugin.
   *
   * @param work an empty folder, that other users may enter
   * @param rivals whether to install the plugins of others too that it is compared with
   */
  public static DistributionHome install(
      Distribution distribution, Path work, Maven maven, boolean rivals) throws IOException {
    DistributionHome home = unpack(distribution, work, maven);
    home.installOurs(maven);
    for (String coordinates : rivals ? distribution.rivalPlugins() : List.<String>of()) {
      home.install(maven.copy(coordinates, home.home));
    }
    return home;
  }

  private static DistributionHome unpack(Distribution distribution, Path work, Maven maven)
      throws IOException {
    Path archive = maven.copy(distribution.coordinates(), work.resolve("archives"));
    DistributionHome home =
        new DistributionHome(distribution, work.resolve(distribution.engine()).toAbsolutePath());
    new Archive(archive).unpack(home.home);
    Files.delete(archive);
    try (Stream<Path> commands = Files.list(home.home.resolve("bin"))) {
      for (Path command : commands.toList()) {
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    home.giveToUser();
    return home;
  }

  private void installOurs(Maven maven) throws IOException {
    maven.build(distribution.pluginModule());
    Path built = maven.folder(distribution.pluginModule()).resolve("target");
    try (Stream<Path> files = Files.list(built)) {
      Path archive =
          files
              .filter(file -> file.getFileName().toString().endsWith(".zip"))
              .findFirst()
              .orElseThrow(() -> new IOException("no plugin was built in " + built));
      Files.copy(archive, home.resolve(OURS));
    }
    restorePlugin();
  }

  private void install(Path archive) throws IOException {
    plugin("install", "--batch", archive.toUri().toString());
  }

  @Override
  public void restorePlugin() throws IOException {
    install(home.resolve(OURS));
  }

  @Override
  public void removePlugin() throws IOException {
    plugin("remove", "nseekfs");
  }

  private void plugin(String... arguments) throws IOException {
    List<String> words =
        asUser(home.resolve("bin").resolve(distribution.engine() + "-plugin").toString());
    words.addAll(List.of(arguments));
    new Command(words, home).run(builder());
  }

  @Override
  public String name() {
    return distribution.toString();
  }

  @Override
  public Dialect dialect() {
    return distribution.dialect();
  }

  @Override
  public EngineProcess start() throws IOException {
    int port = EngineProcess.freePort();
    List<String> settings =
        new ArrayList<>(
            List.of(
                "cluster.name: nseek",
                "node.name: nseek-1",
                "network.host: 127.0.0.1",
                "http.port: " + port,
                "transport.port: 0",
                "discovery.type: single-node",
                "cluster.routing.allocation.disk.threshold_enabled: false"));
    settings.addAll(distribution.ownSettings());
    Files.write(home.resolve("config").resolve(distribution.engine() + ".yml"), settings);
    giveToUser();
    ProcessBuilder builder = builder();
    builder.command(asUser(home.resolve("bin").resolve(distribution.engine()).toString()));
    return EngineProcess.start(builder.directory(home.toFile()), port, "/_cluster/health");
  }

  private ProcessBuilder builder() throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    String variable = distribution.variable();
    builder.environment().put(variable + "_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put(variable + "_JAVA_OPTS", HEAP);
    builder.environment().put(variable + "_TMPDIR", temporary().toString());
    builder.environment().put("HOME", home.toString());
    return builder;
  }

  /** Where the engine puts what it needs for a while: it would leave that among the system's. */
  private Path temporary() throws IOException {
    Path folder = home.resolve("tmp");
    if (!Files.exists(folder)) {
      Files.createDirectory(folder);
      giveToUser();
    }
    return folder;
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private void giveToUser() throws IOException {
    if (isRoot()) {
      new Command(List.of("chown", "-R", "nobody", home.toString()), home).run();
    }
  }

  private static List<String> asUser(String command) {
    List<String> words = new ArrayList<>();
    if (isRoot()) {
      words.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    words.add(command);
    return words;
  }
}
