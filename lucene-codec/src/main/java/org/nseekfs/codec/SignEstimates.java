package org.nseekfs.codec;

import java.io.IOException;
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

  /** The cosine between the target and a row of this raw value, like those remembered. */
  double cosine(double raw) {
    return target.cosine(raw, norm, offset);
  }

  /** Estimates all rows of a chunk and returns the bytes read for that. */
  long compute(ChunkBounds chunk) throws IOException {
    int first = chunk.firstBlock();
    blocks.load(first, chunk.blocks());
    target.estimates(
        blocks.segment(),
        blocks.position(first),
        chunk.blocks(),
        chunk.upper(),
        chunk.blockUpper());
    return blocks.layout.position(chunk.blocks());
  }

  /**
   * Puts refined estimates of the first {@code count} rows, of blocks that are available, in place
   * of others.
   */
  void refine(int[] ords, float[] values, int count) {
    for (int i = 0; i < count; i++) {
      long block = blocks.position(ords[i] / BLOCK_ROWS);
      values[i] = (float) target.refined(blocks.segment(), block, ords[i] % BLOCK_ROWS);
    }
  }

  /**
   * Remembers what the coded ones of such rows are like, on average; arguments as of {@link
   * #refine}.
   */
  void remember(int[] ords, int count) {
    double norms = 0;
    double offsets = 0;
    int coded = 0;
    for (int i = 0; i < count; i++) {
      long block = blocks.position(ords[i] / BLOCK_ROWS);
      float rowOffset = behindWords(block, 1, ords[i] % BLOCK_ROWS);
      if (rowOffset != Float.POSITIVE_INFINITY) {
        norms += behindWords(block, 2, ords[i] % BLOCK_ROWS);
        offsets += rowOffset;
        coded++;
      }
    }
    if (coded > 0) {
      norm = (float) (norms / coded);
      offset = (float) (offsets / coded);
    }
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
