package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.nseekfs.quantization.lsh.SignFrame;
import org.nseekfs.quantization.lsh.SignTarget;

/**
 * Estimates of the raw values of rows from their sign codes; a row is known by its place in the
 * blocks. Used by one search.
 */
final class SignEstimates implements RowFilter {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Records blocks;
  private final SignTarget target;
  private double narrowing;
  private float norm;
  private float offset;

  SignEstimates(Records blocks, SignTarget target) {
    this.blocks = blocks;
    this.target = target;
  }

  Records blocks() {
    return blocks;
  }

  SignTarget target() {
    return target;
  }

  /** The distance between the target and a row of this raw value, like those remembered. */
  double distance(double raw) {
    return target.distance(raw, norm, offset);
  }

  /** Estimates all rows of a chunk and returns the bytes read for that. */
  long compute(ChunkBounds chunk) throws IOException {
    return compute(chunk.firstBlock(), chunk.blocks(), chunk.upper(), chunk.blockUpper());
  }

  /**
   * Estimates all rows of {@code count} blocks from {@code first} on.
   *
   * @param values gets the estimates
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

  /** Puts refined estimates of the first {@code count} rows in place of others. */
  void refine(int[] rows, float[] values, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      values[i] = refined(rows[i], values[i]);
    }
  }

  /** Remembers what the coded ones of the first {@code count} rows are like, on average. */
  void remember(int[] rows, int count) throws IOException {
    double norms = 0;
    double offsets = 0;
    int coded = 0;
    for (int i = 0; i < count; i++) {
      long block = load(rows[i]);
      float rowOffset = behindWords(block, 1, rows[i] % BLOCK_ROWS);
      if (rowOffset != Float.POSITIVE_INFINITY) {
        norms += behindWords(block, 2, rows[i] % BLOCK_ROWS);
        offsets += rowOffset;
        coded++;
      }
    }
    if (coded > 0) {
      norm = (float) (norms / coded);
      offset = (float) (offsets / coded);
    }
  }

  /** Makes the block of a row available and tells where it is. */
  private long load(int row) throws IOException {
    blocks.load(row / BLOCK_ROWS, 1);
    return blocks.position(row / BLOCK_ROWS);
  }

  /** A row's float in the {@code fromLast}-th last of the arrays of its block. */
  private float behindWords(long block, int fromLast, int lane) {
    long end = block + blocks.layout.recordBytes();
    long at = end - ((long) fromLast * BLOCK_ROWS - lane) * Float.BYTES;
    return blocks.segment().get(FLOAT, at);
  }

  /** The standard error of the estimate of a row of this raw value, like those remembered. */
  double error(double raw) {
    return target.error(raw, norm, offset);
  }

  /** The standard error of its refined estimate. */
  double refinedError(double raw) {
    return target.refinedError(raw, norm, offset);
  }

  /** Says how much more refined estimates must reach than the others, to be kept. */
  void setNarrowing(double difference) {
    narrowing = difference;
  }

  /** Leaves the rows whose refined estimates reach {@code least} and the narrowing. */
  @Override
  public int filter(int[] ords, float[] values, int count, double least) throws IOException {
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (refined(ords[i], values[i]) >= least + narrowing) {
        ords[left++] = ords[i];
      }
    }
    return left;
  }
}
