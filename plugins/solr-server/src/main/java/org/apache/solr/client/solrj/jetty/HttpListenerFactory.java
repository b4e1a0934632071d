package org.apache.solr.client.solrj.jetty;

import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;

/** Substitute: makes listeners, which {@link HttpJettySolrClient} never calls. */
public interface HttpListenerFactory {

  /** Does nothing. */
  abstract class RequestResponseListener {

    /** A request was made. */
    public void onQueued(Request request) {}

    /** A request begins. */
    public void onBegin(Request request) {}

    /** A request has ended. */
    public void onComplete(Result result) {}
  }

  /** A listener. */
  RequestResponseListener get();
}
