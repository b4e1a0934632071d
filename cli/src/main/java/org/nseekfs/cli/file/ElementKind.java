package org.nseekfs.cli.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** How a file stores a number: little-endian, at any alignment. */
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
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ORDER);
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ORDER);
  static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ORDER);
  static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ORDER);

  private final String npyDescr;
  private final int bytes;

  ElementKind(String npyDescr, int bytes) {
    this.npyDescr = npyDescr;
    this.bytes = bytes;
  }

  static Optional<ElementKind> ofNpyDescr(String descr) {
    return Arrays.stream(values()).filter(kind -> kind.npyDescr.equals(descr)).findFirst();
  }

  /** NumPy's name of this kind: {@code <f4}, {@code |u1}, ... */
  public String npyDescr() {
    return npyDescr;
  }

  /** Bytes of a number. */
  public int bytes() {
    return bytes;
  }

  /** The number at {@code offset}; exact but for {@link #INT64} beyond 2^53. */
  double get(MemorySegment segment, long offset) {
    return switch (this) {
      case INT8 -> segment.get(ValueLayout.JAVA_BYTE, offset);
      case UINT8 -> Byte.toUnsignedInt(segment.get(ValueLayout.JAVA_BYTE, offset));
      case INT32 -> segment.get(INT, offset);
      case INT64 -> segment.get(LONG, offset);
      case FLOAT16 -> Float.float16ToFloat(segment.get(SHORT, offset));
      case FLOAT32 -> segment.get(FLOAT, offset);
      case FLOAT64 -> segment.get(DOUBLE, offset);
    };
  }
}
