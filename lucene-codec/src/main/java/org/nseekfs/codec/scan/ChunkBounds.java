package org.nseekfs.codec.scan;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.FloatHeap;
import org.nseekfs.codec.values.Records;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.bounds.BoundScan;

/**
 * Upper bounds of the raw values of the rows of some consecutive blocks, for one target. A row that
 * is refused, or has been scored, has -Infinity. Used by one thread.
 */
public final class ChunkBounds {

  private static final int BLOCK_ROWS = CodeFrame.BLOCK_DOCS;
  private static final BoundScan SCAN = BoundScan.of(Kernels.best());

  /**
   * Blocks of a chunk: 131,072 rows, whose bounds fit the second-level cache. Smaller chunks know
   * less of what rows must reach, and leave more of them.
   */
  public static final int CHUNK_BLOCKS = 2048;

  /** The same where codes are copied. */
  private static final int COPIED_CHUNK_BLOCKS = 64;

  /** Bounds that stand for all of a chunk's. */
  private static final int MAX_SAMPLE = 1024;

  private final int rowCount;
  private final float[] upper;
  private final float[] blockUpper;

  /** Some of the rows: those accepted, then those marked. */
  private final FixedBitSet rows;

  private int firstBlock;
  private int blocks;

  /** Bounds of at most {@code maxBlocks} blocks of a field with {@code rowCount} rows. */
  ChunkBounds(int rowCount, int maxBlocks) {
    this.rowCount = rowCount;
    this.upper = new float[maxBlocks * BLOCK_ROWS];
    this.blockUpper = new float[maxBlocks];
    this.rows = new FixedBitSet(upper.length);
  }

  /** How many of {@code blocks} a chunk should have at most. */
  static int mostBlocks(Records blocks) {
    return blocks.isInPlace() ? CHUNK_BLOCKS : COPIED_CHUNK_BLOCKS;
  }

  /** Goes to the {@code count} blocks from {@code first} on. */
  void moveTo(int first, int count) {
    firstBlock = first;
    blocks = count;
  }

  int firstBlock() {
    return firstBlock;
  }

  int blocks() {
    return blocks;
  }

  /** The row of the chunk's lane {@code lane}. */
  int ord(int lane) {
    return firstBlock * BLOCK_ROWS + lane;
  }

  /** Where the bound of every row is to be put, -Infinity if it is not accepted. */
  float[] upper() {
    return upper;
  }

  /** Where the largest bound of every block is to be put. */
  float[] blockUpper() {
    return blockUpper;
  }

  /** Accepts the rows that {@code range} does, before bounds are put here. */
  void accept(RowRange range) throws IOException {
    int count = Math.min(rowCount - ord(0), blocks * BLOCK_ROWS);
    range.select(ord(0), count, rows);
  }

  /** Of every block a bit for each row accepted, until rows are marked. */
  long[] accepted() {
    return rows.getBits();
  }

  /** How many rows are accepted, before any is marked. */
  int acceptedRows() {
    return rows.cardinality();
  }

  /** How many blocks have accepted rows, before any is marked. */
  int acceptedBlocks() {
    int count = 0;
    for (int block = 0; block < blocks; block++) {
      count += accepted()[block] == 0 ? 0 : 1;
    }
    return count;
  }

  /** Bounds all accepted rows by +Infinity: nothing is known of them. */
  void setUnknown() {
    Arrays.fill(upper, 0, blocks * BLOCK_ROWS, Float.NEGATIVE_INFINITY);
    for (int block = 0; block < blocks; block++) {
      long lanes = rows.getBits()[block];
      blockUpper[block] = lanes == 0 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
      for (; lanes != 0; lanes &= lanes - 1) {
        upper[block * BLOCK_ROWS + Long.numberOfTrailingZeros(lanes)] = Float.POSITIVE_INFINITY;
      }
    }
  }

  float ofLane(int lane) {
    return upper[lane];
  }

  /** Marks a row as settled; {@link #updateBlock} is to be called before the block's next use. */
  void remove(int lane) {
    upper[lane] = Float.NEGATIVE_INFINITY;
  }

