package org.nseekfs.engines.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Maven, as a process: brings artifacts and builds plugins. Runs in a checkout of this project. */
public final class Maven {

  private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";

  private final Path checkout;
  private final boolean isBuilt;

  /**
   * Maven in {@code checkout}.
   *
   * @throws IllegalArgumentException if that is no checkout of this project
   */
  public Maven(Path checkout) {
    this(checkout, false);
  }

  /**
   * Maven in {@code checkout}.
   *
   * @param isBuilt whether all modules are built already, and must be left as they are
   * @throws IllegalArgumentException if that is no checkout of this project
   */
  public Maven(Path checkout, boolean isBuilt) {
    if (!Files.exists(checkout.resolve("plugins").resolve("pom.xml"))) {
      throw new IllegalArgumentException("no checkout of this project: " + checkout);
    }
    this.checkout = checkout;
    this.isBuilt = isBuilt;
  }

  /** The checkout's folder {@code name}. */
  Path folder(String name) {
    return checkout.resolve(name);
  }

  /**
   * Brings an artifact.
   *
   * @param coordinates group:artifact:version:type
   * @return its file in {@code folder}
   * @throws IOException if it is not to be had
   */
  Path copy(String coordinates, Path folder) throws IOException {
    String[] parts = coordinates.split(":");
    run(List.of(COPY, "-Dartifact=" + coordinates, "-DoutputDirectory=" + folder));
    return folder.resolve(parts[1] + "-" + parts[2] + "." + parts[3]);
  }

  /**
   * Builds a module and what it needs, without tests, where that is not done already.
   *
   * @param module its folder in the checkout
   */
  void build(String module) throws IOException {
    if (isBuilt) {
      return;
    }
    run(
        List.of(
            "package",
            "-pl",
            module,
            "-am",
            "-Dmaven.test.skip=true",
            "-Dspotless.check.skip",
            "-Dexec.skip"));
  }

  private void run(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("mvn", "-q", "-B", "-ntp"));
    command.addAll(arguments);
    new Command(command, checkout).run();
  }
}
