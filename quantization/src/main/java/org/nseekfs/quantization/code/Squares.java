package org.nseekfs.quantization.code;

/**
 * Sums of products in double, in several sums each, so that additions need not wait for each other.
 */
public final class Squares {

  private Squares() {}

  /** The sum over {@code count} floats from {@code from} on. */
  public static double sum(float[] values, int from, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = from;
    for (; i < from + count - 7; i += 8) {
      s0 = add(s0, values[i]);
      s1 = add(s1, values[i + 1]);
      s2 = add(s2, values[i + 2]);
      s3 = add(s3, values[i + 3]);
      s4 = add(s4, values[i + 4]);
      s5 = add(s5, values[i + 5]);
      s6 = add(s6, values[i + 6]);
      s7 = add(s7, values[i + 7]);
    }
    for (; i < from + count; i++) {
      s0 = add(s0, values[i]);
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  private static double add(double sum, double value) {
    return Math.fma(value, value, sum);
  }

  /** The sum of products of elements of equal place. */
  static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i < a.length - 7; i += 8) {
      s0 = Math.fma(a[i], b[i], s0);
      s1 = Math.fma(a[i + 1], b[i + 1], s1);
      s2 = Math.fma(a[i + 2], b[i + 2], s2);
      s3 = Math.fma(a[i + 3], b[i + 3], s3);
      s4 = Math.fma(a[i + 4], b[i + 4], s4);
      s5 = Math.fma(a[i + 5], b[i + 5], s5);
      s6 = Math.fma(a[i + 6], b[i + 6], s6);
      s7 = Math.fma(a[i + 7], b[i + 7], s7);
    }
    for (; i < a.length; i++) {
      s0 = Math.fma(a[i], b[i], s0);
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  /** The sum of products of the floats of {@code a} and those of {@code b} from a place on. */
  public static double dot(float[] a, float[] b, int from) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i < a.length - 3; i += 4) {
      s0 += (double) a[i] * b[from + i];
      s1 += (double) a[i + 1] * b[from + i + 1];
      s2 += (double) a[i + 2] * b[from + i + 2];
      s3 += (double) a[i + 3] * b[from + i + 3];
    }
    for (; i < a.length; i++) {
      s0 += (double) a[i] * b[from + i];
    }
    return s0 + s1 + s2 + s3;
  }

  /** The sum of squares, each times a weight. */
  static double weightedSum(float[] values, double[] weights) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = 0;
    for (; i < values.length - 7; i += 8) {
      s0 = add(s0, weights[i], values[i]);
      s1 = add(s1, weights[i + 1], values[i + 1]);
      s2 = add(s2, weights[i + 2], values[i + 2]);
      s3 = add(s3, weights[i + 3], values[i + 3]);
      s4 = add(s4, weights[i + 4], values[i + 4]);
      s5 = add(s5, weights[i + 5], values[i + 5]);
      s6 = add(s6, weights[i + 6], values[i + 6]);
      s7 = add(s7, weights[i + 7], values[i + 7]);
    }
    for (; i < values.length; i++) {
      s0 = add(s0, weights[i], values[i]);
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  private static double add(double sum, double weight, double value) {
    return Math.fma(weight * value, value, sum);
  }
}
