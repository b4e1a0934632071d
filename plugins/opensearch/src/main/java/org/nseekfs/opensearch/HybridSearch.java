package org.nseekfs.opensearch;

import java.util.List;
import org.nseekfs.adapter.FoundList;
import org.nseekfs.adapter.HitKey;
import org.nseekfs.adapter.HybridHits;
import org.opensearch.action.IndicesRequest;
import org.opensearch.action.search.SearchRequest;
import org.opensearch.action.search.SearchResponse;
import org.opensearch.action.support.GroupedActionListener;
import org.opensearch.core.action.ActionListener;
import org.opensearch.core.index.shard.ShardId;
import org.opensearch.core.tasks.TaskId;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.search.SearchHit;
import org.opensearch.search.builder.SearchSourceBuilder;
import org.opensearch.tasks.TaskResourceTrackingService;
import org.opensearch.transport.client.Client;
import org.opensearch.transport.client.node.NodeClient;

/** The searches of a hybrid query, run by the node that coordinates the search it is a part of. */
final class HybridSearch {

  private final HybridQueryBuilder query;
  private final IndicesRequest whole;

  /** Searches for {@code query} in the indices of {@code whole}. */
  HybridSearch(HybridQueryBuilder query, IndicesRequest whole) {
    this.query = query;
    this.whole = whole;
  }

  /** What a query has found, which is all that is kept of its response, and its place. */
  private record Answer(int place, FoundList list) {}

  /** Runs the searches, all at once; what their hits become goes to {@code listener}. */
  void run(Client client, ActionListener<QueryBuilder> listener) {
    int count = query.queries().size();
    GroupedActionListener<Answer> answers =
        new GroupedActionListener<>(
            ActionListener.map(
                listener,
                all -> {
                  FoundList[] found = new FoundList[count];
                  all.forEach(answer -> found[answer.place()] = answer.list());
                  return new FusedQueryBuilder(
                      HybridHits.of(query.request(), List.of(found), explains()));
                }),
            count);
    for (int i = 0; i < count; i++) {
      int place = i;
      WeightedQuery part = query.queries().get(place);
      SearchRequest request = request(part.query());
      request.setParentTask(parent(client));
      client.search(
          request,
          ActionListener.map(answers, response -> new Answer(place, found(part, response))));
    }
  }

  /** The task of the whole search, so that the searches are cancelled with it. */
  private static TaskId parent(Client client) {
    Long task =
        client.threadPool().getThreadContext().getTransient(TaskResourceTrackingService.TASK_ID);
    return task == null || !(client instanceof NodeClient node)
        ? TaskId.EMPTY_TASK_ID
        : new TaskId(node.getLocalNodeId(), task);
  }

  private SearchRequest request(QueryBuilder part) {
    SearchSourceBuilder source =
        new SearchSourceBuilder()
            .query(part)
            .size(query.request().window())
            .fetchSource(false)
            .trackTotalHits(false)
            .explain(explains());
    SearchRequest request = new SearchRequest(whole.indices(), source);
    request.indicesOptions(whole.indicesOptions());
    request.allowPartialSearchResults(false);
    // What pipelines do to hits is to be done once, to those of the whole.
    request.pipeline("_none");
    if (whole instanceof SearchRequest search) {
      copy(search, request);
    }
    return request;
  }

  private static void copy(SearchRequest search, SearchRequest request) {
    request.routing(search.routing());
    request.preference(search.preference());
    request.searchType(search.searchType());
    request.setCcsMinimizeRoundtrips(search.isCcsMinimizeRoundtrips());
    request.setCancelAfterTimeInterval(search.getCancelAfterTimeInterval());
    // Lists of some shards only would rank wrongly without a word: only who asks for that gets it.
    request.allowPartialSearchResults(Boolean.TRUE.equals(search.allowPartialSearchResults()));
    request.source().timeout(search.source().timeout());
    request.source().pointInTimeBuilder(search.source().pointInTimeBuilder());
  }

  private boolean explains() {
    return !(whole instanceof SearchRequest search)
        || Boolean.TRUE.equals(search.source().explain());
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
