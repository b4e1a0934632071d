package org.nseekfs.solr;

import org.apache.solr.common.SolrException;

/**
 * One of the lists to be fused.
 *
 * @param query whose hits it has, as a request may say it
 */
record HybridList(String query, float weight) {

  /**
   * The list of the {@code i}-th query, from 0.
   *
   * @param weight null for 1
   * @throws SolrException status 400, if the query is missing or the weight no number
   */
  static HybridList of(int i, String query, String weight) {
    if (query == null) {
      throw BadRequest.of("q " + (i + 1) + " names a param that the request does not have");
    }
    try {
      return new HybridList(query, weight == null ? 1 : Float.parseFloat(weight));
    } catch (NumberFormatException e) {
      throw BadRequest.of("weight must be a number, got \"" + weight + "\"");
    }
  }
}
