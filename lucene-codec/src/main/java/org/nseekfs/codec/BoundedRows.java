package org.nseekfs.codec;

import java.io.IOException;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * The rows of a chunk whose bounds reach a threshold, in order. Rows given, or excluded by a
 * filter, are removed from the chunk.
 */
final class BoundedRows extends AcceptedRows {

  private static final int BLOCK_ROWS = CodeFrame.BLOCK_DOCS;

  /** Below the bound of every row that is not refused. */
  static final double LEAST = -Float.MAX_VALUE;

  /** Tells what bounds must reach, before every few rows. */
  @FunctionalInterface
  interface Threshold {
    double get();
  }

  private final ChunkBounds chunk;
  private final FieldRows field;
  private final Threshold threshold;

  /** Null if rows are given by the chunk's bounds alone. */
  private final RowFilter filter;

  private final float[] bounds = new float[BLOCK_ROWS];

  /** The block to go on with. */
  private int block;

  /** Its lanes that were not looked at. */
  private long lanes = -1;

  private int given;

  /**
   * The rows of {@code chunk}, which are rows of {@code field}.
   *
   * @param filter null if they are given by the chunk's bounds alone
   */
  BoundedRows(ChunkBounds chunk, FieldRows field, Threshold threshold, RowFilter filter) {
    super(BLOCK_ROWS);
    this.chunk = chunk;
    this.field = field;
    this.threshold = threshold;
    this.filter = filter;
  }

  @Override
  int next(int limit) throws IOException {
    int count = 0;
    while (count == 0 && !isAtEnd()) {
      double least = Math.max(LEAST, threshold.get());
      int found = gather(limit, ChunkBounds.roundUp(least));
      count = filter == null ? found : filter.filter(ords, bounds, found, least);
    }
    for (int i = 0; i < count; i++) {
      docs[i] = field.ordToDoc(ords[i]);
    }
    given += count;
    return count;
  }

  /** Removes the next rows that reach {@code least} from the chunk. */
  private int gather(int limit, float least) {
    int count = 0;
    while (count < limit && !isAtEnd()) {
      if (chunk.ofBlock(block) >= least) {
        count = gatherInBlock(limit, least, count);
      } else {
        lanes = 0;
      }
      if (lanes == 0) {
        block++;
        lanes = -1;
      }
    }
    return count;
  }

  private int gatherInBlock(int limit, float least, int found) {
    int count = found;
    lanes &= chunk.reaching(block, least);
    while (lanes != 0 && count < limit) {
      int lane = block * BLOCK_ROWS + Long.numberOfTrailingZeros(lanes);
      lanes &= lanes - 1;
      ords[count] = chunk.ord(lane);
      bounds[count++] = chunk.ofLane(lane);
      chunk.remove(lane);
    }
    if (lanes == 0) {
      chunk.updateBlock(block);
    }
    return count;
  }

  /** Rows given so far. */
  int given() {
    return given;
  }

  /** Whether all rows that reach the threshold were given. */
  boolean isAtEnd() {
    return block >= chunk.blocks();
  }
}
