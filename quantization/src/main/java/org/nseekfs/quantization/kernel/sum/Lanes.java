package org.nseekfs.quantization.kernel.sum;

/** The canonical order of summation: how many virtual lanes there are and how they are folded. */
final class Lanes {

  /** Virtual lanes of a float sum; the element at position i belongs to lane i mod 64. */
  static final int FLOATS = 64;

  /** Virtual lanes of a double sum; element i belongs to lane i mod 16. */
  static final int DOUBLES = 16;

  private Lanes() {}

  /** Adds the upper half of the lanes, a power of two, to the lower until one is left. */
  static float fold(float[] lanes) {
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0] + 0f;
  }

  /** Adds the upper half of the lanes, a power of two, to the lower until one is left. */
  static double fold(double[] lanes) {
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0] + 0d;
  }
}
