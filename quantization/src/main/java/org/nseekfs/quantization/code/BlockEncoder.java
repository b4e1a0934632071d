package org.nseekfs.quantization.code;

import java.lang.foreign.MemorySegment;
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
 */
public final class BlockEncoder {

  private static final int NOT_CODED = 0x7F80;

  private final CodeFrame frame;
  private final RowReader reader;
  private final MatrixProduct product;
  private final float[] centred;
  private final float[] turned;
  private final double[] squareNorms = new double[CodeFrame.BLOCK_DOCS];
  private final DocumentCode code;
  private final BlockLanes lanes;

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
    this.lanes = new BlockLanes(frame);
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
    lanes.pad(block, count);
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
    double norm = Math.sqrt(PrincipalDirections.dot(vector, vector));
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
}
