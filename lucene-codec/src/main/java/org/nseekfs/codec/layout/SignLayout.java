package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/**
 * Where the sign codes of a field and the hash tables over them lie in {@link
 * SegmentFile#SIGN_CODES}.
 *
 * @param codes blocks of sign codes and their frame
 * @param tables null if there are none
 */
public record SignLayout(BlockLayout codes, TableLayout tables) {

  private static final byte ABSENT = 0;
  private static final byte CODES = 1;
  private static final byte CODES_AND_TABLES = 2;

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public SignLayout {
    if (tables != null && !codes.holds(tables.rows())) {
      throw new IllegalArgumentException(
          "tables of " + tables.rows() + " rows, but " + codes.blocks().count() + " blocks");
    }
    if (tables != null && tables.offset() < codes.endOffset()) {
      throw new IllegalArgumentException(
          "tables at " + tables.offset() + ", but codes end at " + codes.endOffset());
    }
  }

  /** The blocks of sign codes. */
  public PlaneLayout blocks() {
    return codes.blocks();
  }

  /** Bytes of all codes and tables. */
  public long length() {
    return blocks().length() + (tables == null ? 0 : tables.length());
  }

  /** Writes {@code signs}, null if there are none, to {@link SegmentFile#META}. */
  static void write(IndexOutput meta, SignLayout signs) throws IOException {
    if (signs == null) {
      meta.writeByte(ABSENT);
      return;
    }
    meta.writeByte(signs.tables == null ? CODES : CODES_AND_TABLES);
    signs.codes.write(meta);
    if (signs.tables != null) {
      meta.writeLong(signs.tables.offset());
      meta.writeInt(signs.tables.tables());
      meta.writeInt(signs.tables.hashesPerTable());
    }
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
    if (stored != CODES && stored != CODES_AND_TABLES) {
      throw new IllegalArgumentException(
          "sign codes must be absent (0), codes (1), or codes and tables (2), got " + stored);
    }
    BlockLayout codes = BlockLayout.read(meta, rows);
    TableLayout tables =
        stored == CODES
            ? null
            : new TableLayout(meta.readLong(), meta.readInt(), meta.readInt(), rows);
    segment.requireWithin(SegmentFile.SIGN_CODES, codes.endOffset());
    if (tables != null) {
      segment.requireWithin(SegmentFile.SIGN_CODES, tables.endOffset());
    }
    return new SignLayout(codes, tables);
  }
}
