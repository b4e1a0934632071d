package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.bounds.CodeFields;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct.Shape;

/**
 * Encodes rows, a block at a time. Used by one thread.
 *
 * <p>A block of coarse codes is, little-endian: for every word of a code those of the 64 documents,
 * in the order of {@link CodeFields#slot}; for every document an int, the residual in its lower
 * half and the scale in its upper, both the upper halves of floats; under the euclidean similarity
 * for every document the float |z|^2, rounded down. A fine code is an int as above, the float of
 * its own residual, and a signed byte a direction. {@link ErrorBound} says what the numbers mean.
 *
 * <p>A code depends on its row and its frame only, so it may be copied to any lane of any block of
 * that frame.
 */
public final class BlockEncoder {

  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final int WORD_BYTES = CodeFrame.BLOCK_DOCS * Short.BYTES;
  private static final int CORRECTION_BYTES = CodeFrame.BLOCK_DOCS * Integer.BYTES;
  private static final int NOT_CODED = 0x7F80;

  /** The correction of a lane without a document: its bound is -infinity. */
  private static final int NO_DOCUMENT = 0xFF80;

  private final CodeFrame frame;
  private final RowReader reader;
  private final MatrixProduct product;
  private final float[] centred;
  private final float[] turned;
  private final double[] squareNorms = new double[CodeFrame.BLOCK_DOCS];
  private final DocumentCode code;

  /** An encoder of rows of {@code type} and the frame's dimension. */
  public BlockEncoder(CodeFrame frame, ElementType type) {
    this.frame = frame;
    this.reader = new RowReader(type, frame.dimension());
    this.product =
        MatrixProduct.of(
            Kernels.best(),
            new Shape(CodeFrame.BLOCK_DOCS, frame.dimension(), frame.paddedDirections()));
    this.centred = new float[CodeFrame.BLOCK_DOCS * frame.dimension()];
    this.turned = new float[CodeFrame.BLOCK_DOCS * frame.paddedDirections()];
    this.code = new DocumentCode(frame);
  }

  /**
   * Encodes {@code count} consecutive rows, the first at {@code offset}, and pads the block with
   * documents whose bound is -infinity.
   *
   * @param block gets {@link CodeFrame#blockBytes} bytes
   * @param fine gets {@code count} times {@link CodeFrame#fineBytes} bytes
   */
  public void encode(MemorySegment rows, long offset, int count, byte[] block, byte[] fine) {
    Arrays.fill(centred, 0f);
    for (int lane = 0; lane < count; lane++) {
      squareNorms[lane] = centre(rows, offset, lane);
    }
    product.multiply(centred, frame.rotation(), turned);
    ByteBuffer coarse = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer fineOut = ByteBuffer.wrap(fine).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.fill(block, (byte) 0);
    Arrays.fill(fine, (byte) 0);
    pad(frame, block, count);
    for (int lane = 0; lane < count; lane++) {
      if (!code.encode(turned, lane * frame.paddedDirections(), squareNorms[lane])) {
        coarse.putInt(frame.correctionAt(lane), NOT_CODED);
        if (frame.fineBytes() > 0) {
          fineOut.putFloat(lane * frame.fineBytes() + Integer.BYTES, Float.POSITIVE_INFINITY);
        }
      } else {
        code.write(coarse, lane, fineOut);
      }
    }
  }

  /**
   * Writes z of a row into the lane.
   *
   * @return |z|^2, NaN if the vector is not to be coded
   */
  private double centre(MemorySegment rows, long offset, int lane) {
    double[] vector = reader.read(rows, offset + (long) lane * reader.rowBytes());
    double norm = Math.sqrt(Squares.dot(vector, vector));
    if (!ErrorBound.isCodable(reader.type(), norm)) {
      return Double.NaN;
    }
    double factor = frame.similarity() == Similarity.COSINE ? 1 / norm : 1;
    float[] mean = frame.mean();
    int to = lane * mean.length;
    for (int i = 0; i < mean.length; i++) {
      centred[to + i] = (float) (vector[i] * factor - mean[i]);
    }
    return Squares.sum(centred, to, mean.length);
  }

  /** Copies the code in lane {@code fromLane} of the block at {@code offset} to another block. */
  public static void copy(
      CodeFrame frame, MemorySegment blocks, long offset, int fromLane, byte[] block, int lane) {
    MemorySegment to = MemorySegment.ofArray(block);
    long fromSlot = offset + CodeFields.slot(fromLane) * (long) Short.BYTES;
    long slot = CodeFields.slot(lane) * (long) Short.BYTES;
    for (int word = 0; word < frame.words(); word++) {
      to.set(SHORT, slot + word * WORD_BYTES, blocks.get(SHORT, fromSlot + word * WORD_BYTES));
    }
    int at = frame.correctionAt(lane);
    long from = offset + frame.correctionAt(fromLane);
    to.set(INT, at, blocks.get(INT, from));
    if (frame.similarity() == Similarity.EUCLIDEAN) {
      to.set(INT, at + CORRECTION_BYTES, blocks.get(INT, from + CORRECTION_BYTES));
    }
  }

  /** Clears the lanes of a block from {@code count} on: they have no documents. */
  public static void pad(CodeFrame frame, byte[] block, int count) {
    ByteBuffer out = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    for (int lane = count; lane < CodeFrame.BLOCK_DOCS; lane++) {
      int slot = CodeFields.slot(lane) * Short.BYTES;
      for (int word = 0; word < frame.words(); word++) {
        out.putShort(slot + word * WORD_BYTES, (short) 0);
      }
      out.putInt(frame.correctionAt(lane), NO_DOCUMENT);
      if (frame.similarity() == Similarity.EUCLIDEAN) {
        out.putInt(frame.correctionAt(lane) + CORRECTION_BYTES, 0);
      }
    }
  }
}
