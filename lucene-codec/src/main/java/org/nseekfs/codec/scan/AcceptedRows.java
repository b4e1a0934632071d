package org.nseekfs.codec.scan;

import java.io.IOException;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.nseekfs.codec.values.FieldRows;

/** The rows to score, in ascending order, a block at a time. Used by one search. */
public abstract sealed class AcceptedRows
    permits AcceptedRows.FromBits, AcceptedRows.FromIterator, BestFirstRows, BoundedRows {

  /** The iterator is taken where at most one document in so many is accepted. */
  private static final int ITERATOR_THRESHOLD = 8;

  /** Ords of the block. */
  final int[] ords;

  /** Their documents. */
  final int[] docs;

  AcceptedRows(int blockRows) {
    this.ords = new int[blockRows];
    this.docs = new int[blockRows];
  }

  /**
   * The rows of {@code range}.
   *
   * @param acceptDocs where its bits are from
   */
  public static AcceptedRows of(RowRange range, AcceptDocs acceptDocs) throws IOException {
    return range.bits() != null && acceptDocs.cost() <= range.field().count() / ITERATOR_THRESHOLD
        ? new FromIterator(range, acceptDocs.iterator())
        : new FromBits(range);
  }

  /** Fills the block with at most {@code limit} rows and returns how many; 0 at the end. */
  abstract int next(int limit) throws IOException;

  private static final class FromBits extends AcceptedRows {
    private final FieldRows field;
    private final Bits bits;
    private final int endOrd;
    private int ord;

    FromBits(RowRange range) {
      super(RowScan.BLOCK_ROWS);
      this.field = range.field();
      this.bits = range.bits();
      this.ord = range.firstOrd();
      this.endOrd = range.endOrd();
    }

    @Override
    int next(int limit) {
      return bits == null ? nextUnfiltered(Math.min(limit, endOrd - ord)) : nextAccepted(limit);
    }

    private int nextUnfiltered(int count) {
      for (int i = 0; i < count; i++) {
        ords[i] = ord + i;
        docs[i] = field.ordToDoc(ord + i);
      }
      ord += count;
      return count;
    }

    private int nextAccepted(int limit) {
      int count = 0;
      while (count < limit && ord < endOrd) {
        int doc = field.ordToDoc(ord);
        if (bits.get(doc)) {
          ords[count] = ord;
          docs[count] = doc;
          count++;
        }
        ord++;
      }
      return count;
    }
  }

  private static final class FromIterator extends AcceptedRows {
    private final DocIdSetIterator accepted;

    /** Null if row i is document i's. */
    private final DocIndexIterator sparseDocs;

    private final int maxDoc;
    private int doc;

    FromIterator(RowRange range, DocIdSetIterator accepted) throws IOException {
      super(RowScan.BLOCK_ROWS);
      FieldRows field = range.field();
      this.accepted = accepted;
      this.sparseDocs = field.entry().isDense() ? null : field.sparseDocs();
      this.maxDoc = docOf(range.endOrd(), field);
      int minDoc = docOf(range.firstOrd(), field);
      this.doc = minDoc == DocIdSetIterator.NO_MORE_DOCS ? minDoc : accepted.advance(minDoc);
    }

    private static int docOf(int ord, FieldRows field) {
      return ord == field.count() ? DocIdSetIterator.NO_MORE_DOCS : field.ordToDoc(ord);
    }

    @Override
    int next(int limit) throws IOException {
      int count = 0;
      while (count < limit && doc < maxDoc) {
        int docWithRow = sparseDocs == null ? doc : advanceSparse();
        if (docWithRow == doc) {
          ords[count] = sparseDocs == null ? doc : sparseDocs.index();
          docs[count] = doc;
          count++;
          doc = accepted.nextDoc();
        } else if (docWithRow < maxDoc) {
          doc = accepted.advance(docWithRow);
        } else {
          doc = DocIdSetIterator.NO_MORE_DOCS;
        }
      }
      return count;
    }

    private int advanceSparse() throws IOException {
      return sparseDocs.docID() < doc ? sparseDocs.advance(doc) : sparseDocs.docID();
    }
  }
}
