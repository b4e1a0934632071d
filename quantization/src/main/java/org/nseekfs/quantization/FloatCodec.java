package org.nseekfs.quantization;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Encodes and decodes rows of one float type. Stateless.
 *
 * <p>The loops run over arrays, without branches, because the compiler turns such loops into vector
 * code by itself. Rounding is monotone, so the largest magnitude alone says whether a vector is
 * finite and within the type's range.
 */
public final class FloatCodec {

  private final ElementType type;

  /**
   * A codec of a float type.
   *
   * @throws IllegalArgumentException if {@code type} is not one
   */
  public FloatCodec(ElementType type) {
    if (!type.isFloat()) {
      throw new IllegalArgumentException(type.label() + " does not hold floats");
    }
    this.type = type;
  }

  /**
   * Encodes {@code vector} into the row at {@code offset}.
   *
   * @throws IllegalArgumentException naming position and value, if an element is not finite or
   *     overflows the type; nothing is written then
   */
  void encode(float[] vector, MemorySegment rows, long offset) {
    float largest = largestMagnitude(vector);
    if (!(largest < overflow())) {
      throw fault(vector);
    }
    switch (type) {
      case F8 -> {
        int scale = F8.scale(largest);
        F8.writeScale(rows, offset, scale);
        byte[] codes = F8.encode(vector, scale);
        MemorySegment.copy(
            codes, 0, rows, ValueLayout.JAVA_BYTE, offset + F8.HEADER_BYTES, codes.length);
      }
      case F16 ->
          MemorySegment.copy(
              F16.encode(vector), 0, rows, LittleEndian.SHORT, offset, vector.length);
      case BF16 ->
          MemorySegment.copy(
              BF16.encode(vector), 0, rows, LittleEndian.SHORT, offset, vector.length);
      default -> MemorySegment.copy(vector, 0, rows, LittleEndian.FLOAT, offset, vector.length);
    }
  }

  /** The smallest magnitude that is none of this type. */
  private float overflow() {
    return switch (type) {
      case F8 -> F8.OVERFLOW;
      case F16 -> F16.OVERFLOW;
      case BF16 -> BF16.OVERFLOW;
      default -> Float.POSITIVE_INFINITY;
    };
  }

  /** The largest magnitude; not a number, or infinite, if any element is. */
  private static float largestMagnitude(float[] vector) {
    int largest = 0;
    for (int i = 0; i < vector.length; i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(vector[i]) & 0x7FFF_FFFF);
    }
    return Float.intBitsToFloat(largest);
  }

  private IllegalArgumentException fault(float[] vector) {
    int i = 0;
    while (Math.abs(vector[i]) < overflow()) {
      i++;
    }
    String what = Float.isFinite(vector[i]) ? "overflows " + type.label() : "must be finite";
    return new IllegalArgumentException(
        "vector " + what + ", got " + vector[i] + " at position " + i);
  }

  /** Decodes the row at {@code offset} into {@code vector}, exactly. */
  public void decode(MemorySegment rows, long offset, float[] vector) {
    switch (type) {
      case F8 -> F8.decode(codes(rows, offset, vector.length), F8.readScale(rows, offset), vector);
      case F16 -> F16.decode(shorts(rows, offset, vector.length), vector);
      case BF16 -> BF16.decode(shorts(rows, offset, vector.length), vector);
      default -> MemorySegment.copy(rows, LittleEndian.FLOAT, offset, vector, 0, vector.length);
    }
  }

  /**
   * As {@link #decode}, but only moves bits into a float's place: values are short of the factor
   * 2^(bias + scale).
   *
   * @return the scale, 0 for types without
   */
  public int decodeBits(MemorySegment rows, long offset, float[] vector) {
    switch (type) {
      case F8 -> F8.decodeBits(codes(rows, offset, vector.length), vector);
      case F16 -> F16.decodeBits(shorts(rows, offset, vector.length), vector);
      default -> decode(rows, offset, vector);
    }
    return type == ElementType.F8 ? F8.readScale(rows, offset) : 0;
  }

  /** The elements from {@code from} on; {@code bits} as in {@link #decodeBits}. */
  public float[] decodeTail(
      MemorySegment rows, long offset, int dimension, int from, boolean bits) {
    float[] tail = new float[dimension - from];
    long tailOffset = offset + type.rowBytes(from) - type.rowBytes(0);
    switch (type) {
      case F8 -> {
        byte[] codes = codes(rows, tailOffset, tail.length);
        if (bits) {
          F8.decodeBits(codes, tail);
        } else {
          F8.decode(codes, F8.readScale(rows, offset), tail);
        }
      }
      case F16 -> {
        short[] shorts = shorts(rows, tailOffset, tail.length);
        if (bits) {
          F16.decodeBits(shorts, tail);
        } else {
          F16.decode(shorts, tail);
        }
      }
      default -> decode(rows, tailOffset, tail);
    }
    return tail;
  }

  private static byte[] codes(MemorySegment rows, long offset, int length) {
    byte[] codes = new byte[length];
    MemorySegment.copy(
        rows, ValueLayout.JAVA_BYTE, offset + F8.HEADER_BYTES, codes, 0, codes.length);
    return codes;
  }

  private static short[] shorts(MemorySegment rows, long offset, int length) {
    short[] shorts = new short[length];
    MemorySegment.copy(rows, LittleEndian.SHORT, offset, shorts, 0, length);
    return shorts;
  }
}
