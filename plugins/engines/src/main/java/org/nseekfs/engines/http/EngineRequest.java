package org.nseekfs.engines.http;

import java.net.URI;
import java.nio.file.Path;

/**
 * A request.
 *
 * @param path with its query, from the slash on
 * @param contentType of the body
 * @param body null if there is none
 */
public record EngineRequest(String method, String path, String contentType, String body) {

  private static final String JSON = "application/json";

  /** A request with a body of JSON. */
  public static EngineRequest json(String method, String path, Object body) {
    return new EngineRequest(method, path, JSON, body.toString());
  }

  /** A request without a body. */
  public static EngineRequest of(String method, String path) {
    return new EngineRequest(method, path, JSON, null);
  }

  /**
   * The command that makes this request.
   *
   * @param bodyFile where the body is, for requests that have one
   */
  public String curl(URI engine, Path bodyFile) {
    String command = "curl -s -X " + method + " '" + engine.resolve(path) + "'";
    return body == null
        ? command
        : command + " -H 'Content-Type: " + contentType + "' --data-binary @" + bodyFile;
  }
}