  /** The least float that is at least {@code value}. */
  public static float roundUp(double value) {
    float rounded = (float) value;
    return rounded < value ? Math.nextUp(rounded) : rounded;
  }

  /** Marks the rows whose bounds are at least {@code least}, before any of them is looked at. */
  void mark(float least) {
    long[] bits = rows.getBits();
    for (int block = 0; block < blocks; block++) {
      bits[block] = blockUpper[block] >= least ? reaching(block, least) : 0;
    }
  }

  /** A bit for every row of a block that is marked. */
  long marked(int block) {
    return rows.getBits()[block];
  }

  /** A bit for every row of a block whose bound is at least {@code least}. */
  private long reaching(int block, float least) {
    return SCAN.reaching(upper, block * BLOCK_ROWS, least);
  }

  /**
   * Removes rows whose bounds are known and at least {@code least}, as many as the arrays hold.
   *
   * @return how many
   */
  int take(double least, int[] ords, float[] bounds) {
    float rounded = roundUp(least);
    int count = 0;
    for (int block = 0; block < blocks && count < ords.length; block++) {
      if (blockUpper[block] < rounded) {
        continue;
      }
      long lanes = reaching(block, rounded);
      for (; lanes != 0 && count < ords.length; lanes &= lanes - 1) {
        int lane = block * BLOCK_ROWS + Long.numberOfTrailingZeros(lanes);
        if (isKnown(lane)) {
          ords[count] = ord(lane);
          bounds[count++] = upper[lane];
          remove(lane);
        }
      }
      updateBlock(block);
    }
    return count;
  }

  /** Finds a block's largest bound again. */
  void updateBlock(int block) {
    blockUpper[block] = SCAN.largest(upper, block * BLOCK_ROWS);
  }

  /** The largest bound left. */
  float largest() {
    float largest = Float.NEGATIVE_INFINITY;
    for (int block = 0; block < blocks; block++) {
      largest = Math.max(largest, blockUpper[block]);
    }
    return largest;
  }

  /**
   * A bound that about {@code count} rows of known bounds reach: the count-th largest of all
   * blocks' largest, or if there are not so many blocks, what an even sample of the rows says.
   */
  float reachedBy(int count) {
    if (count <= blocks) {
      FloatHeap largest = new FloatHeap(count);
      for (int block = 0; block < blocks; block++) {
        largest.offer(largestKnown(block));
      }
      return largest.peek();
    }
    int step = Math.max(1, blocks * BLOCK_ROWS / MAX_SAMPLE);
    FloatHeap largest = new FloatHeap(Math.max(1, count / step));
    for (int lane = 0; lane < blocks * BLOCK_ROWS; lane += step) {
      largest.offer(isKnown(lane) ? upper[lane] : Float.NEGATIVE_INFINITY);
    }
    return largest.peek();
  }

  /** Whether a row's code tells anything: vectors that cannot be coded look best of all. */
  private boolean isKnown(int lane) {
    return upper[lane] < Float.POSITIVE_INFINITY;
  }

  private float largestKnown(int block) {
    if (blockUpper[block] < Float.POSITIVE_INFINITY) {
      return blockUpper[block];
    }
    float largest = Float.NEGATIVE_INFINITY;
    for (int lane = block * BLOCK_ROWS; lane < (block + 1) * BLOCK_ROWS; lane++) {
      largest = isKnown(lane) ? Math.max(largest, upper[lane]) : largest;
    }
    return largest;
  }

  /** Whether at most one in {@code few} of {@code rows} rows has at least a bound. */
  boolean isReachedByFew(double bound, int few, int rows) {
    long reached = 0;
    for (int block = 0; block < blocks; block++) {
      reached += blockUpper[block] >= bound ? BLOCK_ROWS : 0;
    }
    return few * reached <= rows || (long) few * countFrom(bound) <= rows;
  }

  private int countFrom(double bound) {
    float least = roundUp(bound);
    int count = 0;
    for (int block = 0; block < blocks; block++) {
      if (blockUpper[block] >= least) {
        count += Long.bitCount(reaching(block, least));
      }
    }
    return count;
  }
}
