package org.apache.solr.client.solrj.jetty;

import org.apache.solr.client.solrj.impl.ConcurrentUpdateBaseSolrClient;

/** Substitute: refuses to forward updates, which only replicas in a SolrCloud are sent. */
public class ConcurrentUpdateJettySolrClient extends ConcurrentUpdateBaseSolrClient {

  private static final long serialVersionUID = 1;

  /** A client as {@code builder} says. */
  protected ConcurrentUpdateJettySolrClient(Builder builder) {
    super(builder);
  }

  @Override
  protected StreamingResponse doSendUpdateStream(Update update) {
    throw new UnsupportedOperationException("this server has no replicas");
  }

  /** Makes clients. */
  public static class Builder extends ConcurrentUpdateBaseSolrClient.Builder {

    /** Over {@code client}. */
    public Builder(String url, HttpJettySolrClient client) {
      super(url, client);
    }

    @Override
    public ConcurrentUpdateJettySolrClient build() {
      return new ConcurrentUpdateJettySolrClient(this);
    }
  }
}
