package org.nseekfs.search.audit;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;

/**
 * The target of a query, bit for bit.
 *
 * @param type {@link ElementType#F32} for a {@code float[]}, {@link ElementType#F64} for a {@code
 *     double[]}, {@link ElementType#BYTE} for a {@code byte[]}
 * @param bits of every element, one after the other: 8, 16 or 2 hexadecimal digits each
 */
public record AuditedTarget(ElementType type, String bits) {

  static AuditedTarget of(QueryVector target) {
    return switch (target.array()) {
      case float[] floats -> {
        ByteBuffer bytes = ByteBuffer.allocate(floats.length * Float.BYTES);
        bytes.asFloatBuffer().put(floats);
        yield of(ElementType.F32, bytes.array());
      }
      case double[] doubles -> {
        ByteBuffer bytes = ByteBuffer.allocate(doubles.length * Double.BYTES);
        bytes.asDoubleBuffer().put(doubles);
        yield of(ElementType.F64, bytes.array());
      }
      default -> of(ElementType.BYTE, (byte[]) target.array());
    };
  }

  private static AuditedTarget of(ElementType type, byte[] bytes) {
    return new AuditedTarget(type, HexFormat.of().formatHex(bytes));
  }

  /**
   * The target.
   *
   * @throws IllegalArgumentException if the bits are those of no target
   */
  public QueryVector toTarget() {
    byte[] bytes = HexFormat.of().parseHex(bits);
    int elements = elements(bytes.length);
    switch (type) {
      case F32 -> {
        float[] floats = new float[elements];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(floats);
        return QueryVector.of(floats);
      }
      case F64 -> {
        double[] doubles = new double[elements];
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(doubles);
        return QueryVector.of(doubles);
      }
      case BYTE -> {
        return QueryVector.of(bytes);
      }
      default ->
          throw new IllegalArgumentException(
              "target must be of type f32, f64 or byte, got " + type.label());
    }
  }

  private int elements(int bytes) {
    int elementBytes = type.rowBytes(1);
    if (bytes % elementBytes != 0) {
      throw new IllegalArgumentException(
          "target must have "
              + 2 * elementBytes
              + " digits for every element of type "
              + type.label()
              + ", got "
              + bits.length());
    }
    return bytes / elementBytes;
  }
}
