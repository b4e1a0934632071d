package org.nseekfs.search.hybrid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A hit of several lists fused.
 *
 * @param score what the fusion made of the hit's places, as a float above 0: some of Lucene's
 *     collectors take a score of 0 for no match
 * @param fused the same before it was rounded
 */
public record FusedHit<K>(K key, float score, double fused) {

  /**
   * Fuses {@code lists}: every hit of any of them, ordered by score, then by {@code ties}.
   *
   * @throws IllegalStateException naming fusion and hit, if the fusion makes no score that Lucene
   *     allows
   */
  public static <K> List<FusedHit<K>> fuse(
      Fusion fusion, List<ScoredList<K>> lists, Comparator<? super K> ties) {
    Map<K, List<Fusion.Place>> places = new LinkedHashMap<>();
    for (ScoredList<K> list : lists) {
      for (int slot = 0; slot < list.size(); slot++) {
        places.computeIfAbsent(list.key(slot), key -> new ArrayList<>()).add(list.place(slot));
      }
    }
    Comparator<FusedHit<K>> bestFirst =
        Comparator.<FusedHit<K>>comparingDouble(FusedHit::score)
            .reversed()
            .thenComparing(FusedHit::key, ties);
    return places.entrySet().stream()
        .map(entry -> of(fusion, entry.getKey(), entry.getValue()))
        .sorted(bestFirst)
        .toList();
  }

  private static <K> FusedHit<K> of(Fusion fusion, K key, List<Fusion.Place> places) {
    double fused = fusion.combine(places);
    float score = (float) fused;
    if (!(score >= 0 && score <= Float.MAX_VALUE)) {
      throw new IllegalStateException(
          "fusion "
              + fusion
              + " must make scores of at least 0 that are finite floats, got "
              + fused
              + " for document "
              + key);
    }
    return new FusedHit<>(key, Math.max(score, Float.MIN_VALUE), fused);
  }
}
