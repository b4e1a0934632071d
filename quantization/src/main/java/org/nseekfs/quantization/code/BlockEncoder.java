package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nseekfs.quantization.ElementType;

/** Encodes rows, a block at a time. Not shared by threads. */
public final class BlockEncoder {

  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Outside of these, canonical sums may overflow, or vanish. */
  private static final double LEAST_NORM = 1e-12;

  private static final double LARGEST_NORM = 1e15;

  private final CodeFrame frame;
  private final ElementType type;
  private final float[] floats;

  /** An encoder of rows of {@code type}. */
  public BlockEncoder(CodeFrame frame, ElementType type) {
    this.frame = frame;
    this.type = type;
    this.floats = new float[frame.dimension()];
  }

  /** Encodes {@code count} rows, at most 64; the lanes of missing ones get bounds of -Infinity. */
  public void encode(MemorySegment rows, long offset, int count, byte[] block) {
    ByteBuffer out = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    int rowBytes = type.rowBytes(frame.dimension());
    for (int lane = 0; lane < CodeFrame.BLOCK_DOCS; lane++) {
      if (lane < count) {
        encodeLane(decode(rows, offset + (long) lane * rowBytes), lane, out);
      } else {
        put(out, frame.head(), lane, Float.NEGATIVE_INFINITY);
      }
    }
  }

  static boolean hasOrdinaryNorm(double norm) {
    return norm > LEAST_NORM && norm < LARGEST_NORM;
  }

  private double[] decode(MemorySegment rows, long offset) {
    double[] vector = new double[frame.dimension()];
    if (type.isFloat()) {
      type.decode(rows, offset, floats);
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] =
          switch (type) {
            case F64 -> rows.get(DOUBLE, offset + (long) Double.BYTES * i);
            case BYTE -> rows.get(ValueLayout.JAVA_BYTE, offset + i);
            default -> floats[i];
          };
    }
    return vector;
  }

  private void encodeLane(double[] vector, int lane, ByteBuffer out) {
    double squareNorm = 0;
    double squareRest = 0;
    for (int i = 0; i < vector.length; i++) {
      float kept = i < frame.head() ? (float) vector[i] : 0;
      if (i < frame.head()) {
        put(out, i, lane, kept);
      }
      squareNorm += vector[i] * vector[i];
      squareRest += (vector[i] - kept) * (vector[i] - kept);
    }
    double norm = Math.sqrt(squareNorm);
    float rest = Math.nextUp((float) (Math.sqrt(squareRest) * (1 + 1e-9)));
    put(out, frame.head(), lane, hasOrdinaryNorm(norm) ? rest : Float.POSITIVE_INFINITY);
    put(out, frame.head() + 1, lane, (float) norm);
  }

  private static void put(ByteBuffer out, int array, int lane, float value) {
    out.putFloat((array * CodeFrame.BLOCK_DOCS + lane) * Float.BYTES, value);
  }
}
