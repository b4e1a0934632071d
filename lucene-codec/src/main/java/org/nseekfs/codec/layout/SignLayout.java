package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/**
 * Where the sign codes of a field lie in {@link SegmentFile#SIGN_CODES}.
 *
 * @param codes blocks of sign codes and their frame
 */
public record SignLayout(BlockLayout codes) {

  private static final byte ABSENT = 0;
  private static final byte CODES = 1;

  /** The blocks of sign codes. */
  public PlaneLayout blocks() {
    return codes.blocks();
  }

  /** Bytes of all codes. */
  public long length() {
    return blocks().length();
  }

  /** Writes {@code signs}, null if there are none, to {@link SegmentFile#META}. */
  static void write(IndexOutput meta, SignLayout signs) throws IOException {
    if (signs == null) {
      meta.writeByte(ABSENT);
      return;
    }
    meta.writeByte(CODES);
    signs.codes.write(meta);
  }

  /**
   * Reads what {@link #write} wrote of a field with {@code rows} rows.
   *
   * @throws IllegalArgumentException if that is not valid
   */
  static SignLayout read(IndexInput meta, int rows, SegmentShape segment) throws IOException {
    byte stored = meta.readByte();
    if (stored == ABSENT) {
      return null;
    }
    if (stored != CODES) {
      throw new IllegalArgumentException("sign codes must be absent (0) or not (1), got " + stored);
    }
    BlockLayout codes = BlockLayout.read(meta, rows);
    segment.requireWithin(SegmentFile.SIGN_CODES, codes.endOffset());
    return new SignLayout(codes);
  }
}
