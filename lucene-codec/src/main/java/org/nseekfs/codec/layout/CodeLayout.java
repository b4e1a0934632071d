package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/**
 * Where the codes of a field lie: coarse ones and their frame in {@link SegmentFile#CODES}, fine
 * ones in {@link SegmentFile#FINE_CODES}, one a row.
 *
 * @param coarse blocks of coarse codes and their frame
 * @param fine codes; null if there are none
 */
public record CodeLayout(BlockLayout coarse, PlaneLayout fine) {

  private static final byte ABSENT = 0;
  private static final byte COARSE = 1;
  private static final byte COARSE_AND_FINE = 2;

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public CodeLayout {
    if (fine != null && !coarse.holds(fine.count())) {
      throw new IllegalArgumentException(
          fine.count() + " fine codes, but " + coarse.blocks().count() + " blocks");
    }
  }

  /** The blocks of coarse codes. */
  public PlaneLayout blocks() {
    return coarse.blocks();
  }

  /** Bytes of all codes. */
  public long length() {
    return blocks().length() + (fine == null ? 0 : fine.length());
  }

  /** Writes {@code codes}, null if there are none, to {@link SegmentFile#META}. */
  static void write(IndexOutput meta, CodeLayout codes) throws IOException {
    if (codes == null) {
      meta.writeByte(ABSENT);
      return;
    }
    meta.writeByte(codes.fine == null ? COARSE : COARSE_AND_FINE);
    codes.coarse.write(meta);
    if (codes.fine != null) {
      meta.writeLong(codes.fine.offset());
      meta.writeInt(codes.fine.recordBytes());
    }
  }

  /**
   * Reads what {@link #write} wrote of a field with {@code rows} rows.
   *
   * @throws IllegalArgumentException if that is not valid
   */
  static CodeLayout read(IndexInput meta, int rows, SegmentShape segment) throws IOException {
    byte planes = meta.readByte();
    if (planes == ABSENT) {
      return null;
    }
    if (planes != COARSE && planes != COARSE_AND_FINE) {
      throw new IllegalArgumentException(
          "codes must be absent (0), coarse (1), or coarse and fine (2), got " + planes);
    }
    BlockLayout coarse = BlockLayout.read(meta, rows);
    PlaneLayout fine =
        planes == COARSE ? null : new PlaneLayout(meta.readLong(), rows, meta.readInt());
    coarse.take(SegmentFile.CODES, segment);
    if (fine != null) {
      segment.take(SegmentFile.FINE_CODES, fine.offset(), fine.endOffset(), RecordLayout.ALIGNMENT);
    }
    return new CodeLayout(coarse, fine);
  }
}
