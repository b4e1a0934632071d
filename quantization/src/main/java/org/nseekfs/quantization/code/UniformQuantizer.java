package org.nseekfs.quantization.code;

/**
 * Uniform quantizers of 0 to 5 bits for a normal variable of standard deviation 1: J. Max,
 * "Quantizing for minimum distortion", IRE Transactions on Information Theory 6, 1960, table II.
 */
final class UniformQuantizer {

  /** The most bits. */
  static final int MAX_BITS = 5;

  private static final double[] STEP = {0, 1.5958, 0.9957, 0.5860, 0.3352, 0.1881};
  private static final double[] ERROR = {1, 0.6028, 0.3447, 0.1935, 0.1074, 0.0591};

  private UniformQuantizer() {}

  /** The distance of neighbouring levels. */
  static double step(int bits) {
    return STEP[bits];
  }

  /** The root mean square error. */
  static double error(int bits) {
    return ERROR[bits];
  }

  /** The place of the mean among the levels: half of the highest level's number. */
  static float centre(int bits) {
    return ((1 << bits) - 1) / 2f;
  }
}
