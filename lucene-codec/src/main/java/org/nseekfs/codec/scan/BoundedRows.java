package org.nseekfs.codec.scan;

import java.io.IOException;
import java.util.function.DoubleSupplier;
import org.nseekfs.codec.values.FieldRows;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * The rows of a chunk whose bounds reach a threshold, in order. Rows given, or excluded by fine
 * codes, are removed from the chunk.
 */
public final class BoundedRows extends AcceptedRows {

  private static final int BLOCK_ROWS = CodeFrame.BLOCK_DOCS;

  /** Below the bound of every row that is not refused. */
  public static final double LEAST = -Float.MAX_VALUE;

  private final ChunkBounds chunk;
  private final FieldRows field;

  /** Tells what bounds must reach, before every few rows. */
  private final DoubleSupplier threshold;

  /** Null if rows are given by the chunk's bounds alone. */
  private final FineBounds fine;

  private final float[] bounds = new float[BLOCK_ROWS];

  /** Whether the chunk has marked the rows that can be given. */
  private boolean areMarked;

  /** The block to go on with. */
  private int block;

  /** Its rows to look at. */
  private long lanes;

  private int given;

  /**
   * The rows of {@code chunk}, which are rows of {@code field}.
   *
   * @param threshold tells what bounds must reach, before every few rows
   * @param fine null if they are given by the chunk's bounds alone
   */
  BoundedRows(ChunkBounds chunk, FieldRows field, DoubleSupplier threshold, FineBounds fine) {
    super(BLOCK_ROWS);
    this.chunk = chunk;
    this.field = field;
    this.threshold = threshold;
    this.fine = fine;
  }

  @Override
  int next(int limit) throws IOException {
    int count = 0;
    while (count == 0 && !isAtEnd()) {
      double least = Math.max(LEAST, threshold.getAsDouble());
      int found = gather(limit, ChunkBounds.roundUp(least));
      count = fine == null ? found : fine.filter(ords, bounds, found, least);
    }
    for (int i = 0; i < count; i++) {
      docs[i] = field.ordToDoc(ords[i]);
    }
    given += count;
    return count;
  }

  /** Removes the next rows that reach {@code least} from the chunk. */
  private int gather(int limit, float least) {
    if (!areMarked) {
      chunk.mark(least);
      lanes = chunk.marked(0);
      areMarked = true;
    }
    int count = 0;
    while (count < limit && !isAtEnd()) {
      count = gatherInBlock(limit, least, count);
      if (lanes == 0) {
        goToNextBlock();
      }
    }
    return count;
  }

  private int gatherInBlock(int limit, float least, int found) {
    int count = found;
    for (; lanes != 0 && count < limit; lanes &= lanes - 1) {
      int lane = block * BLOCK_ROWS + Long.numberOfTrailingZeros(lanes);
      float bound = chunk.ofLane(lane);
      if (bound >= least) {
        ords[count] = chunk.ord(lane);
        bounds[count++] = bound;
        chunk.remove(lane);
      }
    }
    return count;
  }

  private void goToNextBlock() {
    if (chunk.marked(block) != 0) {
      chunk.updateBlock(block);
    }
    block++;
    lanes = isAtEnd() ? 0 : chunk.marked(block);
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
