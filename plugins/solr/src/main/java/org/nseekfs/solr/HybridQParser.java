package org.nseekfs.solr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.apache.solr.common.params.ShardParams;
import org.apache.solr.common.params.SolrParams;
import org.apache.solr.handler.component.ResponseBuilder;
import org.apache.solr.request.SolrQueryRequest;
import org.apache.solr.request.SolrRequestInfo;
import org.apache.solr.schema.SchemaField;
import org.apache.solr.search.QParser;
import org.apache.solr.search.SyntaxError;
import org.nseekfs.adapter.HybridRequest;
import org.nseekfs.adapter.IdScoresQuery;
import org.nseekfs.search.hybrid.HybridClause;
import org.nseekfs.search.hybrid.HybridQuery;

/** See {@link NSeekHybridQParserPlugin}. */
final class HybridQParser extends FilteredQParser {

  private static final Set<String> OWN =
      Set.of(
          LocalParams.QUERY,
          LocalParams.WEIGHT,
          LocalParams.K,
          LocalParams.WINDOW,
          LocalParams.FUSION,
          LocalParams.RANK_CONSTANT);

  HybridQParser(String text, SolrParams localParams, SolrParams params, SolrQueryRequest request) {
    super(text, localParams, params, request, OWN);
  }

  @Override
  public Query parse() throws SyntaxError {
    if (params.getBool(ShardParams.IS_SHARD, false) || isOverShards()) {
      return fusedElsewhere();
    }
    HybridRequest request = request();
    Query filter = getFilterQuery();
    List<HybridClause> clauses = new ArrayList<>();
    try {
      for (HybridList list : lists()) {
        Query query = clause(list.query(), filter, request.window());
        clauses.add(new HybridClause(query, list.weight(), request.window()));
      }
      return searchedOnce(new HybridQuery(clauses, request.toFusion(), request.k()));
    } catch (IllegalArgumentException e) {
      throw BadRequest.of(e);
    }
  }

  /** Whether this node sends the request on to shards. */
  private static boolean isOverShards() {
    SolrRequestInfo info = SolrRequestInfo.getRequestInfo();
    ResponseBuilder builder = info == null ? null : info.getResponseBuilder();
    return builder != null && builder.isDistributed();
  }

  private Query clause(String text, Query filter, int window) throws SyntaxError {
    QParser parser = subQuery(text, null);
    if (parser instanceof NSeekQParser vectors) {
      return vectors.parseClause(filter, window);
    }
    Query query = parser.getQuery();
    if (query == null) {
      return new MatchNoDocsQuery("an empty query");
    }
    return filter == null
        ? query
        : new BooleanQuery.Builder().add(query, Occur.MUST).add(filter, Occur.FILTER).build();
  }

  /** How the lists become one. */
  HybridRequest request() {
    try {
      return new HybridRequest(
          LocalParams.whole(localParams, LocalParams.K),
          LocalParams.whole(localParams, LocalParams.WINDOW),
          localParams.get(LocalParams.FUSION),
          LocalParams.whole(localParams, LocalParams.RANK_CONSTANT));
    } catch (IllegalArgumentException e) {
      throw BadRequest.of(e);
    }
  }

  /** The lists, in order. */
  List<HybridList> lists() {
    String[] queries = localParams.getParams(LocalParams.QUERY);
    String[] weights = localParams.getParams(LocalParams.WEIGHT);
    if (queries == null) {
      throw BadRequest.of("q must be given for each list, got none");
    }
    if (weights != null && weights.length != queries.length) {
      throw BadRequest.of(
          "weight must be given for each q or for none, got "
              + weights.length
              + " for "
              + queries.length);
    }
    List<HybridList> lists = new ArrayList<>();
    for (int i = 0; i < queries.length; i++) {
      lists.add(HybridList.of(i, queries[i], weights == null ? null : weights[i]));
    }
    return lists;
  }

  /** What has been fused of all shards' lists; of that, what this shard has. */
  private Query fusedElsewhere() {
    String text = params.get(FusedParams.TEXT);
    if (text == null) {
      throw BadRequest.of(
          "nseekHybrid over shards must be the request's main query, and needs the search component "
              + NSeekHybridComponent.class.getName()
              + " among the handler's first-components: ranks in a shard are not ranks in all");
    }
    String[] ids = params.getParams(FusedParams.ID);
    if (ids == null) {
      return new MatchNoDocsQuery("no hit of " + text);
    }
    SchemaField key = req.getSchema().getUniqueKeyField();
    String[] scores = params.getParams(FusedParams.SCORE);
    String[] whys = params.getParams(FusedParams.WHY);
    Map<BytesRef, Explanation> hits = new LinkedHashMap<>();
    for (int i = 0; i < ids.length; i++) {
      BytesRefBuilder id = new BytesRefBuilder();
      key.getType().readableToIndexed(ids[i], id);
      hits.put(id.get(), Explanation.match(Float.valueOf(scores[i]), whys[i]));
    }
    return new IdScoresQuery(key.getName(), hits, text);
  }
}
