package org.nseekfs.quantization.kernel;

/** The upper half of a float. */
final class BF16 {

  static final int SHIFT = 16;

  private BF16() {}

  /** The nearest, ties to even; infinite if the value rounds to 2^128. */
  static short encode(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7FFF + ((bits >>> SHIFT) & 1)) >>> SHIFT);
  }

  static float decode(short bits) {
    return Float.intBitsToFloat(bits << SHIFT);
  }
}
