package org.nseekfs.engines.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends requests to one engine, over connections that stay open. */
public final class EngineClient implements AutoCloseable {

  private static final int FIRST_ERROR = 400;

  /** A forced merge of a graph may take as long. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI engine;

  /** A client of {@code engine}. */
  public EngineClient(URI engine) {
    this.engine = engine;
  }

  /**
   * The answer's body.
   *
   * @throws EngineException if the engine refuses
   */
  public String sendRaw(EngineRequest request) throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(engine.resolve(request.path())).timeout(PATIENCE);
    if (request.body() == null) {
      builder.method(request.method(), HttpRequest.BodyPublishers.noBody());
    } else {
      builder
          .header("Content-Type", request.contentType())
          .method(
              request.method(),
              HttpRequest.BodyPublishers.ofString(request.body(), StandardCharsets.UTF_8));
    }
    HttpResponse<String> response = send(builder.build());
    if (response.statusCode() >= FIRST_ERROR) {
      throw new EngineException(request, response.statusCode(), response.body());
    }
    return response.body();
  }

  /**
   * The answer as JSON.
   *
   * @throws EngineException if the engine refuses
   */
  public JsonNode send(EngineRequest request) throws IOException {
    return MAPPER.readTree(sendRaw(request));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while an engine was asked");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
