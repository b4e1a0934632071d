package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.matrix.Rotation;
import org.nseekfs.quantization.kernel.signs.AsymmetricTarget;

/**
 * Encodes rows, a block at a time. Used by one thread.
 *
 * <p>A block is, little-endian: for each eight bits of a code the bytes of the 64 documents, that
 * of document d at 4 (d mod 16) + d / 16; then in the order of documents the float |z|; then the
 * float that a raw value holds beside (q, z), see {@link org.nseekfs.quantization.lsh}. Bit i of
 * byte j is set if element 8 j + i of the turned z is negative. Where z is 0, all bits are 0.
 */
public final class SignEncoder {

  private static final int FLOATS_BYTES = SignFrame.BLOCK_DOCS * Float.BYTES;

  private final SignFrame frame;
  private final RowReader reader;
  private final Rotation rotation;
  private final float[] centred;
  private final float[] values;

  /** An encoder of rows of {@code type} and the frame's dimension. */
  public SignEncoder(SignFrame frame, ElementType type) {
    this.frame = frame;
    this.reader = new RowReader(type, frame.dimension());
    this.rotation = Rotation.of(Kernels.best(), frame.signs());
    this.centred = new float[frame.dimension() * SignFrame.BLOCK_DOCS];
    this.values = new float[frame.size() * Rotation.LANES];
  }

  /**
   * Encodes {@code count} consecutive rows, 1 to 64, the first at {@code offset}. The estimate of
   * lanes without a row is -infinity, that of rows that cannot be coded (not finite, too long, too
   * near the centre without being there, or under the cosine without direction) is +infinity.
   *
   * @param block gets {@link SignFrame#blockBytes} bytes
   */
  public void encode(MemorySegment rows, long offset, int count, byte[] block) {
    clear(frame, block);
    Arrays.fill(centred, 0f);
    ByteBuffer out = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < SignFrame.BLOCK_DOCS; first += Rotation.LANES) {
      int end = Math.min(count, first + Rotation.LANES);
      Arrays.fill(values, 0f);
      for (int lane = first; lane < end; lane++) {
        centre(reader.read(rows, offset + (long) lane * reader.rowBytes()), lane, out);
      }
      rotation.rotate(values);
      for (int lane = first; lane < end; lane++) {
        if (out.getFloat(normAt(frame, lane)) > 0) {
          putSigns(lane, out);
        }
      }
    }
  }

  /** Makes {@code block} one of no documents. */
  public static void clear(SignFrame frame, byte[] block) {
    Arrays.fill(block, (byte) 0);
    ByteBuffer out = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int lane = 0; lane < SignFrame.BLOCK_DOCS; lane++) {
      out.putFloat(offsetAt(frame, lane), Float.NEGATIVE_INFINITY);
    }
  }

  /**
   * Takes what belongs to a lane out of a block.
   *
   * @param code gets a 64th of {@link SignFrame#blockBytes} bytes
   */
  public static void get(SignFrame frame, byte[] block, int lane, byte[] code) {
    int bytes = frame.bits() / Byte.SIZE;
    for (int i = 0; i < bytes; i++) {
      code[i] = block[AsymmetricTarget.place(lane) + i * SignFrame.BLOCK_DOCS];
    }
    System.arraycopy(block, normAt(frame, lane), code, bytes, Float.BYTES);
    System.arraycopy(block, offsetAt(frame, lane), code, bytes + Float.BYTES, Float.BYTES);
  }

  /** Puts into a lane what {@link #get} took out of another. */
  public static void put(SignFrame frame, byte[] code, byte[] block, int lane) {
    int bytes = frame.bits() / Byte.SIZE;
    for (int i = 0; i < bytes; i++) {
      block[AsymmetricTarget.place(lane) + i * SignFrame.BLOCK_DOCS] = code[i];
    }
    System.arraycopy(code, bytes, block, normAt(frame, lane), Float.BYTES);
    System.arraycopy(code, bytes + Float.BYTES, block, offsetAt(frame, lane), Float.BYTES);
  }

  /**
   * The rows encoded last, from the frame's centre on, one after the other; rows that cannot be
   * coded, and what is behind the last row, are 0. Overwritten by the next call.
   */
  float[] centred() {
    return centred;
  }

  /**
   * Whether a row of a block encoded here can be hashed: it could be coded, and is not so long that
   * squares of its distances might leave the range of floats.
   */
  boolean isHashable(byte[] block, int lane) {
    return offset(block, lane) != Float.POSITIVE_INFINITY
        && norm(block, lane) <= HashProjection.MAX_NORM;
  }

  /** The norm of a row of a block encoded here. */
  float norm(byte[] block, int lane) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getFloat(normAt(frame, lane));
  }

  /** What its raw values hold beside. */
  float offset(byte[] block, int lane) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).getFloat(offsetAt(frame, lane));
  }

  private static int normAt(SignFrame frame, int lane) {
    return frame.bits() / Byte.SIZE * SignFrame.BLOCK_DOCS + lane * Float.BYTES;
  }

  private static int offsetAt(SignFrame frame, int lane) {
    return normAt(frame, lane) + FLOATS_BYTES;
  }

  /** Writes z into the lane of the values, its norm and offset into the block. */
  private void centre(double[] vector, int lane, ByteBuffer out) {
    int dimension = frame.dimension();
    int at = lane * dimension;
    frame.centre(vector, SignFrame.scale(frame.similarity(), vector), centred, at);
    double square = Squares.sum(centred, at, dimension);
    double norm = Math.sqrt(square);
    if (norm != 0 && !SignFrame.hasDirection(norm)) {
      Arrays.fill(centred, at, at + dimension, 0f);
      out.putFloat(offsetAt(frame, lane), Float.POSITIVE_INFINITY);
      return;
    }
    for (int i = 0; i < dimension; i++) {
      values[i * Rotation.LANES + lane % Rotation.LANES] = centred[at + i];
    }
    out.putFloat(normAt(frame, lane), (float) norm);
    out.putFloat(offsetAt(frame, lane), (float) frame.offset(centred, at, square));
  }

  private void putSigns(int lane, ByteBuffer out) {
    int at = lane % Rotation.LANES;
    int to = AsymmetricTarget.place(lane);
    for (int i = 0; i < frame.bits() / Byte.SIZE; i++) {
      int signs = 0;
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        signs |= (Float.floatToRawIntBits(values[at]) >>> Integer.SIZE - 1) << bit;
        at += Rotation.LANES;
      }
      out.put(to + i * SignFrame.BLOCK_DOCS, (byte) signs);
    }
  }
}
