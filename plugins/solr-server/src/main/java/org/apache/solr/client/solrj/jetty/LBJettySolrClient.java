package org.apache.solr.client.solrj.jetty;

import java.net.ConnectException;
import java.util.concurrent.CompletableFuture;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.SolrServerException;
import org.apache.solr.client.solrj.impl.HttpSolrClientBase;
import org.apache.solr.client.solrj.impl.LBAsyncSolrClient;
import org.apache.solr.client.solrj.impl.LBSolrClient;
import org.apache.solr.common.util.NamedList;

/** Substitute: a virtual thread for each request. */
public class LBJettySolrClient extends LBAsyncSolrClient {

  private static final long serialVersionUID = 1;

  /** A client as {@code builder} says. */
  protected LBJettySolrClient(Builder builder) {
    super(builder);
  }

  @Override
  protected CompletableFuture<NamedList<Object>> requestAsyncWithUrl(
      SolrClient client, String baseUrl, SolrRequest<?> request) {
    CompletableFuture<NamedList<Object>> response = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try {
            response.complete(
                ((HttpSolrClientBase) client).requestWithBaseUrl(baseUrl, request, null));
          } catch (ConnectException e) {
            response.completeExceptionally(
                new SolrServerException("Server refused connection at: " + baseUrl, e));
          } catch (Throwable e) {
            response.completeExceptionally(e);
          }
        });
    return response;
  }

  /** Makes clients. */
  public static class Builder extends LBSolrClient.Builder<HttpJettySolrClient> {

    /** Over {@code client}. */
    public Builder(HttpJettySolrClient client, LBSolrClient.Endpoint... endpoints) {
      super(client, endpoints);
    }

    @Override
    public LBJettySolrClient build() {
      return new LBJettySolrClient(this);
    }
  }
}
