package org.nseekfs.adapter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.nseekfs.search.hybrid.Fusion;
import org.nseekfs.search.hybrid.ScoredList;

/**
 * The hits of a hybrid query over all shards, as the node that has fused them sends them to every
 * shard.
 *
 * @param text where they come from, for profiles
 * @param best best first
 */
public record HybridHits(String text, List<FusedScore<HitKey>> best) {

  /** Copies the list. */
  public HybridHits {
    best = List.copyOf(best);
  }

  /**
   * The lists fused as {@code request} says.
   *
   * @param found by the queries, in their order
   * @param explained whether explanations tell the places in the lists
   */
  public static HybridHits of(HybridRequest request, List<FoundList> found, boolean explained) {
    Fusion fusion = request.toFusion();
    StringJoiner text = new StringJoiner(", ", fusion + " of ", "");
    List<ScoredList<HitKey>> lists = new ArrayList<>();
    for (FoundList one : found) {
      ScoredList<HitKey> list = one.scored(lists.size() + 1, fusion);
      lists.add(list);
      text.add(list.size() + " hits of " + list);
    }
    return new HybridHits(
        text.toString(),
        FusedScore.best(
            request,
            lists,
            HitKey.ORDER,
            explained ? (list, key) -> found.get(lists.indexOf(list)).explanation(key) : null));
  }

  /**
   * The query for those of the hits that lie in a shard.
   *
   * @param idField the field that ids are indexed in
   * @param indexed an id as that field has it
   */
  public Query toQuery(
      String index, int shard, String idField, Function<String, BytesRef> indexed) {
    Map<BytesRef, Explanation> scores = new HashMap<>();
    for (FusedScore<HitKey> hit : best) {
      if (hit.key().index().equals(index) && hit.key().shard() == shard) {
        scores.put(indexed.apply(hit.key().id()), hit.explanation());
      }
    }
    return scores.isEmpty()
        ? new MatchNoDocsQuery("no hit of " + text + " in this shard")
        : new IdScoresQuery(idField, scores, text);
  }
}
