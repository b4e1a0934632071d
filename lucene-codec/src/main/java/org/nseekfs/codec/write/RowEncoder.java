package org.nseekfs.codec.write;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.util.RamUsageEstimator;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.RowReader;

/** Turns the values of a field into rows, or refuses them. Used by one thread. */
public final class RowEncoder {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(RowEncoder.class);

  private final FieldShape shape;

  /** Native memory, as rows in files are: what reads rows sees no other. */
  private final MemorySegment scratch;

  private final byte[] row;
  private final RowReader reader;
  private final NormLimits limits;

  public RowEncoder(FieldShape shape) {
    this.shape = shape;
    this.reader = new RowReader(shape.type(), shape.dimension());
    this.limits = NormLimits.of(shape.type(), RawScores.similarity(shape.similarityFunction()));
    this.row = new byte[shape.type().rowBytes(shape.dimension())];
    this.scratch = Arena.ofAuto().allocate(row.length);
  }

  /** Bytes of a row. */
  public int rowBytes() {
    return row.length;
  }

  /**
   * The row of a vector that comes with a document, valid until the next call.
   *
   * @throws IllegalArgumentException as {@link #encodeMerged}, and if the vector, once encoded, is
   *     outside of {@link NormLimits}
   */
  public byte[] encode(Object vector) {
    return encode(vector, true);
  }

  /**
   * The row of a vector that an index holds already, valid until the next call.
   *
   * @throws IllegalArgumentException naming field, position and value, if the vector has another
   *     dimension, is not finite, or overflows the element type
   */
  public byte[] encodeMerged(Object vector) {
    return encode(vector, false);
  }

  private byte[] encode(Object vector, boolean isNew) {
    try {
      switch (vector) {
        case float[] floats -> encodeFloats(floats);
        case byte[] bytes -> encodeBytes(bytes);
        default -> throw new IllegalArgumentException("not a vector: " + vector.getClass());
      }
      if (isNew) {
        limits.requireWithin("vector", reader.read(scratch, 0));
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + FieldShape.inField(shape.name()), e);
    }
    MemorySegment.copy(scratch, ValueLayout.JAVA_BYTE, 0, row, 0, row.length);
    return row;
  }

  private void encodeFloats(float[] vector) {
    requireLength(shape.dimension(), vector.length);
    shape.type().encode(vector, scratch, 0);
  }

  private void encodeBytes(byte[] vector) {
    requireLength(row.length, vector.length);
    if (shape.type() == ElementType.F64) {
      DoubleRows.requireFinite(DoubleRows.decode(vector));
    }
    MemorySegment.copy(vector, 0, scratch, ValueLayout.JAVA_BYTE, 0, vector.length);
  }

  private static void requireLength(int expected, int length) {
    if (length != expected) {
      throw new IllegalArgumentException("vector must have length " + expected + ", got " + length);
    }
  }

  long ramBytesUsed() {
    return SHALLOW_BYTES + RamUsageEstimator.sizeOf(row) + row.length;
  }
}
