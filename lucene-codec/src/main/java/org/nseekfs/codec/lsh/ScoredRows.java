package org.nseekfs.codec.lsh;

import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.hnsw.FloatHeap;

/** Rows that a search by sign codes has scored, and of likely hits what was estimated of them. */
public final class ScoredRows {

  /** Rows that tell what hits are like where there are not so many hits. */
  private static final int FEW = 16;

  /** Rows that stand for all where there are more. */
  private static final int MANY = 128;

  private int[] ords = new int[64];
  private int count;

  /** Rows that seemed to be hits when they were looked at last. */
  private float[] estimates = new float[64];

  private float[] norms = new float[estimates.length];
  private float[] offsets = new float[estimates.length];
  private int likely;

  /**
   * Adds a row.
   *
   * @param offset infinite if it could not be coded
   */
  void add(int ord, float estimate, float norm, float offset) {
    if (count == ords.length) {
      ords = ArrayUtil.grow(ords, 2 * count);
    }
    ords[count++] = ord;
    if (likely == estimates.length) {
      estimates = ArrayUtil.grow(estimates, 2 * likely);
      norms = ArrayUtil.growExact(norms, estimates.length);
      offsets = ArrayUtil.growExact(offsets, estimates.length);
    }
    if (Float.isFinite(offset)) {
      set(likely++, estimate, norm, offset);
    }
  }

  /** The estimate that few rows reach. */
  private float few() {
    FloatHeap best = new FloatHeap(Math.min(FEW, likely));
    for (int i = 0; i < likely; i++) {
      best.offer(estimates[i]);
    }
    return best.peek();
  }

  private void set(int i, float estimate, float norm, float offset) {
    estimates[i] = estimate;
    norms[i] = norm;
    offsets[i] = offset;
  }

  public int count() {
    return count;
  }

  public int ord(int i) {
    return ords[i];
  }

  float norm(int i) {
    return norms[i];
  }

  float offset(int i) {
    return offsets[i];
  }

  /**
   * Of the rows that seem to reach {@code least}, or the {@value #FEW} best-looking if there are
   * fewer, one whose error per unit of its norm, if its raw value is just that, is large: about the
   * mean of theirs and two standard deviations more. Errors depend on angles to the target, which
   * vary where lengths do.
   *
   * @return what {@link #norm} and {@link #offset} tell more of; -1 if no row could be coded
   */
  int typical(double least, SignEstimates signs) {
    if (likely == 0) {
      return -1;
    }
    int reaching = 0;
    for (int i = 0; i < likely; i++) {
      reaching += estimates[i] >= least ? 1 : 0;
    }
    double bar = reaching >= FEW ? least : few();
    int left = 0;
    for (int i = 0; i < likely; i++) {
      if (estimates[i] >= bar) {
        set(left++, estimates[i], norms[i], offsets[i]);
      }
    }
    likely = left;
    int step = Math.ceilDiv(left, MANY);
    double[] errors = new double[Math.ceilDiv(left, step)];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < errors.length; i++) {
      float norm = norms[i * step];
      errors[i] = norm > 0 ? signs.error(least, norm, offsets[i * step]) / norm : 0;
      sum += errors[i];
      squares += errors[i] * errors[i];
    }
    double mean = sum / errors.length;
    double deviation = Math.sqrt(Math.max(0, squares / errors.length - mean * mean));
    double wanted = mean + 2 * deviation;
    int typical = 0;
    for (int i = 1; i < errors.length; i++) {
      if (Math.abs(errors[i] - wanted) < Math.abs(errors[typical] - wanted)) {
        typical = i;
      }
    }
    return typical * step;
  }
}
