package org.nseekfs.engines.http;

/**
 * A search for the nearest vectors.
 *
 * @param target not to be changed
 * @param k how many
 * @param recallTarget the share of them to find, in ours; null for all
 * @param candidates of a graph
 */
public record Nearest(float[] target, int k, Double recallTarget, int candidates) {

  /** All of the {@code k} nearest. */
  public static Nearest exact(float[] target, int k) {
    return new Nearest(target, k, null, k);
  }
}
