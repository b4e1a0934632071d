package org.nseekfs.solr;

import org.apache.solr.common.params.SolrParams;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QParserPlugin;

/**
 * The best documents of several queries' lists, fused: {@code {!nseekHybrid q=$text q=$vec weight=1
 * weight=2 k=10}}.
 *
 * <ul>
 *   <li>{@code q}: a query of any parser, as often as there are lists. A list of {@code {!nseek}}
 *       that says no {@code k} is as long as the window
 *   <li>{@code weight}: of each list, 1 if none is given
 *   <li>{@code k}: how many documents are found, 10 if not given. No page goes past them
 *   <li>{@code window}: how many of each list's hits take part, 100 or {@code k} if not given
 *   <li>{@code fusion}: {@code rrf} if not given, with {@code rankConstant}, 60 if not given; or
 *       {@code min_max}, {@code z_score}, {@code l2}, {@code distribution}
 *   <li>{@code preFilter}, {@code includeTags}, {@code excludeTags}: as of {@code {!nseek}}, for
 *       all lists. If none is given, the request's {@code fq} decide which documents are in the
 *       lists
 * </ul>
 *
 * <p>Over shards it needs {@link NSeekHybridComponent}, and is refused without it.
 */
public final class NSeekHybridQParserPlugin extends QParserPlugin {

  /** For Solr. */
  public NSeekHybridQParserPlugin() {}

  @Override
  public QParser createParser(
      String text, SolrParams localParams, SolrParams params, SolrQueryRequest request) {
    return new HybridQParser(text, localParams, params, request);
  }
}
