package org.nseekfs.quantization;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Locale;

/**
 * How the elements of a vector are stored. A stored vector is a <em>row</em>: {@link #rowBytes}
 * consecutive bytes, little-endian, at any alignment, complete in itself.
 *
 * <p>Encoding an already decoded row gives the same bytes again, for every type, so that rewriting
 * never degrades a vector.
 */
public enum ElementType {
  /**
   * OCP FP8 E4M3 with one scale 2^s a row, s being the smallest integer for which the largest
   * element rounds to at most 448. The row begins with s as a 16-bit integer; s is 0 for a zero
   * row.
   */
  F8(1, 1, Short.BYTES, float[].class),
  /** IEEE 754 binary16, rounded to nearest even. */
  F16(2, Short.BYTES, 0, float[].class),
  /** The upper half of a binary32, rounded to nearest even. */
  BF16(3, Short.BYTES, 0, float[].class),
  /** IEEE 754 binary32. */
  F32(4, Float.BYTES, 0, float[].class),
  /** IEEE 754 binary64. */
  F64(5, Double.BYTES, 0, double[].class),
  /** Signed 8-bit integers, stored as given: Lucene's {@code BYTE} encoding. */
  BYTE(6, 1, 0, byte[].class);

  private final int wireId;
  private final int elementBytes;
  private final int headerBytes;
  private final Class<?> arrayClass;

  ElementType(int wireId, int elementBytes, int headerBytes, Class<?> arrayClass) {
    this.wireId = wireId;
    this.elementBytes = elementBytes;
    this.headerBytes = headerBytes;
    this.arrayClass = arrayClass;
  }

  /** The number that stands for this type in files; never reused. */
  public int wireId() {
    return wireId;
  }

  /**
   * The type that {@code wireId} stands for.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ElementType fromWireId(int wireId) {
    return Arrays.stream(values())
        .filter(type -> type.wireId == wireId)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown element type id " + wireId));
  }

  /**
   * The type of a {@link #label}, in any case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ElementType fromLabel(String label) {
    return Arrays.stream(values())
        .filter(type -> type.label().equals(label.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "element type must be one of "
                        + Arrays.stream(values()).map(ElementType::label).toList()
                        + ", got \""
                        + label
                        + "\""));
  }

  /** The name users write: {@code f8}, {@code f16}, {@code bf16}, {@code f32}, {@code f64}, ... */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The array that holds a decoded row: {@code float[]}, {@code double[]} or {@code byte[]}. */
  public Class<?> arrayClass() {
    return arrayClass;
  }

  /** Whether decoded rows are {@code float[]}. */
  public boolean isFloat() {
    return arrayClass == float[].class;
  }

  /** Bytes of a row of {@code dimension} elements. */
  public int rowBytes(int dimension) {
    return Math.addExact(Math.multiplyExact(dimension, elementBytes), headerBytes);
  }

  /**
   * Encodes {@code vector} into {@link #rowBytes} bytes of {@code rows} at {@code offset}.
   *
   * @throws IllegalArgumentException naming position and value, if an element is not finite or
   *     overflows this type; or if this type does not decode to {@code float[]}
   */
  public void encode(float[] vector, MemorySegment rows, long offset) {
    new FloatCodec(this).encode(vector, rows, offset);
  }

  /**
   * Decodes the row at {@code offset} into {@code vector}, exactly.
   *
   * @throws IllegalArgumentException if this type does not decode to {@code float[]}
   */
  public void decode(MemorySegment rows, long offset, float[] vector) {
    new FloatCodec(this).decode(rows, offset, vector);
  }
}
