package org.nseekfs.codec.layout;

/**
 * Where a plane of a field's codes lies in its file.
 *
 * @param offset of the first record, a multiple of {@link #ALIGNMENT} in files we write
 * @param count records
 * @param recordBytes bytes of a record
 */
public record PlaneLayout(long offset, int count, int recordBytes) implements RecordLayout {

  /**
   * Checks that the numbers make sense and the plane's end has an offset.
   *
   * @throws IllegalArgumentException if they do not
   */
  public PlaneLayout {
    if (offset < 0 || count < 1 || recordBytes < 1) {
      throw new IllegalArgumentException(
          count + " records of " + recordBytes + " bytes of codes at " + offset);
    }
    try {
      Math.addExact(offset, Math.multiplyExact((long) recordBytes, count));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          count + " records of codes at " + offset + " end nowhere", e);
    }
  }

  /** The offset behind the last record. */
  public long endOffset() {
    return offset + length();
  }
}
