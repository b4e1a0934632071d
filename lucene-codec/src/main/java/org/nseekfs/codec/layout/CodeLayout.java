package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Where the codes of a field lie in {@link SegmentFile#CODES}: blocks without gaps, one for every
 * {@link CodeFrame#BLOCK_DOCS} rows, and their frame behind the last block.
 *
 * @param offset of the first block in the file, a multiple of {@link RecordLayout#ALIGNMENT} in
 *     files we write
 * @param count blocks
 * @param blockBytes bytes of a block
 * @param frameId of the frame
 * @param frameBytes bytes of the frame
 */
public record CodeLayout(long offset, int count, int blockBytes, long frameId, int frameBytes)
    implements RecordLayout {

  private static final byte ABSENT = 0;
  private static final byte PRESENT = 1;

  /**
   * Checks that the numbers make sense and the codes' end has an offset.
   *
   * @throws IllegalArgumentException if they do not
   */
  public CodeLayout {
    if (offset < 0 || count < 1 || frameBytes < 1) {
      throw new IllegalArgumentException(
          count + " blocks of codes at " + offset + " with a frame of " + frameBytes + " bytes");
    }
    if (blockBytes < ALIGNMENT || blockBytes % ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "blocks of codes must be multiples of " + ALIGNMENT + " bytes, got " + blockBytes);
    }
    try {
      Math.addExact(
          offset, Math.addExact(Math.multiplyExact((long) blockBytes, count), frameBytes));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(count + " blocks at " + offset + " end nowhere", e);
    }
  }

  /** Blocks for {@code rows} rows. */
  public static int blocksOf(int rows) {
    return rows / CodeFrame.BLOCK_DOCS + (rows % CodeFrame.BLOCK_DOCS == 0 ? 0 : 1);
  }

  @Override
  public int recordBytes() {
    return blockBytes;
  }

  /** The offset of the frame. */
  public long frameOffset() {
    return offset + length();
  }

  /** The offset behind the frame. */
  public long endOffset() {
    return frameOffset() + frameBytes;
  }

  /** Writes {@code codes}, null if there are none, to {@link SegmentFile#META}. */
  static void write(IndexOutput meta, CodeLayout codes) throws IOException {
    if (codes == null) {
      meta.writeByte(ABSENT);
      return;
    }
    meta.writeByte(PRESENT);
    meta.writeLong(codes.offset);
    meta.writeInt(codes.blockBytes);
    meta.writeLong(codes.frameId);
    meta.writeInt(codes.frameBytes);
  }

  /**
   * Reads what {@link #write} wrote of a field with {@code rows} rows.
   *
   * @param fileLength bytes of {@link SegmentFile#CODES} before its footer
   * @throws IllegalArgumentException if that is not valid
   */
  static CodeLayout read(IndexInput meta, int rows, long fileLength) throws IOException {
    byte presence = meta.readByte();
    if (presence == ABSENT) {
      return null;
    }
    if (presence != PRESENT) {
      throw new IllegalArgumentException(
          "codes must be absent (0) or present (1), got " + presence);
    }
    CodeLayout codes =
        new CodeLayout(
            meta.readLong(), blocksOf(rows), meta.readInt(), meta.readLong(), meta.readInt());
    if (codes.endOffset() > fileLength) {
      throw new IllegalArgumentException(
          "codes end at " + codes.endOffset() + ", behind the file's content of " + fileLength);
    }
    return codes;
  }
}
