package org.nseekfs.solr;

import java.util.Set;
import org.apache.lucene.search.Query;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QueryParsing;
import org.apache.solr.search.SyntaxError;
import org.nseekfs.adapter.KnnRequest;
import org.nseekfs.search.TargetQuery;

/** See {@link NSeekQParserPlugin}. */
final class NSeekQParser extends FilteredQParser {

  private static final int DEFAULT_K = 10;
  private static final Set<String> OWN =
      Set.of(
          QueryParsing.F,
          LocalParams.K,
          LocalParams.TOP_K,
          LocalParams.MODE,
          LocalParams.RECALL_TARGET,
          LocalParams.MIN_SIMILARITY);

  NSeekQParser(String text, SolrParams localParams, SolrParams params, SolrQueryRequest request) {
    super(text, localParams, params, request, OWN);
  }

  @Override
  public Query parse() throws SyntaxError {
    int k = params.getInt(FusedParams.WINDOW, DEFAULT_K);
    return searchedOnce(toQuery(getFilterQuery(), k));
  }

  /**
   * The query as one of several whose lists are fused.
   *
   * @param filter which documents may be hits, besides this query's own filter; or null
   * @param defaultK how many hits there are if this query does not say
   */
  TargetQuery parseClause(Query filter, int defaultK) throws SyntaxError {
    return toQuery(both(filter, getFilterQuery()), defaultK);
  }

  private TargetQuery toQuery(Query filter, int defaultK) {
    FieldTarget target = FieldTarget.of(localParams, req);
    try {
      return request(defaultK).toQuery(target.field(), target.elements(), filter);
    } catch (IllegalArgumentException e) {
      throw BadRequest.of(e);
    }
  }

  private KnnRequest request(int defaultK) {
    Integer k = LocalParams.whole(localParams, LocalParams.K);
    Integer topK = LocalParams.whole(localParams, LocalParams.TOP_K);
    if (k != null && topK != null) {
      throw BadRequest.of("one of k and topK must be given, got k " + k + " and topK " + topK);
    }
    Double minSimilarity = LocalParams.number(localParams, LocalParams.MIN_SIMILARITY);
    Integer asked = k == null ? topK : k;
    String mode = localParams.get(LocalParams.MODE);
    return new KnnRequest(
        asked == null && minSimilarity == null ? Integer.valueOf(defaultK) : asked,
        mode == null ? null : KnnRequest.Mode.fromLabel(mode),
        LocalParams.number(localParams, LocalParams.RECALL_TARGET),
        minSimilarity);
  }
}
