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

  /** Where to go on. */
  private int lane;

  /** Where to stop for now. */
  private int endLane;

  /** The largest bound of the lanes of this block that were passed and left. */
  private float left = Float.NEGATIVE_INFINITY;

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

  /** Goes on to before block {@code endBlock} of the chunk; to none at first. */
  void goTo(int endBlock) {
    endLane = endBlock * BLOCK_ROWS;
  }

  @Override
  int next(int limit) throws IOException {
    int count = 0;
    while (count == 0 && !isAtEnd()) {
      double least = Math.max(LEAST, threshold.get());
      int found = gather(limit, least);
      count = filter == null ? found : filter.filter(ords, bounds, found, least);
    }
    for (int i = 0; i < count; i++) {
      docs[i] = field.ordToDoc(ords[i]);
    }
    given += count;
    return count;
  }

  /** Removes the next rows that reach {@code least} from the chunk. */
  private int gather(int limit, double least) {
    int count = 0;
    while (count < limit && !isAtEnd()) {
      int block = lane / BLOCK_ROWS;
      if (lane % BLOCK_ROWS == 0 && chunk.ofBlock(block) < least) {
        lane += BLOCK_ROWS;
      } else {
        count = gatherInBlock(limit, least, count);
      }
    }
    return count;
  }

  private int gatherInBlock(int limit, double least, int found) {
    int count = found;
    int end = (lane / BLOCK_ROWS + 1) * BLOCK_ROWS;
    for (; lane < end && count < limit; lane++) {
      float bound = chunk.ofLane(lane);
      if (bound >= least) {
        ords[count] = chunk.ord(lane);
        bounds[count++] = bound;
        chunk.remove(lane);
      } else {
        left = Math.max(left, bound);
      }
    }
    if (lane == end) {
      chunk.setBlock(end / BLOCK_ROWS - 1, left);
      left = Float.NEGATIVE_INFINITY;
    }
    return count;
  }

  /** Rows given so far. */
  int given() {
    return given;
  }

  /** Whether all rows that reach the threshold, of the blocks so far, were given. */
  boolean isAtEnd() {
    return lane >= endLane;
  }
}
