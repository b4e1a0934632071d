/**
 * The library inside Solr: {@link org.nseekfs.solr.NSeekVectorField} says how vectors are stored,
 * the {@code QParserPlugin}s make queries of local params, {@link
 * org.nseekfs.solr.NSeekHybridComponent} fuses lists over shards. Settings to format, request to
 * query; no arithmetic.
 */
package org.nseekfs.solr;
