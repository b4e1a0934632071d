/**
 * A substitute, written for this project, for what solr-core links against in the module
 * solr-solrj-streaming: its version 10.0.0 is not on Maven Central, and 9.10.1 does not fit.
 */
package org.apache.solr.client.solrj.io;
