package org.nseekfs.solr;

import java.util.Set;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QParserPlugin;
import org.apache.solr.search.QueryParsing;

/**
 * Ranks the best hits of a query anew, by their nearness to a vector: {@code rq={!nseekRerank
 * f=vector reRankDocs=100 v=[1,2,3]}}. Scores of the first pass play no part; hits without a vector
 * come last of them, with score 0.
 */
public final class NSeekReRankQParserPlugin extends QParserPlugin {

  /** As of Solr's own {@code {!rerank}}. */
  private static final int DEFAULT_RERANK_DOCS = 200;

  private static final Set<String> OWN = Set.of(QueryParsing.F, LocalParams.RERANK_DOCS);

  /** For Solr. */
  public NSeekReRankQParserPlugin() {}

  @Override
  public QParser createParser(
      String text, SolrParams localParams, SolrParams params, SolrQueryRequest request) {
    SolrParams local = LocalParams.checked(localParams, OWN);
    return new QParser(text, local, params, request) {
      @Override
      public Query parse() {
        Integer asked = LocalParams.whole(localParams, LocalParams.RERANK_DOCS);
        int reRankDocs = asked == null ? DEFAULT_RERANK_DOCS : asked;
        if (reRankDocs < 1) {
          throw BadRequest.of(LocalParams.RERANK_DOCS + " must be at least 1, got " + reRankDocs);
        }
        FieldTarget target = FieldTarget.of(localParams, request);
        return new NSeekReRankQuery(new MatchAllDocsQuery(), reRankDocs, target);
      }
    };
  }
}
