/**
 * Substitutes, written for this project, for the module solr-solrj-jetty: its version 10.0.0 is not
 * on Maven Central. Only what solr-core links against, over the JDK's HTTP client. Delete this
 * package, and {@code org.apache.solr.client.solrj.io}, where the real modules can be had.
 */
package org.apache.solr.client.solrj.jetty;
