package org.nseekfs.codec.scan;

import java.io.IOException;
import org.apache.lucene.search.AcceptDocs;
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

  /** The rows of this range. */
  public FixedBitSet toSet() {
    FixedBitSet rows = new FixedBitSet(field.count());
    select(0, field.count(), rows);
    return rows;
  }

  /** Whether all rows from {@code first} to before {@code end} are in the range and accepted. */
  public boolean acceptsAll(int first, int end) {
    return bits == null && first >= firstOrd && end <= endOrd;
  }

  /** Sets the bits of the accepted ones among the {@code count} rows from {@code first} on. */
  void select(int first, int count, FixedBitSet accepted) {
    accepted.clear();
    int from = Math.max(first, firstOrd);
    int to = Math.min(first + count, endOrd);
    if (from >= to) {
      return;
    }
    accepted.set(from - first, to - first);
    if (bits != null && field.entry().isDense()) {
      bits.applyMask(accepted, first);
    } else if (bits != null) {
      for (int ord = from; ord < to; ord++) {
        if (!bits.get(field.ordToDoc(ord))) {
          accepted.clear(ord - first);
        }
      }
    }
  }
}
