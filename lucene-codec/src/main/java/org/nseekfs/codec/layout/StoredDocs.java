package org.nseekfs.codec.layout;

import java.io.IOException;
import org.apache.lucene.codecs.lucene90.IndexedDISI;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.packed.DirectMonotonicReader;

/**
 * Which documents the rows of a field belong to, in Lucene's own structure: a set of documents and
 * a sequence from row to document, which say the same. Lucene reads it without a check, so it is
 * checked here.
 */
final class StoredDocs {

  static final int BLOCK_SHIFT = 16;

  /** What stands for the set's offset where there are no rows. */
  private static final long EMPTY = -2;

  /** What stands for it where every document has a row. */
  private static final long DENSE = -1;

  /** A long, an int, a long and a byte. */
  private static final int BLOCK_BYTES = 2 * Long.BYTES + Integer.BYTES + Byte.BYTES;

  private StoredDocs() {}

  /**
   * Reads where the documents of {@code rows} rows are, and takes that.
   *
   * @throws IllegalArgumentException if they are not where they must be
   */
  static OrdToDocDISIReaderConfiguration read(IndexInput meta, int rows, SegmentShape segment)
      throws IOException {
    long start = meta.getFilePointer();
    long offset = meta.readLong();
    long length = meta.readLong();
    short jumps = meta.readShort();
    byte rankPower = meta.readByte();
    if (rows == 0 || rows == segment.maxDoc()) {
      FieldEntry.requireEqual("documents' offset", rows == 0 ? EMPTY : DENSE, offset);
      FieldEntry.requireEqual("documents' length", 0L, length);
      FieldEntry.requireEqual("documents' jump table", (short) -1, jumps);
      FieldEntry.requireEqual("documents' rank power", (byte) -1, rankPower);
    } else {
      segment.take(SegmentFile.VECTORS, offset, Math.addExact(offset, length), 1);
      FieldEntry.requireEqual(
          "documents' rank power", IndexedDISI.DEFAULT_DENSE_RANK_POWER, rankPower);
      if (jumps < 0 || jumps * (long) Long.BYTES > length) {
        throw new IllegalArgumentException(jumps + " jumps in " + length + " bytes of documents");
      }
      long ordsOffset = meta.readLong();
      FieldEntry.requireEqual("documents' block shift", BLOCK_SHIFT, meta.readVInt());
      meta.skipBytes((long) Math.ceilDiv(rows, 1 << BLOCK_SHIFT) * BLOCK_BYTES);
      long ordsEnd = Math.addExact(ordsOffset, meta.readLong());
      segment.take(SegmentFile.VECTORS, ordsOffset, ordsEnd, 1);
    }
    meta.seek(start);
    return OrdToDocDISIReaderConfiguration.fromStoredMeta(meta, rows);
  }

  /**
   * Checks that set and sequence are of the same documents, if that is stored.
   *
   * @throws IllegalArgumentException naming the first row of which they are not
   */
  static void check(FieldEntry entry, IndexInput vectors, int maxDoc) throws IOException {
    if (entry.isDense()) {
      return;
    }
    IndexedDISI set = entry.docs().getIndexedDISI(vectors);
    DirectMonotonicReader ordToDoc = entry.docs().getDirectMonotonicReader(vectors);
    int before = -1;
    for (int ord = 0; ord < entry.rows().count(); ord++) {
      long doc = ordToDoc.get(ord);
      if (doc <= before || doc >= maxDoc || set.nextDoc() != doc) {
        throw new IllegalArgumentException(
            "row " + ord + " is document " + doc + "'s, which is not the next with a vector");
      }
      before = (int) doc;
    }
    if (set.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      throw new IllegalArgumentException(
          "document " + set.docID() + " has a vector, but there is no row");
    }
  }
}
