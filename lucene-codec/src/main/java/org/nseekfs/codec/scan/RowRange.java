package org.nseekfs.codec.scan;

import java.io.IOException;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.values.FieldRows;

/**
 * The rows of one search: those from {@code firstOrd} to before {@code endOrd}, less those whose
 * documents are refused.
 *
 * @param bits accepted documents; null if all are
 */
public record RowRange(FieldRows field, Bits bits, int firstOrd, int endOrd) {

  /** Documents looked at together. */
  private static final int WINDOW = 4096;

  /**
   * The rows of documents from {@code minDoc} to before {@code maxDoc}.
   *
   * @param acceptDocs null if none is refused
   */
  public static RowRange of(FieldRows field, AcceptDocs acceptDocs, int minDoc, int maxDoc)
      throws IOException {
    return new RowRange(
        field,
        acceptDocs == null ? null : acceptDocs.bits(),
        field.firstOrdFrom(minDoc),
        field.firstOrdFrom(maxDoc));
  }

  /** The rows of this range; null if they are all of the field's. */
  public FixedBitSet selected() throws IOException {
    if (acceptsAll(0, field.count())) {
      return null;
    }
    FixedBitSet rows = new FixedBitSet(field.count());
    select(0, field.count(), rows);
    return rows;
  }

  /** Whether all rows from {@code first} to before {@code end} are in the range and accepted. */
  public boolean acceptsAll(int first, int end) {
    return bits == null && first >= firstOrd && end <= endOrd;
  }

  /** Sets the bits of the accepted ones among the {@code count} rows from {@code first} on. */
  void select(int first, int count, FixedBitSet accepted) throws IOException {
    accepted.clear();
    int from = Math.max(first, firstOrd);
    int to = Math.min(first + count, endOrd);
    if (from >= to) {
      return;
    }
    if (bits == null || field.entry().isDense()) {
      accepted.set(from - first, to - first);
    }
    if (bits != null && field.entry().isDense()) {
      bits.applyMask(accepted, first);
    } else if (bits != null) {
      selectByDocs(from, to, accepted.getBits(), from - first);
    }
  }

  /**
   * Sets the bits of the accepted ones among the rows {@code from} to before {@code to} of a field
   * that not every document has, the first at {@code lane}: of a word of documents, those with a
   * row are consecutive rows.
   */
  private void selectByDocs(int from, int to, long[] accepted, int lane) throws IOException {
    DocIdSetIterator docs = field.docs();
    FixedBitSet having = new FixedBitSet(WINDOW);
    int end = field.ordToDoc(to - 1) + 1;
    int at = lane;
    for (int doc = docs.advance(field.ordToDoc(from)); doc < end; doc = docs.docID()) {
      having.clear();
      docs.intoBitSet((int) Math.min(end, doc + (long) WINDOW), having, doc);
      FixedBitSet taken = having.clone();
      bits.applyMask(taken, doc);
      for (int word = 0; word < WINDOW / Long.SIZE; word++) {
        long rows = Long.compress(taken.getBits()[word], having.getBits()[word]);
        long rowsOfNext = rows >>> 1 >>> ~at;
        if (rows != 0) {
          accepted[at / Long.SIZE] |= rows << at;
        }
        if (rowsOfNext != 0) {
          accepted[at / Long.SIZE + 1] |= rowsOfNext;
        }
        at += Long.bitCount(having.getBits()[word]);
      }
    }
  }
}
