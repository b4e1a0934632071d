package org.nseekfs.cli.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** How a file stores a number, at any alignment; little-endian, but where a byte order is named. */
public enum ElementKind {
  /** Signed bytes. */
  INT8("|i1", Byte.BYTES),
  /** Unsigned bytes. */
  UINT8("|u1", Byte.BYTES),
  /** Signed 32-bit integers. */
  INT32("<i4", Integer.BYTES),
  /** Signed 64-bit integers. */
  INT64("<i8", Long.BYTES),
  /** IEEE 754 binary16. */
  FLOAT16("<f2", Short.BYTES),
  /** IEEE 754 binary32. */
  FLOAT32("<f4", Float.BYTES),
  /** IEEE 754 binary64. */
  FLOAT64("<f8", Double.BYTES);

  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);

  private final String npyDescr;
  private final int bytes;

  ElementKind(String npyDescr, int bytes) {
    this.npyDescr = npyDescr;
    this.bytes = bytes;
  }

  /** The kind that NumPy calls {@code f4}, {@code u1}, ..., whatever the order of bytes. */
  static Optional<ElementKind> ofNpyType(String type) {
    return Arrays.stream(values())
        .filter(kind -> kind.npyDescr.substring(1).equals(type))
        .findFirst();
  }

  /** NumPy's name of this kind: {@code <f4}, {@code |u1}, ... */
  public String npyDescr() {
    return npyDescr;
  }

  /** Bytes of a number. */
  public int bytes() {
    return bytes;
  }

  /**
   * The number at {@code offset}, its bytes in {@code order}; exact but for {@link #INT64} beyond
   * 2^53.
   */
  double get(MemorySegment segment, long offset, ByteOrder order) {
    return switch (this) {
      case INT8 -> segment.get(ValueLayout.JAVA_BYTE, offset);
      case UINT8 -> Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, offset));
      case INT32 -> bits32(segment, offset, order);
      case INT64 -> bits64(segment, offset, order);
      case FLOAT16 -> Float.float16ToFloat(bits16(segment, offset, order));
      case FLOAT32 -> Float.intBitsToFloat(bits32(segment, offset, order));
      case FLOAT64 -> Double.longBitsToDouble(bits64(segment, offset, order));
    };
  }

  private static short bits16(MemorySegment segment, long offset, ByteOrder order) {
    short bits = segment.get(SHORT, offset);
    return order == ORDER ? bits : Short.reverseBytes(bits);
  }

  private static int bits32(MemorySegment segment, long offset, ByteOrder order) {
    int bits = segment.get(INT, offset);
    return order == ORDER ? bits : Integer.reverseBytes(bits);
  }

  private static long bits64(MemorySegment segment, long offset, ByteOrder order) {
    long bits = segment.get(LONG, offset);
    return order == ORDER ? bits : Long.reverseBytes(bits);
  }
}
