package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * E4M3 codes under a row's scale 2^s: sign, four bits of exponent with bias 7, three of mantissa.
 *
 * <p>s is the smallest integer with max <= 464 * 2^s, max being the largest magnitude: 464 is the
 * largest value that rounds to 448, the largest code. Only this rule gives the same bytes when a
 * decoded row is encoded again: the stored maximum is then at least 240 * 2^s, and 480 > 464, so no
 * smaller s fits; and it is at most 448 * 2^s, so s fits.
 */
final class F8 {

  static final int MIN_SCALE = -157;
  static final int MAX_SCALE = 120;

  /** The scale above which {@link #factor} is no float. */
  static final int MAX_FACTOR_SCALE = 7;

  /** Bits of a float that hold a code's sign, exponent and mantissa. */
  static final int MASK = 0x87F0_0000;

  /** The distance of both formats' mantissas. */
  static final int SHIFT = 20;

  /** The distance of both formats' exponent biases: 127 - 7. */
  static final int BIAS = 120;

  private static final ValueLayout.OfShort SCALE =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private F8() {}

  static int readScale(MemorySegment rows, long scaleOffset) {
    return rows.get(SCALE, scaleOffset);
  }

  static void writeScale(MemorySegment rows, long scaleOffset, int scale) {
    rows.set(SCALE, scaleOffset, (short) scale);
  }

  /** 2^(120 + scale): what the bits of a code, moved into a float's place, are to be times. */
  static float factor(int scale) {
    return Math.scalb(1f, BIAS + scale);
  }

  /** The scale of a row whose largest magnitude is {@code max}. */
  static int scale(float max) {
    if (max == 0) {
      return 0;
    }
    int exponent = Math.getExponent((double) max);
    return max <= Math.scalb(464d, exponent - 8) ? exponent - 8 : exponent - 7;
  }

  /** The code nearest to value / 2^scale, ties to even. */
  static byte encode(float value, int scale) {
    float magnitude = (float) Math.scalb(Math.abs((double) value), -scale);
    int code;
    if (magnitude < 0x1p-6f) {
      code = Float.floatToRawIntBits(magnitude + 0x1p14f) - Float.floatToRawIntBits(0x1p14f);
    } else {
      int bits = Float.floatToRawIntBits(magnitude);
      code = ((bits + 0x7_FFFF + ((bits >>> SHIFT) & 1)) >>> SHIFT) - (BIAS << 3);
    }
    return (byte) (code | (Float.floatToRawIntBits(value) >>> 24 & 0x80));
  }

  /** The value of a code times 2^scale. */
  static float decode(byte code, int scale) {
    float value = Float.intBitsToFloat((code << SHIFT) & MASK) * 0x1p120f;
    return Math.scalb(value, scale);
  }

  /** Whether a code of the largest scale stands for 2^128 or more. */
  static boolean overflows(byte code, int scale) {
    return scale >= MAX_SCALE && (code & 0x7F) >= 0x78;
  }
}
