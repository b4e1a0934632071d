package org.nseekfs.engines.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An engine in a process of its own, serving on loopback; closing stops it. */
public final class EngineProcess implements AutoCloseable {

  private static final int HTTP_OK = 200;
  private static final long PAUSE_MILLIS = 200;
  private static final long START_SECONDS = 180;
  private static final long STOP_SECONDS = 60;
  private static final int TOLD_LINES = 30;

  private final Process process;
  private final URI uri;

  private EngineProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** A port that was free a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts {@code builder}'s command and waits until it serves.
   *
   * @param path what it answers once it does
   * @throws IOException with the last lines it printed, if it ends, or does not serve in time
   */
  public static EngineProcess start(ProcessBuilder builder, int port, String path)
      throws IOException {
    Path log = Files.createTempFile("nseek-engine", ".log");
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    EngineProcess engine = new EngineProcess(process, URI.create("http://127.0.0.1:" + port));
    try {
      engine.awaitReady(path, log);
      return engine;
    } catch (IOException | RuntimeException e) {
      engine.close();
      throw e;
    } finally {
      Files.delete(log);
    }
  }

  private void awaitReady(String path, Path log) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!isReady(client, path)) {
        if (process.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
          List<String> lines = Files.readAllLines(log);
          throw new IOException(
              "the engine did not start: "
                  + String.join(
                      "\n", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size())));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an engine was starting");
    }
  }

  private boolean isReady(HttpClient client, String path) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(10)).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == HTTP_OK;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  /** Where it serves. */
  public URI uri() {
    return uri;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Stops it: gently, then, if it takes too long, at once. */
  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      for (ProcessHandle child : all) {
        if (child.isAlive()) {
          child.destroyForcibly();
        }
      }
      process.waitFor();
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
