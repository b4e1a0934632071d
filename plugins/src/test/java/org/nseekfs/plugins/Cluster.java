package org.nseekfs.plugins;

import java.io.IOException;
import java.util.Map;

/** An engine with its plugin, asked over HTTP. */
public interface Cluster {

  /** What a request answers; a body of several lines is sent as such. */
  Map<String, Object> send(String method, String path, String body) throws IOException;

  /** Expects an answer of 400 that says all of {@code texts}. */
  void assertRefused(String method, String path, String body, String... texts) throws IOException;

  /** What a search of {@code index} answers. */
  default Map<String, Object> search(String index, String body) throws IOException {
    return send("POST", "/" + index + "/_search", body);
  }
}
