package org.nseekfs.solr;

import java.util.HashSet;
import java.util.Set;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.common.util.NamedList;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.vector.AbstractVectorQParserBase;

/**
 * A parser of searches that take filters as {@code {!knn}} does: those of {@code preFilter}, or
 * else the request's {@code fq}, less what {@code includeTags} and {@code excludeTags} leave out.
 */
abstract class FilteredQParser extends AbstractVectorQParserBase {

  private RequestQuery made;

  /**
   * A parser of {@code text}.
   *
   * @param own the local params that it takes besides those for filters
   */
  FilteredQParser(
      String text,
      SolrParams localParams,
      SolrParams params,
      SolrQueryRequest request,
      Set<String> own) {
    super(text, LocalParams.checked(localParams, withFilters(own)), params, request);
  }

  private static Set<String> withFilters(Set<String> own) {
    Set<String> known = new HashSet<>(own);
    known.addAll(
        Set.of(LocalParams.PRE_FILTER, LocalParams.INCLUDE_TAGS, LocalParams.EXCLUDE_TAGS));
    return known;
  }

  /** The query to be searched once in this request. */
  final Query searchedOnce(Query query) {
    made = new RequestQuery(query);
    return made;
  }

  @Override
  public void addDebugInfo(NamedList<Object> debug) {
    super.addDebugInfo(debug);
    String found = made == null ? null : made.found();
    if (found != null) {
      debug.add("nseek", found);
    }
  }

  /** What both filters accept; null if both are null. */
  static Query both(Query first, Query second) {
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return new BooleanQuery.Builder().add(first, Occur.FILTER).add(second, Occur.FILTER).build();
  }
}
