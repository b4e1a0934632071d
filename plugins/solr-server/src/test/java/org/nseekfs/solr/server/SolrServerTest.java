package org.nseekfs.solr.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QParserPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SolrServerTest {

  private static final String CONFIG =
      """
      <config>
        <luceneMatchVersion>10.3</luceneMatchVersion>
        <schemaFactory class="ClassicIndexSchemaFactory"/>
        <requestHandler name="/select" class="solr.SearchHandler"/>
        <queryParser name="slow" class="org.nseekfs.solr.server.SolrServerTest$SlowToLoad"/>
      </config>
      """;

  private static final String SCHEMA =
      """
      <schema name="plain" version="1.7">
        <fieldType name="string" class="solr.StrField"/>
        <fieldType name="vector" class="solr.DenseVectorField" vectorDimension="2"/>
        <field name="id" type="string" indexed="true" stored="true"/>
        <field name="vec" type="vector" indexed="true" stored="true"/>
        <uniqueKey>id</uniqueKey>
      </schema>
      """;

  /** Takes a moment to load, and so does its core. */
  public static final class SlowToLoad extends QParserPlugin {

    @Override
    public void init(NamedList<?> args) {
      try {
        new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public QParser createParser(
        String text, SolrParams local, SolrParams params, SolrQueryRequest request) {
      throw new UnsupportedOperationException();
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void coresAreThereAtOnceAndGoneAfterClosing(@TempDir Path home) throws Exception {
    writeCore(home);
    URI select;
    try (SolrServer solr = SolrServer.start(home, 0)) {
      assertTrue(solr.cores().getCoreInitFailures().isEmpty());
      String docs = "[{\"id\":\"a\",\"vec\":[1,0]},{\"id\":\"b\",\"vec\":[0,1]}]";
      HttpRequest update =
          HttpRequest.newBuilder(URI.create(solr.url() + "/plain/update?commit=true"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(docs))
              .build();
      assertEquals(200, send(update).statusCode());
      String query = URLEncoder.encode("{!knn f=vec topK=1}[0,.9]", StandardCharsets.UTF_8);
      select = URI.create(solr.url() + "/plain/select?fl=id&q=" + query);
      String found = send(HttpRequest.newBuilder(select).build()).body();
      assertTrue(found.contains("\"b\"") && !found.contains("\"a\""), found);
      URI none = URI.create(solr.url() + "/none/select");
      assertEquals(404, send(HttpRequest.newBuilder(none).build()).statusCode());
    }
    assertThrows(ConnectException.class, () -> send(HttpRequest.newBuilder(select).build()));
  }

  @Test
  void theFirstAnswerIsThatOfALoadedCore(@TempDir Path home) throws Exception {
    writeCore(home);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    URI all = URI.create("http://127.0.0.1:" + port + "/solr/plain/select?q=*:*");
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<Integer> first =
          executor.submit(
              () -> {
                while (true) {
                  try {
                    return send(HttpRequest.newBuilder(all).build()).statusCode();
                  } catch (ConnectException e) {
                    Thread.onSpinWait(); // does not listen yet
                  }
                }
              });
      try (SolrServer solr = SolrServer.start(home, port)) {
        assertEquals(port, solr.port());
        assertEquals(200, first.get(60, TimeUnit.SECONDS));
      } finally {
        first.cancel(true);
      }
    }
  }

  private static void writeCore(Path home) throws IOException {
    Path conf = Files.createDirectories(home.resolve("plain/conf"));
    Files.writeString(home.resolve("solr.xml"), "<solr/>");
    Files.writeString(home.resolve("plain/core.properties"), "name=plain");
    Files.writeString(conf.resolve("solrconfig.xml"), CONFIG);
    Files.writeString(conf.resolve("schema.xml"), SCHEMA);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
