package org.nseekfs.solr;

/** Params that the node which fuses lists adds to the requests it sends to shards. */
final class FusedParams {

  /** How many of each list's hits take part. */
  static final String WINDOW = "nseekHybrid.window";

  /** The unique key of a fused hit, as often as there are hits. */
  static final String ID = "nseekHybrid.id";

  /** The score of each. */
  static final String SCORE = "nseekHybrid.score";

  /** Why it has that. */
  static final String WHY = "nseekHybrid.why";

  /** The text of the query that found them; present whenever lists were fused, hits or none. */
  static final String TEXT = "nseekHybrid.text";

  private FusedParams() {}
}
