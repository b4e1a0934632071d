package org.nseekfs.codec.lsh;

import java.io.IOException;
import org.nseekfs.codec.scan.ChunkBounds;
import org.nseekfs.codec.scan.RowRange;
import org.nseekfs.quantization.lsh.SignFrame;

/** All blocks, in the order of rows. */
final class RowOrder extends BlockOrder {

  /** Blocks that are read before what was found is looked at; the same for any directory. */
  private static final int MOST_BLOCKS = ChunkBounds.CHUNK_BLOCKS;

  private final RowRange range;
  private final int endBlock;
  private int block;

  /** The blocks of the rows of {@code range}. */
  RowOrder(RowRange range) {
    this.range = range;
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
  boolean isEnough(double missed) {
    return false;
  }

  @Override
  void next(Reader reader) throws IOException {
    int count = Math.min(MOST_BLOCKS, endBlock - block);
    reader.read(block, count);
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
  int bucket(int place) {
    return 0;
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
