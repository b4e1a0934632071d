package org.nseekfs.elasticsearch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.search.Explanation;
import org.elasticsearch.action.ActionListener;
import org.elasticsearch.action.ResolvedIndices;
import org.elasticsearch.action.search.SearchRequest;
import org.elasticsearch.action.search.SearchResponse;
import org.elasticsearch.action.support.GroupedActionListener;
import org.elasticsearch.client.internal.Client;
import org.elasticsearch.index.query.QueryBuilder;
import org.elasticsearch.search.SearchHit;
import org.elasticsearch.search.builder.SearchSourceBuilder;
import org.nseekfs.adapter.FusedScore;
import org.nseekfs.search.hybrid.ScoredList;

/** The searches of a hybrid query, run by the node that coordinates the search it is a part of. */
final class HybridSearch {

  private final HybridQueryBuilder query;
  private final ResolvedIndices indices;

  /** Searches for {@code query} in {@code indices}. */
  HybridSearch(HybridQueryBuilder query, ResolvedIndices indices) {
    this.query = query;
    this.indices = indices;
  }

  /** A list and the place of its query. */
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
                  FoundList[] inOrder = new FoundList[count];
                  all.forEach(answer -> inOrder[answer.place()] = answer.list());
                  return fuse(List.of(inOrder), explains(whole));
                }));
    for (int i = 0; i < count; i++) {
      int place = i;
      client.search(
          request(query.queries().get(place).query(), whole),
          answers.map(response -> new Answer(place, found(place, response))));
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

  /** What a query has found, which is all that is kept of its response. */
  private record FoundList(ScoredList<HitKey> list, Map<HitKey, Explanation> explanations) {}

  private FoundList found(int place, SearchResponse response) {
    List<HitKey> keys = new ArrayList<>();
    List<Float> scores = new ArrayList<>();
    Map<HitKey, Explanation> explanations = new HashMap<>();
    for (SearchHit hit : response.getHits()) {
      HitKey key = HitKey.of(hit);
      keys.add(key);
      scores.add(hit.getScore());
      explanations.put(key, hit.getExplanation());
    }
    float[] values = new float[scores.size()];
    for (int slot = 0; slot < values.length; slot++) {
      values[slot] = scores.get(slot);
    }
    WeightedQuery of = query.queries().get(place);
    String name = "list " + (place + 1) + " (" + of.name() + ")";
    return new FoundList(
        new ScoredList<>(name, of.weight(), keys, values, query.request().toFusion()),
        explanations);
  }

  private QueryBuilder fuse(List<FoundList> found, boolean explains) {
    List<ScoredList<HitKey>> lists = found.stream().map(FoundList::list).toList();
    List<FusedScore<HitKey>> best =
        FusedScore.best(
            query.request(),
            lists,
            HitKey.ORDER,
            explains
                ? (list, key) -> found.get(lists.indexOf(list)).explanations().get(key)
                : null);
    return new FusedQueryBuilder(text(lists), best);
  }

  private String text(List<ScoredList<HitKey>> lists) {
    return IntStream.range(0, lists.size())
        .mapToObj(i -> lists.get(i).size() + " hits of " + lists.get(i))
        .collect(Collectors.joining(", ", query.request().toFusion() + " of ", ""));
  }
}
