package org.nseekfs.codec.lsh;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;

/**
 * Rows that reach what hits must by their raw values, and rows that may be no hits, since their
 * documents are refused, but seem to reach it by their estimates. Used by one search.
 */
final class LikelyRows {

  private static final int REFUSED = -1;

  /** Buckets of rows; {@link #REFUSED} for those whose documents are. */
  private int[] buckets = new int[64];

  /** Raw values; of rows refused, estimates. */
  private double[] values = new double[buckets.length];

  private int count;

  void add(int bucket, double raw) {
    append(bucket, raw);
  }

  void addRefused(double estimate) {
    append(REFUSED, estimate);
  }

  private void append(int bucket, double value) {
    if (count == buckets.length) {
      buckets = ArrayUtil.grow(buckets, 2 * count);
      values = ArrayUtil.growExact(values, buckets.length);
    }
    buckets[count] = bucket;
    values[count++] = value;
  }

  /** Forgets the rows that seem not to reach {@code least}, which never falls. */
  void keep(double least) {
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] >= least) {
        buckets[left] = buckets[i];
        values[left++] = values[i];
      }
    }
    count = left;
  }

  /**
   * Counts the rows of each bucket that are not refused. Of those that are, more seem to be likely
   * in buckets far from the target than are: estimates err there for more of them.
   */
  void count(int[] into) {
    Arrays.fill(into, 0);
    for (int i = 0; i < count; i++) {
      if (buckets[i] != REFUSED && buckets[i] < into.length) {
        into[buckets[i]]++;
      }
    }
  }

  /**
   * About how many of the rows refused reach {@code least}, what those kept seem to. More estimates
   * do than raw values: where the number of values above x is as exp(-ax), normal errors of
   * deviation d make that of estimates exp((ad)^2 / 2) times as large; ad is the logarithm of how
   * many times fewer reach d more.
   *
   * @param error the standard error d of an estimate
   */
  double refused(double least, double error) {
    int refused = 0;
    int farther = 0;
    for (int i = 0; i < count; i++) {
      if (buckets[i] == REFUSED) {
        refused++;
        farther += values[i] >= least + error ? 1 : 0;
      }
    }
    double decay = StrictMath.log((refused + 1.0) / (farther + 1));
    return refused * StrictMath.exp(-decay * decay / 2);
  }
}
