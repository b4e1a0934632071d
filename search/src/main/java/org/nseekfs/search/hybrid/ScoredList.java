package org.nseekfs.search.hybrid;

import java.util.List;
import org.apache.lucene.search.Explanation;

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
   * @param name for messages and explanations
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

  /**
   * Explains what a hit gets from this list, or why nothing.
   *
   * @param own how the list's query explains its score; null if that is not known
   */
  public Explanation explain(K key, Explanation own) {
    List<Explanation> details = own == null ? List.of() : List.of(own);
    Fusion.Place place = placeOf(key);
    if (place == null) {
      String end =
          scores.length == 0
              ? "is empty"
              : "ends at rank " + scores.length + " with score " + scores[scores.length - 1];
      return Explanation.noMatch(
          "not in " + name + ", which " + end + (own == null ? "" : ":"), details);
    }
    return Explanation.match(
        place.contribution(),
        "rank "
            + place.rank()
            + " of "
            + name
            + ", computed as weight "
            + place.weight()
            + " times normalized score "
            + place.normalized()
            + " of score "
            + place.score()
            + (own == null ? "" : " from:"),
        details);
  }

  @Override
  public String toString() {
    return name;
  }
}
