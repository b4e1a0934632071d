package org.nseekfs.codec.layout;

import org.nseekfs.quantization.ElementType;

/**
 * Where the rows of a field lie in {@link SegmentFile#VECTORS}: {@code count} rows without gaps,
 * the first at {@code offset}.
 *
 * @param type the rows' element type
 * @param dimension elements of a row
 * @param count rows
 * @param offset of the first row in the file, a multiple of {@link RecordLayout#ALIGNMENT} in files
 *     we write
 */
public record RowLayout(ElementType type, int dimension, int count, long offset)
    implements RecordLayout {

  /**
   * Checks that the numbers make sense and the rows' end has an offset.
   *
   * @throws IllegalArgumentException if they do not
   */
  public RowLayout {
    requireRange("dimension", dimension, 1);
    requireRange("count", count, 0);
    requireRange("offset", offset, 0);
    try {
      Math.addExact(offset, Math.multiplyExact((long) type.rowBytes(dimension), count));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          count + " rows of dimension " + dimension + " at " + offset + " end nowhere", e);
    }
  }

  private static void requireRange(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", got " + value);
    }
  }

  /** Bytes of a row. */
  public int rowBytes() {
    return type.rowBytes(dimension);
  }

  @Override
  public int recordBytes() {
    return rowBytes();
  }

  /** The offset behind the last row. */
  public long endOffset() {
    return offset + length();
  }
}
