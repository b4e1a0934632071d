package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.engines.Engines;
import org.nseekfs.engines.InstalledEngine;
import org.nseekfs.engines.process.Maven;

/** A real engine that a command is to start. */
final class EngineOption {

  /** Set by the script that starts the command: where Maven builds the plugins. */
  private static final String CHECKOUT_PROPERTY = "nseek.checkout";

  private final Output output;
  private final Engines engine;

  /**
   * The engine that {@code text} names.
   *
   * @throws picocli.CommandLine.ParameterException naming what there is, if there is none
   */
  EngineOption(Output output, String text) {
    this.output = output;
    try {
      this.engine = Engines.parse(text);
    } catch (IllegalArgumentException e) {
      throw output.usage("--engine: " + e.getMessage());
    }
  }

  /** The engine and its version. */
  String name() {
    return engine.toString();
  }

  /**
   * Installs it.
   *
   * @param work an empty folder; the engine's own user may enter it from now on
   * @param rivals whether it is to have what it needs for vectors of its own
   * @throws CommandFailedException if there is no checkout to build the plugin in
   */
  InstalledEngine install(Path work, boolean rivals) throws IOException {
    String checkout = System.getProperty(CHECKOUT_PROPERTY);
    if (checkout == null) {
      throw new CommandFailedException(
          "the plugin of "
              + engine
              + " is built in a checkout: run this by the script nseek, or with -D"
              + CHECKOUT_PROPERTY
              + "=DIR");
    }
    Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Progress progress = output.progress("installing " + engine, Progress.UNKNOWN)) {
      InstalledEngine installed = engine.install(work, new Maven(Path.of(checkout)), rivals);
      progress.step();
      return installed;
    }
  }
}
