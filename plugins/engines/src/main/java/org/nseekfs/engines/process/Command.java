package org.nseekfs.engines.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A command that is run to its end. */
record Command(List<String> words, Path folder) {

  /** The last characters of what a command printed that are told of a failure. */
  private static final int TOLD = 2_000;

  /**
   * Runs it.
   *
   * @throws IOException with what it printed, if it fails
   */
  void run() throws IOException {
    run(new ProcessBuilder(words));
  }

  /** Runs it with the environment of {@code builder}; throws as {@link #run()}. */
  void run(ProcessBuilder builder) throws IOException {
    Process process =
        builder.command(words).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int code = exitCode(process);
    if (code != 0) {
      throw new IOException(
          String.join(" ", words)
              + " failed with exit code "
              + code
              + ": "
              + printed.substring(Math.max(0, printed.length() - TOLD)));
    }
  }

  private static int exitCode(Process process) throws InterruptedIOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
