package org.nseekfs.quantization;

import java.lang.foreign.MemorySegment;

/**
 * E4M3 codes under a row's scale 2^s: sign, four bits of exponent with bias 7, three of mantissa.
 *
 * <p>s is the smallest integer with max &lt;= 464 * 2^s, max being the largest magnitude: 464 is
 * the largest value that rounds to 448, the largest code. Only this rule gives the same bytes when
 * a decoded row is encoded again: the stored maximum is then at least 240 * 2^s, and 480 &gt; 464,
 * so no smaller s fits; and it is at most 448 * 2^s, so s fits.
 */
public final class F8 {

  /** Bytes before a row's codes: its scale, a 16-bit integer. */
  static final int HEADER_BYTES = Short.BYTES;

  /** The scale above which {@link #factor} is no float. */
  public static final int MAX_FACTOR_SCALE = 7;

  /** Bits of a float that hold a code's sign, exponent and mantissa. */
  public static final int MASK = 0x87F0_0000;

  /** The distance of both formats' mantissas. */
  static final int SHIFT = 20;

  /** The distance of a code in an int's top byte to its place in a float. */
  public static final int TOP_SHIFT = 4;

  /** The distance of both formats' exponent biases: 127 - 7. */
  public static final int BIAS = 120;

  /** The smallest magnitude that would round to 2^128, under the largest scale. */
  static final float OVERFLOW = 248 * 0x1p120f;

  private static final int BITS_OF_2_POWER_14 = Float.floatToRawIntBits(0x1p14f);
  private static final int BITS_OF_2_POWER_MINUS_6 = Float.floatToRawIntBits(0x1p-6f);

  private F8() {}

  public static int readScale(MemorySegment rows, long offset) {
    return rows.get(LittleEndian.SHORT, offset);
  }

  static void writeScale(MemorySegment rows, long offset, int scale) {
    rows.set(LittleEndian.SHORT, offset, (short) scale);
  }

  /**
   * 2^(120 + scale): what the bits of a code, moved into a float's place, are to be times.
   *
   * @param scale at most {@link #MAX_FACTOR_SCALE}
   */
  public static float factor(int scale) {
    return Float.intBitsToFloat((BIAS + scale + 127) << 23);
  }

  /** The scale of a row whose largest magnitude is {@code max}. */
  static int scale(float max) {
    if (max == 0) {
      return 0;
    }
    int exponent = Math.getExponent((double) max);
    return max <= Math.scalb(464d, exponent - 8) ? exponent - 8 : exponent - 7;
  }

  /**
   * The codes nearest to the elements over 2^scale, ties to even.
   *
   * <p>From 2^-6 on, an integer addition rounds a float's bits to three of mantissa. Below, where
   * codes are subnormal, adding 2^14 rounds to multiples of 2^-9. Division by 2^scale is exact
   * where it matters: what it rounds is far below the least code.
   */
  static byte[] encode(float[] vector, int scale) {
    byte[] codes = new byte[vector.length];
    float divisor = Math.scalb(1f, Math.min(-scale, Float.MAX_EXPONENT));
    float rest = Math.scalb(1f, Math.max(-scale - Float.MAX_EXPONENT, 0));
    for (int i = 0; i < codes.length; i++) {
      float magnitude = Math.abs(vector[i]) * divisor * rest;
      int bits = Float.floatToRawIntBits(magnitude);
      int normal = ((bits + 0x7_FFFF + ((bits >>> SHIFT) & 1)) >>> SHIFT) - (BIAS << 3);
      int subnormal = Float.floatToRawIntBits(magnitude + 0x1p14f) - BITS_OF_2_POWER_14;
      int isSubnormal = (bits - BITS_OF_2_POWER_MINUS_6) >> 31;
      int sign = (Float.floatToRawIntBits(vector[i]) >>> 24) & 0x80;
      codes[i] = (byte) (sign | (normal & ~isSubnormal) | (subnormal & isSubnormal));
    }
    return codes;
  }

  /** The codes' values times 2^-120, exactly. */
  static void decodeBits(byte[] codes, float[] vector) {
    for (int i = 0; i < codes.length; i++) {
      vector[i] = Float.intBitsToFloat((codes[i] << SHIFT) & MASK);
    }
  }

  /** The codes' values times 2^scale, exactly for rows that were encoded. */
  static void decode(byte[] codes, int scale, float[] vector) {
    float factor = factor(Math.min(scale, MAX_FACTOR_SCALE));
    float rest = Math.scalb(1f, Math.max(scale - MAX_FACTOR_SCALE, 0));
    for (int i = 0; i < codes.length; i++) {
      vector[i] = Float.intBitsToFloat((codes[i] << SHIFT) & MASK) * factor * rest;
    }
  }
}
