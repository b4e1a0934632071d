package org.nseekfs.elasticsearch;

import java.util.List;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.ResolvedIndices;
import org.elasticsearch.action.search.SearchRequest;
import org.elasticsearch.action.search.SearchResponse;
import org.elasticsearch.action.support.GroupedActionListener;
import org.elasticsearch.client.internal.Client;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.index.shard.ShardId;
import org.elasticsearch.search.SearchHit;
import org.elasticsearch.search.builder.SearchSourceBuilder;
import org.nseekfs.adapter.FoundList;
import org.nseekfs.adapter.HitKey;
import org.nseekfs.adapter.HybridHits;

/** The searches of a hybrid query, run by the node that coordinates the search it is a part of. */
final class HybridSearch {

  private final HybridQueryBuilder query;
  private final ResolvedIndices indices;

  /** Searches for {@code query} in {@code indices}. */
  HybridSearch(HybridQueryBuilder query, ResolvedIndices indices) {
    this.query = query;
    this.indices = indices;
  }

  /** What a query has found, which is all that is kept of its response, and its place. */
  private record Answer(int place, FoundList list) {}

  /** Runs the searches, all at once; what their hits become goes to {@code listener}. */
  void run(Client client, ActionListener<QueryBuilder> listener) {
    SearchRequestFilter.Noted whole =
        SearchRequestFilter.noted(client.threadPool().getThreadContext());
    int count = query.queries().size();
    GroupedActionListener<Answer> answers =
        new GroupedActionListener<>(
            count,
            listener.map(
                all -> {
                  FoundList[] found = new FoundList[count];
                  all.forEach(answer -> found[answer.place()] = answer.list());
                  return new FusedQueryBuilder(
                      HybridHits.of(query.request(), List.of(found), explains(whole)));
                }));
    for (int i = 0; i < count; i++) {
      int place = i;
      WeightedQuery part = query.queries().get(place);
      client.search(
          request(part.query(), whole),
          answers.map(response -> new Answer(place, found(part, response))));
    }
  }

  /**
   * One of the searches.
   *
   * @param whole what the hybrid query is a part of; null if that is no search request but, for
   *     example, one for an explanation
   */
  private SearchRequest request(QueryBuilder part, SearchRequestFilter.Noted whole) {
    SearchSourceBuilder source =
        new SearchSourceBuilder()
            .query(part)
            .size(query.request().window())
            .fetchSource(false)
            .trackTotalHits(false)
            .explain(explains(whole));
    if (whole == null) {
      return new SearchRequest(indices.getLocalIndices().indices(), source)
          .indicesOptions(indices.getLocalIndices().indicesOptions())
          .allowPartialSearchResults(false);
    }
    SearchRequest search = whole.request();
    source.timeout(search.source().timeout());
    source.runtimeMappings(search.source().runtimeMappings());
    source.pointInTimeBuilder(search.source().pointInTimeBuilder());
    SearchRequest request =
        new SearchRequest(search.indices(), source)
            .indicesOptions(search.indicesOptions())
            .routing(search.routing())
            .preference(search.preference())
            .searchType(search.searchType())
            // Lists of some shards only would rank wrongly without a word: only who asks for that
            // gets it.
            .allowPartialSearchResults(Boolean.TRUE.equals(search.allowPartialSearchResults()));
    request.setParentTask(whole.task());
    return request;
  }

  private static boolean explains(SearchRequestFilter.Noted whole) {
    return whole == null || Boolean.TRUE.equals(whole.request().source().explain());
  }

  private FoundList found(WeightedQuery part, SearchResponse response) {
    FoundList found = new FoundList(part.name(), part.weight());
    for (SearchHit hit : response.getHits()) {
      found.add(key(hit), hit.getScore(), hit.getExplanation());
    }
    return found;
  }

  private static HitKey key(SearchHit hit) {
    if (hit.getClusterAlias() != null) {
      throw new IllegalArgumentException(
          HybridQueryBuilder.NAME
              + " searches this cluster only, got index \""
              + hit.getIndex()
              + "\" of cluster \""
              + hit.getClusterAlias()
              + "\"");
    }
    ShardId shard = hit.getShard().getShardId();
    return new HitKey(shard.getIndexName(), shard.id(), hit.getId());
  }
}
