package org.nseekfs.quantization;

/**
 * IEEE 754 binary16. Its bits, moved into a float's place and times 2^112, are its value: exact,
 * subnormals included.
 */
public final class F16 {

  /** The distance of both formats' mantissas. */
  static final int SHIFT = 13;

  /** The distance of a binary16 in an int's top half to its place in a float. */
  public static final int TOP_SHIFT = 3;

  /** The distance of both formats' exponent biases: 127 - 15. */
  public static final int BIAS = 112;

  /** Bits of a float that hold a binary16's sign, exponent and mantissa. */
  public static final int MASK = 0x8FFF_E000;

  /** What makes up for the exponents' biases. */
  public static final float FACTOR = 0x1p112f;

  /** The smallest magnitude that rounds to 2^16. */
  static final float OVERFLOW = 65_520;

  private F16() {}

  /** The nearest, ties to even. */
  static short[] encode(float[] vector) {
    short[] row = new short[vector.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = Float.floatToFloat16(vector[i]);
    }
    return row;
  }

  static void decode(short[] row, float[] vector) {
    for (int i = 0; i < row.length; i++) {
      vector[i] = Float.float16ToFloat(row[i]);
    }
  }

  /** The values times 2^-112, exactly. */
  static void decodeBits(short[] row, float[] vector) {
    for (int i = 0; i < row.length; i++) {
      vector[i] = Float.intBitsToFloat((row[i] << SHIFT) & MASK);
    }
  }
}
