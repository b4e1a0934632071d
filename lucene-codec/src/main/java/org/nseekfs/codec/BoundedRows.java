package org.nseekfs.codec;

import org.nseekfs.quantization.code.CodeFrame;

/**
 * The rows of a chunk whose bounds reach a threshold: at most those of one block at a time, so that
 * what these raise counts for the next. Rows given are removed from the chunk.
 */
final class BoundedRows extends AcceptedRows {

  /** The least bound of a row that is not refused. */
  private static final float LEAST = -Float.MAX_VALUE;

  /** Tells the threshold before every block. */
  @FunctionalInterface
  interface Threshold {
    float get();
  }

  private final ChunkBounds chunk;
  private final FieldRows field;
  private final Threshold threshold;
  private int allowance;
  private int block;
  private int given;

  /** At most {@code limit} rows of {@code chunk}, which are rows of {@code field}. */
  BoundedRows(ChunkBounds chunk, FieldRows field, int limit, Threshold threshold) {
    super(CodeFrame.BLOCK_DOCS);
    this.chunk = chunk;
    this.field = field;
    this.threshold = threshold;
    this.allowance = limit;
  }

  /** The least bound that a row must have not to be certainly below {@code raw}. */
  static float reaching(double raw) {
    float bound = (float) raw;
    return Math.max(LEAST, bound < raw ? Math.nextUp(bound) : bound);
  }

  @Override
  int next(int limit) {
    int count = 0;
    float least = Math.max(LEAST, threshold.get());
    while (count == 0 && block < chunk.blocks() && allowance > 0) {
      if (chunk.ofBlock(block) >= least) {
        count = take(Math.min(limit, allowance), least);
      } else {
        block++;
      }
    }
    given += count;
    allowance -= count;
    return count;
  }

  private int take(int limit, float least) {
    int count = 0;
    int end = (block + 1) * CodeFrame.BLOCK_DOCS;
    for (int lane = block * CodeFrame.BLOCK_DOCS; lane < end && count < limit; lane++) {
      if (chunk.ofLane(lane) >= least) {
        ords[count] = chunk.ord(lane);
        docs[count] = field.ordToDoc(ords[count]);
        chunk.remove(lane);
        count++;
      }
    }
    chunk.updateBlock(block);
    return count;
  }

  /** Rows given so far. */
  int given() {
    return given;
  }

  /** Whether all rows that reach the threshold were given. */
  boolean isAtEnd() {
    return block == chunk.blocks();
  }
}
