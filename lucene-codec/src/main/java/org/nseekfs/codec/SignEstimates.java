package org.nseekfs.codec;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.nseekfs.quantization.lsh.SignFrame;
import org.nseekfs.quantization.lsh.SignTarget;

/** Estimates of the raw values of rows from their sign codes. Used by one search. */
final class SignEstimates implements RowFilter {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Records blocks;
  private final SignTarget target;
  private double narrowing;
  private double error;
  private double refinedError;

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

  /**
   * Puts refined estimates of the first {@code count} rows, of blocks that are available, in place
   * of others, and notes how far estimates of such rows are off.
   */
  void refine(int[] ords, float[] values, int count) {
    double errors = 0;
    double refinedErrors = 0;
    for (int i = 0; i < count; i++) {
      long block = blocks.position(ords[i] / BLOCK_ROWS);
      int lane = ords[i] % BLOCK_ROWS;
      double refined = target.refined(blocks.segment(), block, lane);
      values[i] = (float) refined;
      float norm = behindWords(block, 2, lane);
      float offset = behindWords(block, 1, lane);
      errors += target.error(refined, norm, offset);
      refinedErrors += target.refinedError(refined, norm, offset);
    }
    error = errors / count;
    refinedError = refinedErrors / count;
  }

  /** A row's float in the {@code fromLast}-th last of the arrays of its block. */
  private float behindWords(long block, int fromLast, int lane) {
    long end = block + blocks.layout.recordBytes();
    long at = end - ((long) fromLast * BLOCK_ROWS - lane) * Float.BYTES;
    return blocks.segment().get(FLOAT, at);
  }

  /** The standard error of estimates of the rows that were refined last, on average. */
  double error() {
    return error;
  }

  /** The standard error of their refined estimates. */
  double refinedError() {
    return refinedError;
  }

  /** Says how much more refined estimates must reach than the others, to be kept. */
  void setNarrowing(double difference) {
    narrowing = difference;
  }

  /** Leaves the rows whose refined estimates reach {@code least} and the narrowing. */
  @Override
  public int filter(int[] ords, float[] values, int count, double least) {
    int left = 0;
    for (int i = 0; i < count; i++) {
      long block = blocks.position(ords[i] / BLOCK_ROWS);
      if (values[i] == Float.POSITIVE_INFINITY
          || target.refined(blocks.segment(), block, ords[i] % BLOCK_ROWS) >= least + narrowing) {
        ords[left++] = ords[i];
      }
    }
    return left;
  }
}
