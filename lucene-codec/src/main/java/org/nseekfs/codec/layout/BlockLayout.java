package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Where blocks of codes lie in a file, one for every {@link CodeFrame#BLOCK_DOCS} rows, and behind
 * the last one the frame that they have in common.
 *
 * @param blocks of codes
 * @param frameId of the frame
 * @param frameBytes bytes of the frame
 */
public record BlockLayout(PlaneLayout blocks, long frameId, int frameBytes) {

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public BlockLayout {
    if (blocks.recordBytes() % RecordLayout.ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "blocks of codes must be multiples of "
              + RecordLayout.ALIGNMENT
              + " bytes, got "
              + blocks.recordBytes());
    }
    if (frameBytes < 1 || blocks.endOffset() > Long.MAX_VALUE - frameBytes) {
      throw new IllegalArgumentException(
          "frame of " + frameBytes + " bytes at " + blocks.endOffset());
    }
  }

  /** Blocks for {@code rows} rows. */
  public static int blocksOf(int rows) {
    return rows / CodeFrame.BLOCK_DOCS + (rows % CodeFrame.BLOCK_DOCS == 0 ? 0 : 1);
  }

  /** The offset of the frame. */
  public long frameOffset() {
    return blocks.endOffset();
  }

  /** The offset behind the frame. */
  public long endOffset() {
    return frameOffset() + frameBytes;
  }

  /** Whether that are blocks for {@code rows} rows. */
  boolean holds(int rows) {
    return blocks.count() == blocksOf(rows);
  }

  /** The same, but for {@code count} blocks. */
  BlockLayout withBlocks(int count) {
    return new BlockLayout(
        new PlaneLayout(blocks.offset(), count, blocks.recordBytes()), frameId, frameBytes);
  }

  /** Takes blocks and frame, which must be the next part of {@code file}. */
  void take(SegmentFile file, SegmentShape segment) {
    segment.take(file, blocks.offset(), endOffset(), RecordLayout.ALIGNMENT);
  }

  void write(IndexOutput meta) throws IOException {
    meta.writeLong(blocks.offset());
    meta.writeInt(blocks.recordBytes());
    meta.writeLong(frameId);
    meta.writeInt(frameBytes);
  }

  /** Reads what {@link #write} wrote of a field with {@code rows} rows. */
  static BlockLayout read(IndexInput meta, int rows) throws IOException {
    return new BlockLayout(
        new PlaneLayout(meta.readLong(), blocksOf(rows), meta.readInt()),
        meta.readLong(),
        meta.readInt());
  }
}
