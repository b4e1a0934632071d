package org.nseekfs.solr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/**
 * A vector as a stored field has it, for retrieval: as it was given, in one value. Floats,
 * whichever type they are searched as, are four bytes each, doubles eight, bytes one;
 * little-endian.
 */
final class StoredVector {

  private StoredVector() {}

  /** The bytes of a {@code float[]}, {@code double[]} or {@code byte[]}. */
  static byte[] encode(Object vector) {
    return switch (vector) {
      case float[] floats -> {
        byte[] bytes = new byte[floats.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(floats);
        yield bytes;
      }
      case double[] doubles -> DoubleRows.encode(doubles);
      default -> (byte[]) vector;
    };
  }

  /** The elements of such bytes: Floats, Doubles or Integers. */
  static List<? extends Number> decode(ElementType type, BytesRef stored) {
    byte[] bytes = Arrays.copyOfRange(stored.bytes, stored.offset, stored.offset + stored.length);
    return switch (type) {
      case F64 -> Arrays.stream(DoubleRows.decode(bytes)).boxed().toList();
      case BYTE -> new Bytes(bytes);
      case F8, F16, BF16, F32 -> {
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        yield new Floats(floats);
      }
    };
  }

  private static final class Floats extends AbstractList<Float> {
    private final float[] floats;

    Floats(float[] floats) {
      this.floats = floats;
    }

    @Override
    public Float get(int index) {
      return floats[index];
    }

    @Override
    public int size() {
      return floats.length;
    }
  }

  /** Integers, since Solr writes a Byte as a string. */
  private static final class Bytes extends AbstractList<Integer> {
    private final byte[] bytes;

    Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public Integer get(int index) {
      return (int) bytes[index];
    }

    @Override
    public int size() {
      return bytes.length;
    }
  }
}
