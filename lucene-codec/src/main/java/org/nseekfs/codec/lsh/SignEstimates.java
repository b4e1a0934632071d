package org.nseekfs.codec.lsh;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.nseekfs.codec.values.Records;
import org.nseekfs.quantization.lsh.SignFrame;
import org.nseekfs.quantization.lsh.SignTarget;

/**
 * Estimates of the raw values of rows from their sign codes; a row is known by its place in the
 * blocks. Used by one search.
 */
public final class SignEstimates {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Records blocks;
  private final SignTarget target;

  public SignEstimates(Records blocks, SignTarget target) {
    this.blocks = blocks;
    this.target = target;
  }

  Records blocks() {
    return blocks;
  }

  SignTarget target() {
    return target;
  }

  /** What first estimates are raised by, per unit of a row's norm. */
  double raised() {
    return target.raised();
  }

  /**
   * Estimates all rows of {@code count} blocks from {@code first} on.
   *
   * @param values gets the estimates, raised
   * @param blockLargest gets the largest of each block
   * @return the bytes read for that
   */
  long compute(int first, int count, float[] values, float[] blockLargest) throws IOException {
    blocks.load(first, count);
    target.estimates(blocks.segment(), blocks.position(first), count, values, blockLargest);
    return blocks.layout.position(count);
  }

  /** The refined estimate of a row, or infinity if that is what is known of it. */
  float refined(int place, float value) throws IOException {
    if (value == Float.POSITIVE_INFINITY) {
      return value;
    }
    long block = load(place);
    return (float) target.refined(blocks.segment(), block, place % BLOCK_ROWS);
  }

  /** Where the norms of a block, from the frame's centre on, are. */
  long norms(int block) throws IOException {
    blocks.load(block, 1);
    return blocks.position(block) + blocks.layout.recordBytes() - 2L * BLOCK_ROWS * Float.BYTES;
  }

  /** The norm of a row in a lane of a block. */
  float norm(long norms, int lane) {
    return blocks.segment().get(FLOAT, norms + (long) lane * Float.BYTES);
  }

  /** What a row's raw values hold beside; infinite if it could not be coded. */
  float offset(int place) throws IOException {
    return norm(norms(place / BLOCK_ROWS), BLOCK_ROWS + place % BLOCK_ROWS);
  }

  /** Makes the block of a row available and tells where it is. */
  private long load(int place) throws IOException {
    blocks.load(place / BLOCK_ROWS, 1);
    return blocks.position(place / BLOCK_ROWS);
  }

  /** The standard error of the first estimate of a row of this raw value, norm and offset. */
  double error(double raw, float norm, float offset) {
    return target.error(raw, norm, offset);
  }

  /** The standard error of its refined estimate. */
  double refinedError(double raw, float norm, float offset) {
    return target.refinedError(raw, norm, offset);
  }

  /** The cosine of its angle to the target, both from the centre. */
  double cosine(double raw, float norm, float offset) {
    return target.cosine(raw, norm, offset);
  }
}
