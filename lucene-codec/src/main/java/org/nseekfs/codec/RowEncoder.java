package org.nseekfs.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.RamUsageEstimator;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.SquareNorms;

/** Turns the values of a field into rows, or refuses them. Used by one thread. */
final class RowEncoder {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(RowEncoder.class);

  private final FieldShape shape;

  /** Native memory, as rows to be searched are: the norm's kernel sees no other. */
  private final MemorySegment scratch;

  private final byte[] row;

  RowEncoder(FieldShape shape) {
    this.shape = shape;
    this.row = new byte[shape.type().rowBytes(shape.dimension())];
    this.scratch = Arena.ofAuto().allocate(row.length);
  }

  /** Bytes of a row. */
  int rowBytes() {
    return row.length;
  }

  /**
   * The row of {@code vector}, valid until the next call.
   *
   * @throws IllegalArgumentException naming field, position and value, if the vector has another
   *     dimension, is not finite, overflows the element type, or has no direction left once encoded
   *     and the similarity is the cosine
   */
  byte[] encode(Object vector) {
    try {
      switch (vector) {
        case float[] floats -> encodeFloats(floats);
        case byte[] bytes -> encodeBytes(bytes);
        default -> throw new IllegalArgumentException("not a vector: " + vector.getClass());
      }
      requireDirection();
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

  private void requireDirection() {
    if (shape.similarityFunction() != VectorSimilarityFunction.COSINE) {
      return;
    }
    double squareNorm = SquareNorms.of(shape.type(), shape.dimension(), scratch, 0);
    if (!SquareNorms.hasDirection(squareNorm)) {
      throw new IllegalArgumentException(
          "vector must have a direction under COSINE, but its squared norm as "
              + shape.type().label()
              + " is "
              + squareNorm);
    }
  }

  long ramBytesUsed() {
    return SHALLOW_BYTES + RamUsageEstimator.sizeOf(row) + row.length;
  }
}
