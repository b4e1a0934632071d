package org.nseekfs.engines.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.engines.http.EngineClient;
import org.nseekfs.engines.http.EngineException;
import org.nseekfs.engines.http.EngineRequest;

/** With the JDK's own little web server for an engine. */
class EngineProcessTest {

  @TempDir Path folder;

  private ProcessBuilder webServer(int port) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(),
        "-b",
        "127.0.0.1",
        "-p",
        Integer.toString(port),
        "-d",
        folder.toAbsolutePath().toString());
  }

  @Test
  void anEngineServesUntilItIsClosed() throws IOException {
    Files.writeString(folder.resolve("answer.json"), "{\"k\": 7}");
    int port = EngineProcess.freePort();
    long pid;
    try (EngineProcess engine = EngineProcess.start(webServer(port), port, "/answer.json");
        EngineClient client = new EngineClient(engine.uri())) {
      pid = engine.pid();
      assertEquals(7, client.send(EngineRequest.of("GET", "/answer.json")).get("k").asInt());
      EngineException refused =
          assertThrows(
              EngineException.class, () -> client.send(EngineRequest.of("GET", "/nothing")));
      assertEquals(404, refused.status());
      assertTrue(refused.getMessage().startsWith("GET /nothing: HTTP 404"));
    }
    Optional<ProcessHandle> left = ProcessHandle.of(pid);
    assertFalse(left.isPresent() && left.get().isAlive());
  }

  @Test
  void anEngineThatEndsTellsWhatItPrinted() throws IOException {
    int port = EngineProcess.freePort();
    ProcessBuilder broken =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "no.such.Main");
    IOException e = assertThrows(IOException.class, () -> EngineProcess.start(broken, port, "/"));
    assertTrue(e.getMessage().startsWith("the engine did not start: "), e.getMessage());
    assertTrue(e.getMessage().contains("no.such.Main"), e.getMessage());
  }

  @Test
  void aCommandThatFailsTellsWhatItPrinted() {
    Command command =
        new Command(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "no.such.Main"),
            folder);
    IOException e = assertThrows(IOException.class, command::run);
    assertTrue(e.getMessage().contains(" failed with exit code 1: "), e.getMessage());
    assertTrue(e.getMessage().contains("no.such.Main"), e.getMessage());
  }
}
