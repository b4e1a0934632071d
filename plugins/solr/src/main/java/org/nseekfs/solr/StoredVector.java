package org.nseekfs.solr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.apache.lucene.util.BytesRef;
import org.apache.solr.common.SolrException;
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

  /**
   * The elements of such bytes: Floats, Doubles, or Integers, since Solr writes a Byte as a string.
   *
   * @param field whose they are
   */
  static List<? extends Number> decode(String field, ElementType type, BytesRef stored) {
    byte[] bytes = Arrays.copyOfRange(stored.bytes, stored.offset, stored.offset + stored.length);
    return switch (type) {
      case F64 -> {
        double[] doubles = DoubleRows.decode(bytes);
        yield new Elements<>(field, doubles.length, i -> doubles[i]);
      }
      case BYTE -> new Elements<>(field, bytes.length, i -> (int) bytes[i]);
      case F8, F16, BF16, F32 -> {
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        yield new Elements<>(field, floats.length, i -> floats[i]);
      }
    };
  }

  /** A list that atomic updates cannot change: a vector is one value. */
  private static final class Elements<N extends Number> extends AbstractList<N> {
    private final String field;
    private final int size;
    private final IntFunction<N> elements;

    Elements(String field, int size, IntFunction<N> elements) {
      this.field = field;
      this.size = size;
      this.elements = elements;
    }

    @Override
    public N get(int index) {
      return elements.apply(Objects.checkIndex(index, size));
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void add(int index, N element) {
      throw refused();
    }

    @Override
    public N remove(int index) {
      throw refused();
    }

    private SolrException refused() {
      return BadRequest.of(
          "vector of field \"" + field + "\" takes no atomic add or remove: set replaces it");
    }
  }
}
