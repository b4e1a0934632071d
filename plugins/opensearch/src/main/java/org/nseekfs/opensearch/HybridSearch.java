package org.nseekfs.opensearch;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.search.Explanation;
import org.nseekfs.adapter.FusedScore;
import org.nseekfs.search.hybrid.ScoredList;
import org.opensearch.action.IndicesRequest;
import org.opensearch.action.search.SearchRequest;
import org.opensearch.action.search.SearchResponse;
import org.opensearch.action.support.GroupedActionListener;
import org.opensearch.core.action.ActionListener;
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

  /** A response and the place of its query. */
  private record Answer(int place, SearchResponse response) {}

  /** Runs the searches, all at once; what their hits become goes to {@code listener}. */
  void run(Client client, ActionListener<QueryBuilder> listener) {
    int count = query.queries().size();
    GroupedActionListener<Answer> answers =
        new GroupedActionListener<>(
            ActionListener.map(
                listener,
                all -> {
                  SearchResponse[] inOrder = new SearchResponse[count];
                  all.forEach(answer -> inOrder[answer.place()] = answer.response());
                  return fuse(List.of(inOrder));
                }),
            count);
    for (int i = 0; i < count; i++) {
      int place = i;
      SearchRequest request = request(query.queries().get(place).query());
      request.setParentTask(parent(client));
      client.search(request, ActionListener.map(answers, response -> new Answer(place, response)));
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

  private QueryBuilder fuse(List<SearchResponse> responses) {
    List<ScoredList<HitKey>> lists = new ArrayList<>();
    Map<ScoredList<HitKey>, Map<HitKey, SearchHit>> hits = new IdentityHashMap<>();
    for (int i = 0; i < responses.size(); i++) {
      Map<HitKey, SearchHit> ofQuery = new LinkedHashMap<>();
      for (SearchHit hit : responses.get(i).getHits()) {
        ofQuery.put(HitKey.of(hit), hit);
      }
      ScoredList<HitKey> list = list(i, ofQuery);
      lists.add(list);
      hits.put(list, ofQuery);
    }
    List<FusedScore<HitKey>> best =
        FusedScore.best(
            query.request(),
            lists,
            HitKey.ORDER,
            explains() ? (list, key) -> explanation(hits.get(list).get(key)) : null);
    return new FusedQueryBuilder(text(lists), best);
  }

  private ScoredList<HitKey> list(int place, Map<HitKey, SearchHit> hits) {
    WeightedQuery of = query.queries().get(place);
    float[] scores = new float[hits.size()];
    int slot = 0;
    for (SearchHit hit : hits.values()) {
      scores[slot] = hit.getScore();
      slot++;
    }
    return new ScoredList<>(
        "list " + (place + 1) + " (" + of.name() + ")",
        of.weight(),
        List.copyOf(hits.keySet()),
        scores,
        query.request().toFusion());
  }

  private static Explanation explanation(SearchHit hit) {
    return hit == null ? null : hit.getExplanation();
  }

  private String text(List<ScoredList<HitKey>> lists) {
    return IntStream.range(0, lists.size())
        .mapToObj(i -> lists.get(i).size() + " hits of " + lists.get(i))
        .collect(Collectors.joining(", ", query.request().toFusion() + " of ", ""));
  }
}
