package org.nseekfs.codec.lsh;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.hnsw.FloatHeap;
import org.nseekfs.codec.scan.BoundedRows;
import org.nseekfs.codec.scan.ChunkBounds;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.bounds.BoundScan;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Blocks that were estimated before it was known what hits must reach, until all of their rows that
 * matter are taken. Used by one search.
 */
final class StashedBlocks {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;
  private static final BoundScan SCAN = BoundScan.of(Kernels.best());

  /** Estimates that stand for all where a rank among them is asked for. */
  private static final int MAX_SAMPLE = 1024;

  private int[] blocks = new int[8];
  private float[] estimates = new float[8 * BLOCK_ROWS];
  private int count;

  /** Takes rows. */
  @FunctionalInterface
  interface Taker {
    void take(int place, float estimate) throws IOException;
  }

  /**
   * Adds {@code added} consecutive blocks.
   *
   * @param values estimates of their rows
   */
  void add(int first, int added, float[] values) {
    if (count + added > blocks.length) {
      blocks = ArrayUtil.grow(blocks, 2 * (count + added));
      estimates = ArrayUtil.growExact(estimates, blocks.length * BLOCK_ROWS);
    }
    for (int i = 0; i < added; i++) {
      blocks[count + i] = first + i;
    }
    System.arraycopy(values, 0, estimates, count * BLOCK_ROWS, added * BLOCK_ROWS);
    count += added;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Gives about so many rows, those of the largest estimates; all if there are no more. */
  void takeBest(long rows, Taker taker) throws IOException {
    if (rows >= (long) count * BLOCK_ROWS) {
      drain(BoundedRows.LEAST, taker);
    } else {
      take(Math.max(-Float.MAX_VALUE, reachedBy((int) rows)), taker);
    }
  }

  /** Gives the rows whose estimates are at least {@code least}, and forgets all others. */
  void drain(double least, Taker taker) throws IOException {
    take(ChunkBounds.roundUp(Math.max(BoundedRows.LEAST, least)), taker);
    count = 0;
  }

  private void take(float least, Taker taker) throws IOException {
    for (int i = 0; i < count; i++) {
      long lanes = SCAN.reaching(estimates, i * BLOCK_ROWS, least);
      for (; lanes != 0; lanes &= lanes - 1) {
        int lane = Long.numberOfTrailingZeros(lanes);
        taker.take(blocks[i] * BLOCK_ROWS + lane, estimates[i * BLOCK_ROWS + lane]);
        estimates[i * BLOCK_ROWS + lane] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** An estimate that about so many rows reach. */
  private float reachedBy(int rows) {
    if (rows <= count) {
      FloatHeap best = new FloatHeap(rows);
      for (int i = 0; i < count; i++) {
        best.offer(SCAN.largest(estimates, i * BLOCK_ROWS));
      }
      return best.peek();
    }
    int step = Math.max(1, count * BLOCK_ROWS / MAX_SAMPLE);
    FloatHeap best = new FloatHeap(Math.max(1, rows / step));
    for (int i = 0; i < count * BLOCK_ROWS; i += step) {
      best.offer(estimates[i]);
    }
    return best.peek();
  }
}
