package org.nseekfs.solr;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import org.apache.lucene.search.Explanation;
import org.apache.solr.common.SolrException;
import org.apache.solr.common.SolrException.ErrorCode;
import org.apache.solr.common.params.CommonParams;
import org.apache.solr.common.params.ModifiableSolrParams;
import org.apache.solr.common.params.ShardParams;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.handler.component.ResponseBuilder;
import org.apache.solr.handler.component.SearchComponent;
import org.apache.solr.search.QParser;
import org.apache.solr.search.QueryParsing;
import org.apache.solr.search.SyntaxError;
import org.nseekfs.adapter.FusedScore;
import org.nseekfs.adapter.HybridRequest;
import org.nseekfs.search.hybrid.Fusion;
import org.nseekfs.search.hybrid.ScoredList;

/**
 * Makes {@code {!nseekHybrid}} right over shards. To be named among the {@code first-components} of
 * a handler. The node that a request comes to searches for each list over all shards, fuses the
 * lists, and goes on with a request for the documents that were found, with the scores they got:
 * sorting, facets, paging and fields are then as of any other query.
 *
 * <p>Hits of one score are fused in the order of their unique keys, as strings; that decides which
 * of them is the last of {@code k}.
 */
public final class NSeekHybridComponent extends SearchComponent {

  /** For Solr. */
  public NSeekHybridComponent() {}

  @Override
  public void prepare(ResponseBuilder builder) throws IOException {
    SolrParams params = builder.req.getParams();
    if (!builder.isDistributed() || params.getBool(ShardParams.IS_SHARD, false)) {
      return;
    }
    String text = params.get(CommonParams.Q);
    if (text != null && parser(builder, text) instanceof HybridQParser hybrid) {
      fuse(builder, text, hybrid);
    }
  }

  private static QParser parser(ResponseBuilder builder, String text) {
    try {
      String type = builder.req.getParams().get(QueryParsing.DEFTYPE);
      return QParser.getParser(text, type, builder.req);
    } catch (SyntaxError e) {
      throw new SolrException(ErrorCode.BAD_REQUEST, e);
    }
  }

  private static void fuse(ResponseBuilder builder, String text, HybridQParser hybrid) {
    requireNoTags(hybrid.getLocalParams());
    HybridRequest request = hybrid.request();
    Fusion fusion = request.toFusion();
    ListSearch search = new ListSearch(builder, hybrid.getLocalParams(), request.window());
    List<ScoredList<String>> lists = new ArrayList<>();
    for (HybridList list : hybrid.lists()) {
      lists.add(search.search(list, fusion));
    }
    List<FusedScore<String>> hits =
        FusedScore.best(
            request,
            lists,
            Comparator.naturalOrder(),
            builder.isDebug() ? (list, key) -> null : null);
    builder.req.setParams(withHits(builder.req.getParams(), text, hits));
  }

  private static void requireNoTags(SolrParams local) {
    for (String name : List.of(LocalParams.INCLUDE_TAGS, LocalParams.EXCLUDE_TAGS)) {
      if (local.get(name) != null) {
        throw BadRequest.of(
            name
                + " must not be given over shards, got \""
                + local.get(name)
                + "\": preFilter says which documents may be in the lists");
      }
    }
  }

  private static SolrParams withHits(
      SolrParams params, String text, List<FusedScore<String>> hits) {
    ModifiableSolrParams fused = new ModifiableSolrParams(params);
    fused.set(FusedParams.TEXT, text);
    for (FusedScore<String> hit : hits) {
      fused.add(FusedParams.ID, hit.key());
      fused.add(FusedParams.SCORE, Float.toString(hit.score()));
      fused.add(FusedParams.WHY, line(hit.explanation()));
    }
    return fused;
  }

  private static String line(Explanation explanation) {
    StringJoiner places = new StringJoiner("; ", explanation.getDescription() + " ", "");
    places.setEmptyValue(explanation.getDescription());
    for (Explanation place : explanation.getDetails()) {
      places.add(place.getValue() + " = " + place.getDescription());
    }
    return places.toString();
  }

  @Override
  public void process(ResponseBuilder builder) {}

  @Override
  public String getDescription() {
    return "fuses the lists of hybrid queries over shards";
  }
}
