package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.nseekfs.solr.server.SolrMain;

/** A server in a process of its own, whose class path has nothing of the plugin. */
final class SolrProcess implements AutoCloseable {

  private final Process process;
  private final String url;

  private SolrProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a server; returns when its cores are loaded, or could not be. */
  static SolrProcess start(Path home, String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "--add-modules", "jdk.incubator.vector"));
    // It lives for seconds.
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Dnseek.solr.log=off", "-Dsolr.logs.dir=" + home.resolve("logs")));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath(), SolrMain.class.getName(), home.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(home.resolve("errors.txt").toFile()).start();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    if (line == null) {
      throw new IOException("no server: " + Files.readString(home.resolve("errors.txt")));
    }
    return new SolrProcess(process, line.substring(line.indexOf("http")));
  }

  /** What the tests run with, less what {@link PluginJars} has. */
  private static String classPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<Path> ours = PluginJars.locations();
    return Arrays.stream(all.split(File.pathSeparator))
        .filter(entry -> !ours.contains(Path.of(entry)) && !entry.endsWith("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  HttpCore core(String name) {
    return HttpCore.of(url, name);
  }

  /** Ends it as its parent's end would. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    try {
      assertEquals(0, process.waitFor());
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
