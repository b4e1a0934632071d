package org.nseekfs.quantization;

/** The upper half of a float. */
public final class BF16 {

  public static final int SHIFT = 16;

  /** Bits of a float that are kept. */
  public static final int MASK = 0xFFFF_0000;

  /** The smallest magnitude that rounds to 2^128. */
  static final float OVERFLOW = 0x1.FFp127f;

  private BF16() {}

  /** The nearest, ties to even. */
  static short[] encode(float[] vector) {
    short[] row = new short[vector.length];
    for (int i = 0; i < row.length; i++) {
      int bits = Float.floatToRawIntBits(vector[i]);
      row[i] = (short) ((bits + 0x7FFF + ((bits >>> SHIFT) & 1)) >>> SHIFT);
    }
    return row;
  }

  static void decode(short[] row, float[] vector) {
    for (int i = 0; i < row.length; i++) {
      vector[i] = Float.intBitsToFloat(row[i] << SHIFT);
    }
  }
}
