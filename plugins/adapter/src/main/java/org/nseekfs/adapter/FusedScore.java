package org.nseekfs.adapter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.lucene.search.Explanation;
import org.nseekfs.search.hybrid.FusedHit;
import org.nseekfs.search.hybrid.Fusion;
import org.nseekfs.search.hybrid.ScoredList;

/**
 * A hit of several lists fused, as the node that has all lists sends it to those that have the
 * documents.
 *
 * @param <K> what tells hits apart
 * @param score above 0
 * @param explanation why, with that score as its value
 */
public record FusedScore<K>(K key, float score, Explanation explanation) {

  /** Checks that nothing is missing. */
  public FusedScore {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(explanation, "explanation");
  }

  /**
   * The best hits of {@code lists} as {@code request} has them fused, best first.
   *
   * @param ties which of two hits of one score comes first
   * @param details explains the score of a hit of a list by that list's own query, null where it
   *     cannot; null for explanations without lists, which are short
   */
  public static <K> List<FusedScore<K>> best(
      HybridRequest request,
      List<ScoredList<K>> lists,
      Comparator<? super K> ties,
      BiFunction<ScoredList<K>, K, Explanation> details) {
    Fusion fusion = request.toFusion();
    List<FusedHit<K>> hits = FusedHit.fuse(fusion, lists, ties);
    List<FusedScore<K>> best = new ArrayList<>();
    for (FusedHit<K> hit : hits.subList(0, Math.min(request.k(), hits.size()))) {
      String text = "fused rank " + (best.size() + 1) + " of " + hits.size() + " by " + fusion;
      Explanation explanation =
          details == null
              ? Explanation.match(hit.score(), text)
              : Explanation.match(hit.score(), text + " from:", places(lists, hit.key(), details));
      best.add(new FusedScore<>(hit.key(), hit.score(), explanation));
    }
    return best;
  }

  private static <K> List<Explanation> places(
      List<ScoredList<K>> lists, K key, BiFunction<ScoredList<K>, K, Explanation> details) {
    return lists.stream().map(list -> list.explain(key, details.apply(list, key))).toList();
  }
}
