package org.nseekfs.codec;

import org.apache.lucene.util.ArrayUtil;

/**
 * Rows that may be hits: their places in blocks of codes, and what is estimated of them. The order
 * of rows changes as some are removed. Used by one search.
 */
final class Candidates {

  private int[] places = new int[1024];
  private float[] raised = new float[places.length];
  private float[] norms = new float[places.length];
  private float[] offsets = new float[places.length];
  private float[] refined = new float[places.length];
  private int count;

  /**
   * Adds a row.
   *
   * @param raisedEstimate its first estimate, raised as {@link SignEstimates#raised} says
   */
  void add(int place, float raisedEstimate, float norm) {
    if (count == places.length) {
      places = ArrayUtil.grow(places, count + 1);
      raised = ArrayUtil.growExact(raised, places.length);
      norms = ArrayUtil.growExact(norms, places.length);
      offsets = ArrayUtil.growExact(offsets, places.length);
      refined = ArrayUtil.growExact(refined, places.length);
    }
    places[count] = place;
    raised[count] = raisedEstimate;
    norms[count] = norm;
    refined[count++] = Float.NaN;
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

  float offset(int i) {
    return offsets[i];
  }

  /** The refined estimate; NaN until there is one. */
  float refined(int i) {
    return refined[i];
  }

  void refine(int i, float estimate, float offset) {
    refined[i] = estimate;
    offsets[i] = offset;
  }

  /** Puts the last row in the place of row {@code i}. */
  void remove(int i) {
    move(--count, i);
  }

  /** Exchanges two rows. */
  void swap(int i, int j) {
    if (i != j) {
      int place = places[i];
      float raisedEstimate = raised[i];
      float norm = norms[i];
      float offset = offsets[i];
      float estimate = refined[i];
      move(j, i);
      places[j] = place;
      raised[j] = raisedEstimate;
      norms[j] = norm;
      offsets[j] = offset;
      refined[j] = estimate;
    }
  }

  private void move(int from, int to) {
    places[to] = places[from];
    raised[to] = raised[from];
    norms[to] = norms[from];
    offsets[to] = offsets[from];
    refined[to] = refined[from];
  }
}
