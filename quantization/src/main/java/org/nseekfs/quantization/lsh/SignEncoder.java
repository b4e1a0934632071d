package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.Rotation;

/**
 * Encodes rows, a block at a time. Used by one thread.
 *
 * <p>A block is, little-endian: for each 32-bit word of a code the ints of the 64 documents in
 * order; then for each document the float |z|; then the float that a raw value holds beside (q, z),
 * see {@link org.nseekfs.quantization.lsh}. Bit i of word w is set if element 32 w + i of the
 * turned z is negative. Where z is 0, all bits are 0.
 */
public final class SignEncoder {

  private static final int WORD_BYTES = SignFrame.BLOCK_DOCS * Integer.BYTES;

  private final SignFrame frame;
  private final RowReader reader;
  private final Rotation rotation;
  private final float[] centred;
  private final float[] values;

  /** An encoder of rows of {@code type} and the frame's dimension. */
  public SignEncoder(SignFrame frame, ElementType type) {
    this.frame = frame;
    this.reader = new RowReader(type, frame.dimension());
    this.rotation = Kernels.best().rotation(frame.signs());
    this.centred = new float[frame.dimension()];
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
    Arrays.fill(block, (byte) 0);
    ByteBuffer out = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int first = 0; first < SignFrame.BLOCK_DOCS; first += Rotation.LANES) {
      int end = Math.min(count, first + Rotation.LANES);
      Arrays.fill(values, 0f);
      for (int lane = first; lane < end; lane++) {
        centre(reader.read(rows, offset + (long) lane * reader.rowBytes()), lane, out);
      }
      rotation.rotate(values);
      for (int lane = first; lane < end; lane++) {
        if (out.getFloat(normAt(lane)) > 0) {
          putSigns(lane, out);
        }
      }
    }
    for (int lane = count; lane < SignFrame.BLOCK_DOCS; lane++) {
      out.putFloat(offsetAt(lane), Float.NEGATIVE_INFINITY);
    }
  }

  private int normAt(int lane) {
    return frame.bits() / Integer.SIZE * WORD_BYTES + lane * Float.BYTES;
  }

  private int offsetAt(int lane) {
    return normAt(lane) + WORD_BYTES;
  }

  /** Writes z into the lane of the values, its norm and offset into the block. */
  private void centre(double[] vector, int lane, ByteBuffer out) {
    float[] centre = frame.centre();
    double scale = SignFrame.scale(frame.similarity(), vector);
    for (int i = 0; i < centred.length; i++) {
      centred[i] = (float) (vector[i] * scale - centre[i]);
    }
    double square = Squares.sum(centred, 0, centred.length);
    double norm = Math.sqrt(square);
    if (norm != 0 && !SignFrame.hasDirection(norm)) {
      out.putFloat(offsetAt(lane), Float.POSITIVE_INFINITY);
      return;
    }
    for (int i = 0; i < centred.length; i++) {
      values[i * Rotation.LANES + lane % Rotation.LANES] = centred[i];
    }
    double offset =
        frame.similarity() == Similarity.EUCLIDEAN ? -square : Squares.dot(centre, centred);
    out.putFloat(normAt(lane), (float) norm);
    out.putFloat(offsetAt(lane), (float) offset);
  }

  private void putSigns(int lane, ByteBuffer out) {
    int at = lane % Rotation.LANES;
    for (int word = 0; word < frame.bits() / Integer.SIZE; word++) {
      int signs = 0;
      for (int bit = 0; bit < Integer.SIZE; bit++) {
        signs = signs >>> 1 | Float.floatToRawIntBits(values[at]) & Integer.MIN_VALUE;
        at += Rotation.LANES;
      }
      out.putInt(word * WORD_BYTES + lane * Integer.BYTES, signs);
    }
  }
}
