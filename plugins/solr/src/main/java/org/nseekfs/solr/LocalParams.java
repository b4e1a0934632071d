package org.nseekfs.solr;

/** The names of local params, as requests have them. */
final class LocalParams {

  /** How many are nearest. */
  static final String K = "k";

  /** The same in the words of {@code {!knn}}. */
  static final String TOP_K = "topK";

  static final String MODE = "mode";
  static final String RECALL_TARGET = "recallTarget";
  static final String MIN_SIMILARITY = "minSimilarity";

  /** A query whose hits take part; as often as there are lists. */
  static final String QUERY = "q";

  /** The weight of a list; as often as there are lists, or not at all. */
  static final String WEIGHT = "weight";

  static final String WINDOW = "window";
  static final String FUSION = "fusion";
  static final String RANK_CONSTANT = "rankConstant";
  static final String PRE_FILTER = "preFilter";
  static final String INCLUDE_TAGS = "includeTags";
  static final String EXCLUDE_TAGS = "excludeTags";

  /** How many hits of the first pass are ranked anew. */
  static final String RERANK_DOCS = "reRankDocs";

  private LocalParams() {}
}
