package org.nseekfs.codec;

import org.apache.lucene.util.ArrayUtil;

/** Rows that a search by sign codes has scored, and what was estimated of them. */
final class ScoredRows {

  private int[] ords = new int[64];
  private float[] refined = new float[ords.length];
  private float[] norms = new float[ords.length];
  private float[] offsets = new float[ords.length];
  private int count;

  /** Adds a row, which is candidate {@code i}. */
  void add(int ord, Candidates candidates, int i) {
    if (count == ords.length) {
      ords = ArrayUtil.grow(ords, count + 1);
      refined = ArrayUtil.growExact(refined, ords.length);
      norms = ArrayUtil.growExact(norms, ords.length);
      offsets = ArrayUtil.growExact(offsets, ords.length);
    }
    ords[count] = ord;
    refined[count] = candidates.refined(i);
    norms[count] = candidates.norm(i);
    offsets[count++] = candidates.offset(i);
  }

  int count() {
    return count;
  }

  int ord(int i) {
    return ords[i];
  }

  float norm(int i) {
    return norms[i];
  }

  float offset(int i) {
    return offsets[i];
  }

  /**
   * Of the rows that seem to reach {@code least}, the one at the largest angle to the target: its
   * estimates have the largest errors. If none seems to, the one that comes nearest.
   *
   * @return -1 if no row could be coded
   */
  int typical(double least, SignEstimates estimates) {
    int typical = -1;
    double smallest = Double.POSITIVE_INFINITY;
    int nearest = -1;
    for (int i = 0; i < count; i++) {
      if (Float.isFinite(offsets[i])) {
        if (refined[i] >= least) {
          double cosine = estimates.cosine(least, norms[i], offsets[i]);
          if (cosine < smallest) {
            smallest = cosine;
            typical = i;
          }
        }
        nearest = nearest < 0 || refined[i] > refined[nearest] ? i : nearest;
      }
    }
    return typical < 0 ? nearest : typical;
  }
}
