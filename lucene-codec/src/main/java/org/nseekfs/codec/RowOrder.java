package org.nseekfs.codec;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;
import org.nseekfs.quantization.lsh.SignFrame;

/** All blocks, in the order of rows. */
final class RowOrder extends BlockOrder {

  private final RowRange range;
  private final int mostBlocks;
  private final int endBlock;
  private int block;

  /** How many blocks each batch has. */
  private double[] blocksOf = new double[1];

  /** The blocks of the rows of {@code range}. */
  RowOrder(RowRange range, Records blocks) {
    this.range = range;
    this.mostBlocks = ChunkBounds.mostBlocks(blocks);
    this.block = range.firstOrd() / SignFrame.BLOCK_DOCS;
    this.endBlock = Math.ceilDiv(range.endOrd(), SignFrame.BLOCK_DOCS);
  }

  @Override
  double estimatesShare() {
    return 1;
  }

  @Override
  void learn(Found found) {
    // All blocks are read, whatever is found.
  }

  @Override
  double[] batchShares(int batches) {
    double[] shares = Arrays.copyOf(blocksOf, batches);
    double all = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(blocks -> blocks / all).toArray();
  }

  @Override
  boolean isEnough(double missed) {
    return false;
  }

  @Override
  void next(Found found, Reader reader) throws IOException {
    int count = Math.min(mostBlocks, endBlock - block);
    int batch = reader.read(block, count);
    blocksOf = ArrayUtil.grow(blocksOf, batch + 1);
    blocksOf[batch] += count;
    block += count;
  }

  @Override
  boolean isAtEnd() {
    return block >= endBlock;
  }

  @Override
  int row(int place) {
    return place;
  }

  @Override
  double unread() {
    return 0;
  }

  @Override
  long rowsLeft() {
    return range.endOrd() - Math.min(range.endOrd(), (long) block * SignFrame.BLOCK_DOCS);
  }

  @Override
  long rowsRead() {
    return range.endOrd() - range.firstOrd() - rowsLeft();
  }

  @Override
  long bucketsRead() {
    return 0;
  }
}
