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

  /** What estimates are raised by, per unit of a row's norm. */
  double raised() {
    return target.raised();
  }

  /**
   * Estimates all rows of {@code count} blocks from {@code first} on.
   *
   * @param values gets the estimates, raised
   * @param reaching gets for each block the rows whose estimate is at least {@code least}, the row
   *     in lane i as bit i
   * @return the bytes read for that
   */
  long compute(int first, int count, float least, float[] values, long[] reaching)
      throws IOException {
    blocks.load(first, count);
    target.estimates(blocks.segment(), blocks.position(first), count, least, values, reaching);
    return blocks.layout.position(count);
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

  /** The standard error of the estimate of a row of this raw value, norm and offset. */
  double error(double raw, float norm, float offset) {
    return target.error(raw, norm, offset);
  }
}
