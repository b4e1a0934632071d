package org.nseekfs.quantization.kernel;

/** Scaling by powers of two. */
final class PowerOfTwo {

  private PowerOfTwo() {}

  /** The float nearest to sum * 2^exponent, never -0; the exponent is within -1022..1023. */
  static float scale(float sum, int exponent) {
    double factor = Double.longBitsToDouble((long) (Double.MAX_EXPONENT + exponent) << 52);
    return (float) (sum * factor) + 0f;
  }
}
