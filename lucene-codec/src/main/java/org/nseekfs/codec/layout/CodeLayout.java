package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Where the codes of a field lie: coarse ones in {@link SegmentFile#CODES}, a block for every
 * {@link CodeFrame#BLOCK_DOCS} rows, and their frame behind the last block; fine ones in {@link
 * SegmentFile#FINE_CODES}, one a row.
 *
 * @param blocks of coarse codes
 * @param fine codes; null if there are none
 * @param frameId of the frame
 * @param frameBytes bytes of the frame
 */
public record CodeLayout(PlaneLayout blocks, PlaneLayout fine, long frameId, int frameBytes) {

  private static final byte ABSENT = 0;
  private static final byte COARSE = 1;
  private static final byte COARSE_AND_FINE = 2;

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public CodeLayout {
    if (blocks.recordBytes() % RecordLayout.ALIGNMENT != 0) {
      throw new IllegalArgumentException(
          "blocks of codes must be multiples of "
              + RecordLayout.ALIGNMENT
              + " bytes, got "
              + blocks.recordBytes());
    }
    if (frameBytes < 1) {
      throw new IllegalArgumentException("frame of " + frameBytes + " bytes");
    }
    if (fine != null && blocksOf(fine.count()) != blocks.count()) {
      throw new IllegalArgumentException(
          fine.count() + " fine codes, but " + blocks.count() + " blocks");
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

  /** Bytes of all codes. */
  public long length() {
    return blocks.length() + (fine == null ? 0 : fine.length());
  }

  /** Writes {@code codes}, null if there are none, to {@link SegmentFile#META}. */
  static void write(IndexOutput meta, CodeLayout codes) throws IOException {
    if (codes == null) {
      meta.writeByte(ABSENT);
      return;
    }
    meta.writeByte(codes.fine == null ? COARSE : COARSE_AND_FINE);
    meta.writeLong(codes.blocks.offset());
    meta.writeInt(codes.blocks.recordBytes());
    meta.writeLong(codes.frameId);
    meta.writeInt(codes.frameBytes);
    if (codes.fine != null) {
      meta.writeLong(codes.fine.offset());
      meta.writeInt(codes.fine.recordBytes());
    }
  }

  /**
   * Reads what {@link #write} wrote of a field with {@code rows} rows.
   *
   * @param lengths of the files that hold codes
   * @throws IllegalArgumentException if that is not valid
   */
  static CodeLayout read(IndexInput meta, int rows, FieldEntry.Lengths lengths) throws IOException {
    byte planes = meta.readByte();
    if (planes == ABSENT) {
      return null;
    }
    if (planes != COARSE && planes != COARSE_AND_FINE) {
      throw new IllegalArgumentException(
          "codes must be absent (0), coarse (1), or coarse and fine (2), got " + planes);
    }
    PlaneLayout blocks = new PlaneLayout(meta.readLong(), blocksOf(rows), meta.readInt());
    long frameId = meta.readLong();
    int frameBytes = meta.readInt();
    PlaneLayout fine =
        planes == COARSE ? null : new PlaneLayout(meta.readLong(), rows, meta.readInt());
    CodeLayout codes = new CodeLayout(blocks, fine, frameId, frameBytes);
    requireWithin("codes", Math.addExact(codes.frameOffset(), frameBytes), lengths.codes());
    if (fine != null) {
      requireWithin("fine codes", fine.endOffset(), lengths.fineCodes());
    }
    return codes;
  }

  private static void requireWithin(String what, long end, long length) {
    if (end > length) {
      throw new IllegalArgumentException(
          what + " end at " + end + ", behind the file's content of " + length);
    }
  }
}
