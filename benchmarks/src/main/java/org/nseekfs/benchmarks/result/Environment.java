package org.nseekfs.benchmarks.result;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.util.Version;
import org.nseekfs.quantization.kernel.Kernels;

/**
 * Where and with what a run was made. Names no file or directory of the machine.
 *
 * @param commit of the checkout that the classes come from, with {@code -dirty} if it had changes;
 *     {@code unknown} outside of one
 * @param vectorBits width of our kernels in force
 */
public record Environment(
    String date,
    String commit,
    String jvm,
    List<String> jvmFlags,
    String cpu,
    int processors,
    String os,
    int vectorBits,
    String lucene) {

  /** This JVM, now. */
  public static Environment current() {
    return new Environment(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        readCommit(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        flags(),
        readCpu(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Kernels.best().bits(),
        Version.LATEST.toString());
  }

  /** Flags that can change a figure; those that name files are left out. */
  private static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !flag.contains("/") && !flag.contains("\\"))
        .toList();
  }

  private static String readCpu() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String readCommit() {
    String commit = git("rev-parse", "--short=12", "HEAD");
    if (commit.isEmpty()) {
      return "unknown";
    }
    return git("status", "--porcelain").isEmpty() ? commit : commit + "-dirty";
  }

  /** What git prints, in the checkout of these classes; empty if there is no git or no checkout. */
  private static String git(String... arguments) {
    try {
      Path classes =
          Path.of(Environment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      List<String> command = new ArrayList<>(List.of("git"));
      command.addAll(List.of(arguments));
      Process git =
          new ProcessBuilder(command)
              .directory(classes.getParent().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] printed = git.getInputStream().readAllBytes();
      return git.waitFor() == 0 ? new String(printed, StandardCharsets.UTF_8).strip() : "";
    } catch (IOException | URISyntaxException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
