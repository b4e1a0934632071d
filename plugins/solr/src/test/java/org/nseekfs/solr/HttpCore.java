package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A core over HTTP.
 *
 * @param url of the core, without a slash at the end
 */
record HttpCore(String url) {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the server said. */
  record Answer(int status, JsonNode body) {

    /** The message of an error. */
    String message() {
      return body.path("error").path("msg").asText();
    }

    /** The documents found. */
    List<JsonNode> docs() {
      List<JsonNode> docs = new ArrayList<>();
      body.path("response").path("docs").forEach(docs::add);
      return docs;
    }

    List<String> ids() {
      return docs().stream().map(doc -> doc.get("id").asText()).toList();
    }

    boolean isPartial() {
      return body.path("responseHeader").path("partialResults").asBoolean(false);
    }
  }

  /** The core {@code name} of a server at {@code url}. */
  static HttpCore of(String url, String name) {
    return new HttpCore(url + "/" + name);
  }

  /** What {@code shards} calls it. */
  String shard() {
    return url.substring("http://".length());
  }

  /** The answer to a request with params {@code key, value, key, value...}. */
  Answer request(String path, String... params) throws IOException {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < params.length; i += 2) {
      pairs.add(encode(params[i]) + "=" + encode(params[i + 1]));
    }
    return send(path, "application/x-www-form-urlencoded", String.join("&", pairs));
  }

  /** The answer of {@code /select}, which must not be an error. */
  Answer select(String... params) throws IOException {
    Answer answer = request("/select", params);
    assertEquals(200, answer.status(), () -> answer.body().toString());
    return answer;
  }

  /** The message of the 400 that {@code /select} answers with. */
  String refusal(String... params) throws IOException {
    return refused(request("/select", params));
  }

  private static String refused(Answer answer) {
    assertEquals(400, answer.status(), () -> answer.body().toString());
    return answer.message();
  }

  /** Adds documents and commits. */
  void add(List<? extends Map<String, ?>> docs) throws IOException {
    Answer answer = update("?commit=true", JSON.writeValueAsString(docs));
    assertEquals(200, answer.status(), () -> answer.body().toString());
  }

  /** The message of the 400 that a document is refused with. */
  String refusedDoc(Map<String, ?> doc) throws IOException {
    return refused(update("?commit=true", JSON.writeValueAsString(List.of(doc))));
  }

  /** Sends a command to {@code /update}, and commits. */
  void command(String json) throws IOException {
    Answer answer = update("?commit=true", json);
    assertEquals(200, answer.status(), () -> answer.body().toString());
  }

  Answer update(String params, String json) throws IOException {
    return send("/update" + params, "application/json", json);
  }

  Answer send(String path, String type, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response =
          CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
