package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.nseekfs.quantization.ElementType;

/** Encodes and decodes rows of one float type. Stateless. */
public final class FloatCodec {

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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
   *     overflows the type; the row's content is then undefined
   */
  public void encode(float[] vector, MemorySegment rows, long offset) {
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            "vector must be finite, got " + vector[i] + " at position " + i);
      }
    }
    int scale = type == ElementType.F8 ? F8.scale(largest(vector)) : 0;
    for (int i = 0; i < vector.length; i++) {
      if (!encodeElement(vector[i], scale, rows, offset, i)) {
        throw new IllegalArgumentException(
            "vector overflows " + type.label() + ", got " + vector[i] + " at position " + i);
      }
    }
    if (type == ElementType.F8) {
      F8.writeScale(rows, offset + vector.length, scale);
    }
  }

  private static float largest(float[] vector) {
    float largest = 0;
    for (float element : vector) {
      largest = Math.max(largest, Math.abs(element));
    }
    return largest;
  }

  /** Returns false if the element is none of this type. */
  private boolean encodeElement(
      float element, int scale, MemorySegment rows, long offset, int position) {
    switch (type) {
      case F8 -> {
        byte code = F8.encode(element, scale);
        rows.set(ValueLayout.JAVA_BYTE, offset + position, code);
        return !F8.overflows(code, scale);
      }
      case F16 -> {
        short bits = Float.floatToFloat16(element);
        rows.set(SHORT, offset + (long) position * Short.BYTES, bits);
        return (bits & 0x7FFF) < 0x7C00;
      }
      case BF16 -> {
        short bits = BF16.encode(element);
        rows.set(SHORT, offset + (long) position * Short.BYTES, bits);
        return (bits & 0x7FFF) < 0x7F80;
      }
      default -> {
        rows.set(FLOAT, offset + (long) position * Float.BYTES, element);
        return true;
      }
    }
  }

  /** Decodes the row at {@code offset} into {@code vector}, exactly. */
  public void decode(MemorySegment rows, long offset, float[] vector) {
    switch (type) {
      case F8 -> {
        int scale = F8.readScale(rows, offset + vector.length);
        for (int i = 0; i < vector.length; i++) {
          vector[i] = F8.decode(rows.get(ValueLayout.JAVA_BYTE, offset + i), scale);
        }
      }
      case F16 -> {
        for (int i = 0; i < vector.length; i++) {
          vector[i] = Float.float16ToFloat(rows.get(SHORT, offset + (long) i * Short.BYTES));
        }
      }
      case BF16 -> {
        for (int i = 0; i < vector.length; i++) {
          vector[i] = BF16.decode(rows.get(SHORT, offset + (long) i * Short.BYTES));
        }
      }
      default -> MemorySegment.copy(rows, FLOAT, offset, vector, 0, vector.length);
    }
  }

  /** Element {@code position} of the row of {@code dimension} elements at {@code offset}. */
  float decodeElement(MemorySegment rows, long offset, int dimension, int position) {
    return switch (type) {
      case F8 ->
          F8.decode(
              rows.get(ValueLayout.JAVA_BYTE, offset + position),
              F8.readScale(rows, offset + dimension));
      case F16 -> Float.float16ToFloat(rows.get(SHORT, offset + (long) position * Short.BYTES));
      case BF16 -> BF16.decode(rows.get(SHORT, offset + (long) position * Short.BYTES));
      default -> rows.get(FLOAT, offset + (long) position * Float.BYTES);
    };
  }
}
