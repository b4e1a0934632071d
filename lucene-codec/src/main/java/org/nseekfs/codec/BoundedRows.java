package org.nseekfs.codec;

import java.io.IOException;
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

  /** Null if rows are taken by their coarse bounds alone. */
  private final FineBounds fine;

  private int allowance;
  private int block;
  private int given;

  /** At most {@code limit} rows of {@code chunk}, which are rows of {@code field}. */
  BoundedRows(ChunkBounds chunk, FieldRows field, int limit, Threshold threshold) {
    this(chunk, field, limit, threshold, null);
  }

  /** The same, less those that {@code fine}, if not null, excludes. */
  BoundedRows(
      ChunkBounds chunk, FieldRows field, int limit, Threshold threshold, FineBounds fine) {
    super(CodeFrame.BLOCK_DOCS);
    this.chunk = chunk;
    this.field = field;
    this.threshold = threshold;
    this.fine = fine;
    this.allowance = limit;
  }

  /** The least bound that a row must have not to be certainly below {@code raw}. */
  static float reaching(double raw) {
    float bound = (float) raw;
    return Math.max(LEAST, bound < raw ? Math.nextUp(bound) : bound);
  }

  @Override
  int next(int limit) throws IOException {
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

  private int take(int limit, float least) throws IOException {
    int count = 0;
    int end = (block + 1) * CodeFrame.BLOCK_DOCS;
    for (int lane = block * CodeFrame.BLOCK_DOCS; lane < end && count < limit; lane++) {
      float bound = chunk.ofLane(lane);
      if (bound >= least) {
        int ord = chunk.ord(lane);
        chunk.remove(lane);
        if (fine == null || !fine.excludes(ord, bound, least)) {
          ords[count] = ord;
          docs[count] = field.ordToDoc(ord);
          count++;
        }
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
