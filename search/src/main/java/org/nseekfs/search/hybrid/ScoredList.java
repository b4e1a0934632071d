package org.nseekfs.search.hybrid;

import java.util.List;

/**
 * The hits of one search, best first, and what a {@link Fusion} makes of their scores.
 *
 * @param <K> what tells hits apart, of value equality
 */
public final class ScoredList<K> {

  private final String name;
  private final float weight;
  private final List<K> keys;
  private final float[] scores;
  private final double[] normalized;

  /**
   * The list of {@code keys} with {@code scores}, the best first.
   *
   * @param name for messages
   * @param weight of what the fusion makes of the scores
   * @throws IllegalStateException naming fusion and list, if the fusion makes not as many values as
   *     there are scores
   */
  public ScoredList(String name, float weight, List<K> keys, float[] scores, Fusion fusion) {
    this.name = name;
    this.weight = weight;
    this.keys = List.copyOf(keys);
    this.scores = scores.clone();
    this.normalized = scores.length == 0 ? new double[0] : fusion.normalize(scores.clone());
    if (normalized.length != keys.size()) {
      throw new IllegalStateException(
          "fusion "
              + fusion
              + " must make as many values as there are scores, "
              + keys.size()
              + ", got "
              + normalized.length
              + " for "
              + name);
    }
  }

  /** How many hits there are. */
  public int size() {
    return keys.size();
  }

  /** The hit in {@code slot}, which counts from 0. */
  public K key(int slot) {
    return keys.get(slot);
  }

  /** The place of the hit in {@code slot}. */
  public Fusion.Place place(int slot) {
    return new Fusion.Place(weight, slot + 1, scores[slot], normalized[slot]);
  }

  /** The place of a hit, or null if the list does not hold it. */
  public Fusion.Place placeOf(K key) {
    int slot = keys.indexOf(key);
    return slot < 0 ? null : place(slot);
  }

  @Override
  public String toString() {
    return name;
  }
}
