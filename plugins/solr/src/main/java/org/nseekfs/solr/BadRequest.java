package org.nseekfs.solr;

import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;

/** What a request is answered with that asks for something that cannot be: status 400. */
final class BadRequest {

  private BadRequest() {}

  /** The answer that says {@code message}. */
  static SolrException of(String message) {
    return new SolrException(ErrorCode.BAD_REQUEST, message);
  }

  /** The answer to what {@code refusal} refuses, in the words of Solr's requests. */
  static SolrException of(IllegalArgumentException refusal) {
    String message =
        refusal
            .getMessage()
            .replace("recall_target", LocalParams.RECALL_TARGET)
            .replace("min_similarity", LocalParams.MIN_SIMILARITY)
            .replace("rank_constant", LocalParams.RANK_CONSTANT);
    return new SolrException(ErrorCode.BAD_REQUEST, message, refusal);
  }
}
