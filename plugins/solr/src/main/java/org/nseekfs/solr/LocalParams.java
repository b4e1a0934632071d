package org.nseekfs.solr;

import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.params.CommonParams;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.search.QueryParsing;
import org.nseekfs.adapter.WholeNumber;

/** The names of local params, as requests have them, and their values. */
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

  /** What Solr itself, its facets among it, reads beside whatever parser. */
  private static final Set<String> OF_SOLR =
      Set.of(
          QueryParsing.TYPE,
          QueryParsing.V,
          QueryParsing.DEFTYPE,
          QueryParsing.OP,
          CommonParams.DF,
          CommonParams.TAG,
          CommonParams.EXCLUDE,
          CommonParams.OUTPUT_KEY,
          CommonParams.CACHE,
          CommonParams.COST);

  private LocalParams() {}

  /**
   * The local params of a parser.
   *
   * @param given null if there are none
   * @param known what the parser takes
   * @throws SolrException status 400, if there are none, or naming one that is not known
   */
  static SolrParams checked(SolrParams given, Set<String> known) {
    if (given == null) {
      throw BadRequest.of("local params must be given, as in {!nseek f=vector k=10}[1,2,3]");
    }
    for (Iterator<String> names = given.getParameterNamesIterator(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name) && !OF_SOLR.contains(name)) {
        throw BadRequest.of(
            "{!"
                + given.get(QueryParsing.TYPE)
                + "} takes no "
                + name
                + ", only "
                + new TreeSet<>(known));
      }
    }
    return given;
  }

  /**
   * A whole number; null if it is not given.
   *
   * @throws SolrException status 400, naming param and value, if it is none
   */
  static Integer whole(SolrParams params, String name) {
    String value = params.get(name);
    try {
      return value == null ? null : Integer.valueOf(WholeNumber.of(name, value));
    } catch (IllegalArgumentException e) {
      throw BadRequest.of(e);
    }
  }

  /** A number, as {@link #whole}. */
  static Double number(SolrParams params, String name) {
    String value = params.get(name);
    try {
      return value == null ? null : Double.valueOf(value);
    } catch (NumberFormatException e) {
      throw BadRequest.of(name + " must be a number, got \"" + value + "\"");
    }
  }
}
