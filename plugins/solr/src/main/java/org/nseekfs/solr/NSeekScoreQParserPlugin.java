package org.nseekfs.solr;

import java.util.Set;
import org.apache.lucene.search.Query;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QParserPlugin;
import org.apache.solr.search.QueryParsing;
import org.apache.solr.search.SyntaxError;

/**
 * Scores every document that a query matches by its nearness to a vector: {@code {!nseekScore
 * f=vector v=[1,2,3] q=$text}}. Documents without a vector do not match; without {@code q}, all
 * others do.
 */
public final class NSeekScoreQParserPlugin extends QParserPlugin {

  private static final Set<String> OWN = Set.of(QueryParsing.F, LocalParams.QUERY);

  /** For Solr. */
  public NSeekScoreQParserPlugin() {}

  @Override
  public QParser createParser(
      String text, SolrParams localParams, SolrParams params, SolrQueryRequest request) {
    SolrParams local = LocalParams.checked(localParams, OWN);
    return new QParser(text, local, params, request) {
      @Override
      public Query parse() throws SyntaxError {
        FieldTarget target = FieldTarget.of(localParams, request);
        String scored = localParams.get(LocalParams.QUERY);
        return target
            .vector()
            .toScoreQuery(scored == null ? null : subQuery(scored, null).getQuery());
      }
    };
  }
}
