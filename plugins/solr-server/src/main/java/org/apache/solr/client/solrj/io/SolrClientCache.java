package org.apache.solr.client.solrj.io;

import java.io.Closeable;
import org.apache.solr.client.solrj.SolrClient;
import org.apache.solr.client.solrj.impl.CloudSolrClient;
import org.apache.solr.client.solrj.impl.HttpJdkSolrClient;
import org.apache.solr.client.solrj.impl.HttpSolrClientBase;

/** Substitute: keeps nothing; has no client of a SolrCloud. */
public class SolrClientCache implements Closeable {

  /** Without a client. */
  public SolrClientCache() {}

  /** Does not use {@code client}. */
  public SolrClientCache(HttpSolrClientBase client) {}

  /** Does nothing. */
  public void setBasicAuthCredentials(String credentials) {}

  /** Does nothing. */
  public void setDefaultZKHost(String host) {}

  /** Refuses. */
  public CloudSolrClient getCloudSolrClient(String host) {
    throw new UnsupportedOperationException("this server is no part of a SolrCloud");
  }

  /** A client of {@code url}. */
  public SolrClient getHttpSolrClient(String url) {
    return new HttpJdkSolrClient.Builder(url).build();
  }

  @Override
  public void close() {}
}
