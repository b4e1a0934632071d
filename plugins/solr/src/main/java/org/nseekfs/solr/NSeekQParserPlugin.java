package org.nseekfs.solr;

import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QParserPlugin;

/**
 * The documents nearest to a vector: {@code {!nseek f=vector k=10}[1,2,3]}.
 *
 * <ul>
 *   <li>{@code f}, {@code v}: a field of {@link NSeekVectorField}, and the vector
 *   <li>{@code k} (or {@code topK}, as {@code {!knn}} says): how many, 10 if not given
 *   <li>{@code minSimilarity} instead of {@code k}: all whose raw similarity is at least that
 *   <li>{@code mode}: {@code exact} if not given, {@code lsh} or {@code auto}; the last two with
 *       {@code recallTarget}, .95 if not given
 *   <li>{@code preFilter}, {@code includeTags}, {@code excludeTags}: as of {@code {!knn}}. If none
 *       is given, the request's {@code fq} decide which documents may be hits
 * </ul>
 */
public final class NSeekQParserPlugin extends QParserPlugin {

  /** For Solr. */
  public NSeekQParserPlugin() {}

  @Override
  public QParser createParser(
      String text, SolrParams localParams, SolrParams params, SolrQueryRequest request) {
    return new NSeekQParser(text, localParams, params, request);
  }
}
