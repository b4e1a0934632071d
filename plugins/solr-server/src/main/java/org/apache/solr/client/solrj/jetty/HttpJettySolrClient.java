package org.apache.solr.client.solrj.jetty;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.client.solrj.impl.HttpJdkSolrClient;
import org.apache.solr.client.solrj.impl.HttpSolrClientBuilderBase;
import org.eclipse.jetty.client.HttpClient;

/** Substitute over the JDK's client; listeners (metrics, authentication) are not called. */
public class HttpJettySolrClient extends HttpJdkSolrClient {

  private static final long serialVersionUID = 1;

  private transient HttpClient jetty;

  /** A client of {@code url}. */
  protected HttpJettySolrClient(String url, HttpJdkSolrClient.Builder builder) {
    super(url, builder);
  }

  /** Does nothing. */
  public void addListenerFactory(HttpListenerFactory factory) {}

  /** Jetty's client; made when asked for. */
  public synchronized HttpClient getHttpClient() {
    if (jetty == null) {
      jetty = new HttpClient();
      try {
        jetty.start();
      } catch (Exception e) {
        throw new IllegalStateException("Jetty's client did not start", e);
      }
    }
    return jetty;
  }

  /** What {@code function} makes of a client of {@code baseUrl}. */
  @SuppressWarnings("unchecked") // Solr asks for clients of this kind only.
  public <C extends SolrClient, R> R requestWithBaseUrl(
      String baseUrl, SolrClient.SolrClientFunction<C, R> function)
      throws SolrServerException, IOException {
    try (HttpJdkSolrClient client = new HttpJdkSolrClient.Builder(baseUrl).build()) {
      return function.apply((C) client);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    super.close();
    if (jetty != null) {
      try {
        jetty.stop();
      } catch (Exception e) {
        throw new IOException("Jetty's client did not stop", e);
      }
    }
  }

  /** Makes clients. */
  public static class Builder extends HttpSolrClientBuilderBase<Builder, HttpJettySolrClient> {

    /** For no URL. */
    public Builder() {}

    /** For {@code url}. */
    public Builder(String url) {
      this.baseSolrUrl = url;
    }

    /** Does nothing. */
    public Builder addListenerFactory(HttpListenerFactory factory) {
      return this;
    }

    /** Does nothing. */
    public Builder withKeyStoreReloadInterval(long interval, TimeUnit unit) {
      return this;
    }

    @Override
    public Builder withHttpClient(HttpJettySolrClient client) {
      super.withHttpClient(client);
      return this;
    }

    @Override
    public HttpJettySolrClient build() {
      HttpJdkSolrClient.Builder builder = new HttpJdkSolrClient.Builder();
      builder.useHttp1_1(true);
      setTimes(builder);
      if (urlParamNames != null) {
        builder.withTheseParamNamesInTheUrl(urlParamNames);
      }
      if (defaultCollection != null) {
        builder.withDefaultCollection(defaultCollection);
      }
      if (requestWriter != null) {
        builder.withRequestWriter(requestWriter);
      }
      if (responseParser != null) {
        builder.withResponseParser(responseParser);
      }
      return new HttpJettySolrClient(baseSolrUrl, builder);
    }

    private void setTimes(HttpJdkSolrClient.Builder builder) {
      if (idleTimeoutMillis != null) {
        builder.withIdleTimeout(idleTimeoutMillis, TimeUnit.MILLISECONDS);
      }
      if (connectionTimeoutMillis != null) {
        builder.withConnectionTimeout(connectionTimeoutMillis, TimeUnit.MILLISECONDS);
      }
      if (requestTimeoutMillis != null) {
        builder.withRequestTimeout(requestTimeoutMillis, TimeUnit.MILLISECONDS);
      }
    }
  }
}
