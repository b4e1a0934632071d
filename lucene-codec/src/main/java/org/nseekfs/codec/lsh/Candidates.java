package org.nseekfs.codec.lsh;

import org.apache.lucene.util.ArrayUtil;

/**
 * Rows that may be hits: their places in blocks of codes, and what is estimated of them. Used by
 * one search.
 */
final class Candidates {

  private static final int SETTLED = -1;

  private int[] places = new int[256];
  private float[] raised = new float[places.length];
  private float[] norms = new float[places.length];
  private int count;

  /**
   * Adds a row.
   *
   * @param raisedEstimate its estimate, raised as {@link SignEstimates#raised} says
   */
  void add(int place, float raisedEstimate, float norm) {
    if (count == places.length) {
      places = ArrayUtil.grow(places, 2 * count);
      raised = ArrayUtil.growExact(raised, places.length);
      norms = ArrayUtil.growExact(norms, places.length);
    }
    places[count] = place;
    raised[count] = raisedEstimate;
    norms[count++] = norm;
  }

  int count() {
    return count;
  }

  int place(int i) {
    return places[i];
  }

  float raised(int i) {
    return raised[i];
  }

  float norm(int i) {
    return norms[i];
  }

  /** Puts row {@code i} in the place of row {@code to}. */
  void move(int i, int to) {
    if (i != to) {
      places[to] = places[i];
      raised[to] = raised[i];
      norms[to] = norms[i];
    }
  }

  /** Leaves the first {@code left} of them. */
  void truncate(int left) {
    count = left;
  }

  /** Makes row {@code i} one that is no candidate any more. */
  void settle(int i) {
    places[i] = SETTLED;
  }

  boolean isSettled(int i) {
    return places[i] == SETTLED;
  }
}
