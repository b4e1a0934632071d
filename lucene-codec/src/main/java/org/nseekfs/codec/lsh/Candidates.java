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
  private float[] offsets = new float[places.length];
  private float[] refined = new float[places.length];
  private float[] errors = new float[places.length];
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
      errors = ArrayUtil.growExact(errors, places.length);
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
    errors[i] = Float.NaN;
  }

  /** The standard error of the refined estimate; NaN until it is set. */
  float error(int i) {
    return errors[i];
  }

  void setError(int i, float error) {
    errors[i] = error;
  }

  /** Puts row {@code i} in the place of row {@code to}. */
  void move(int i, int to) {
    if (i != to) {
      places[to] = places[i];
      raised[to] = raised[i];
      norms[to] = norms[i];
      offsets[to] = offsets[i];
      refined[to] = refined[i];
      errors[to] = errors[i];
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
