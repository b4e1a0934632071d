package org.nseekfs.adapter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.search.Explanation;
import org.nseekfs.search.hybrid.Fusion;
import org.nseekfs.search.hybrid.ScoredList;

/** What one of the queries of a hybrid query has found over all shards. */
public final class FoundList {

  private final String query;
  private final float weight;
  private final List<HitKey> keys = new ArrayList<>();
  private final List<Float> scores = new ArrayList<>();
  private final Map<HitKey, Explanation> explanations = new HashMap<>();

  /**
   * No hits yet.
   *
   * @param query what explanations and profiles call the query
   * @param weight of what the fusion makes of its scores
   */
  public FoundList(String query, float weight) {
    this.query = query;
    this.weight = weight;
  }

  /**
   * Adds the next best hit.
   *
   * @param explanation of its score by the query itself; null if that was not asked for
   */
  public void add(HitKey key, float score, Explanation explanation) {
    keys.add(key);
    scores.add(score);
    explanations.put(key, explanation);
  }

  /** Why the query itself scores a hit as it does, null where that is not known. */
  Explanation explanation(HitKey key) {
    return explanations.get(key);
  }

  /** The hits as the list {@code number}, counted from 1. */
  ScoredList<HitKey> scored(int number, Fusion fusion) {
    float[] values = new float[scores.size()];
    for (int slot = 0; slot < values.length; slot++) {
      values[slot] = scores.get(slot);
    }
    return new ScoredList<>("list " + number + " (" + query + ")", weight, keys, values, fusion);
  }
}
