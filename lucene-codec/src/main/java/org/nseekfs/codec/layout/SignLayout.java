package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Where the sign codes of a field lie in {@link SegmentFile#SIGN_CODES}.
 *
 * @param codes blocks of sign codes and their frame
 * @param buckets of a hash function, in whose order the codes are; null if they are in the order of
 *     rows
 */
public record SignLayout(BlockLayout codes, BucketLayout buckets) {

  private static final byte ABSENT = 0;
  private static final byte IN_ORDER_OF_ROWS = 1;
  private static final byte IN_ORDER_OF_BUCKETS = 2;

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if they do not
   */
  public SignLayout {
    if (buckets != null
        && buckets.places() != (long) codes.blocks().count() * CodeFrame.BLOCK_DOCS) {
      throw new IllegalArgumentException(
          "buckets of " + buckets.places() + " places, but " + codes.blocks().count() + " blocks");
    }
    if (buckets != null && buckets.offset() < codes.endOffset()) {
      throw new IllegalArgumentException(
          "buckets at " + buckets.offset() + ", but codes end at " + codes.endOffset());
    }
  }

  /** Whether that can be codes of {@code rows} rows. */
  boolean isOf(int rows) {
    return buckets == null ? codes.holds(rows) : buckets.places() >= rows;
  }

  /** The blocks of sign codes. */
  public PlaneLayout blocks() {
    return codes.blocks();
  }

  /** Bytes of all codes and buckets. */
  public long length() {
    return blocks().length() + (buckets == null ? 0 : buckets.length());
  }

  /** Writes {@code signs}, null if there are none, to {@link SegmentFile#META}. */
  static void write(IndexOutput meta, SignLayout signs) throws IOException {
    if (signs == null) {
      meta.writeByte(ABSENT);
      return;
    }
    meta.writeByte(signs.buckets == null ? IN_ORDER_OF_ROWS : IN_ORDER_OF_BUCKETS);
    signs.codes.write(meta);
    if (signs.buckets != null) {
      meta.writeInt(signs.blocks().count());
      meta.writeLong(signs.buckets.offset());
      meta.writeInt(signs.buckets.buckets());
      meta.writeInt(signs.buckets.hashBytes());
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
    if (stored != IN_ORDER_OF_ROWS && stored != IN_ORDER_OF_BUCKETS) {
      throw new IllegalArgumentException(
          "sign codes must be absent (0), in the order of rows (1), or of buckets (2), got "
              + stored);
    }
    BlockLayout codes = BlockLayout.read(meta, rows);
    BucketLayout buckets = null;
    if (stored == IN_ORDER_OF_BUCKETS) {
      int blocks = meta.readInt();
      codes = codes.withBlocks(blocks);
      int places = Math.multiplyExact(blocks, CodeFrame.BLOCK_DOCS);
      buckets = new BucketLayout(meta.readLong(), meta.readInt(), places, meta.readInt());
    }
    codes.take(SegmentFile.SIGN_CODES, segment);
    if (buckets != null) {
      segment.take(
          SegmentFile.SIGN_CODES, buckets.offset(), buckets.endOffset(), RecordLayout.ALIGNMENT);
    }
    return new SignLayout(codes, buckets);
  }
}
