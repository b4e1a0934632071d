package org.nseekfs.quantization.kernel;

/** IEEE 754 binary16, by moving its bits into a float's place: exact, subnormals included. */
final class F16 {

  /** The distance of both formats' mantissas. */
  static final int SHIFT = 13;

  /** Bits of a float that hold a binary16's sign, exponent and mantissa. */
  static final int MASK = 0x8FFF_E000;

  /** What makes up for the exponents' biases. */
  static final float FACTOR = 0x1p112f;

  private F16() {}
}
