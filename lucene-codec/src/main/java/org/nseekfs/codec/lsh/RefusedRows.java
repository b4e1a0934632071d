package org.nseekfs.codec.lsh;

import org.apache.lucene.util.ArrayUtil;

/**
 * Estimates of rows that seem to reach what hits must, but may be none, since their documents are
 * refused. Used by one search.
 */
final class RefusedRows {

  private float[] estimates = new float[64];
  private int count;

  void add(double estimate) {
    estimates = ArrayUtil.grow(estimates, count + 1);
    estimates[count++] = (float) estimate;
  }

  /**
   * About how many rows reach {@code least}, which never falls. More estimates do than raw values:
   * where the number of values above x is as exp(-ax), normal errors of deviation d make that of
   * estimates exp((ad)^2 / 2) times as large; ad is the logarithm of how many times fewer reach d
   * more.
   *
   * @param error the standard error d of an estimate
   */
  double reaching(double least, double error) {
    int left = 0;
    int farther = 0;
    for (int i = 0; i < count; i++) {
      if (estimates[i] >= least) {
        estimates[left++] = estimates[i];
        farther += estimates[i] >= least + error ? 1 : 0;
      }
    }
    count = left;
    double decay = StrictMath.log((count + 1.0) / (farther + 1));
    return count * StrictMath.exp(-decay * decay / 2);
  }
}
