/**
 * Solr as a server of its own, from its Maven artifacts: no distribution of Solr 10 is on Maven
 * Central. Three modules of Solr are missing there too; the packages {@code
 * org.apache.solr.client.solrj} beside this one hold substitutes for what solr-core links against.
 */
package org.nseekfs.solr.server;
