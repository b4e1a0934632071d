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

  /** Rows of documents from {@code minDoc} to before {@code maxDoc}; all if none is refused. */
  public static AcceptedRows of(
      FieldRows field, AcceptDocs acceptDocs, DocRange range, int blockRows) throws IOException {
    Bits bits = acceptDocs == null ? null : acceptDocs.bits();
    if (bits != null && acceptDocs.cost() <= field.count() / ITERATOR_THRESHOLD) {
      return new FromIterator(field, acceptDocs.iterator(), range, blockRows);
    }
    return new FromBits(field, bits, range, blockRows);
  }

  /** Documents from {@code min} to before {@code max}. */
  public record DocRange(int min, int max) {
    public static final DocRange ALL = new DocRange(0, DocIdSetIterator.NO_MORE_DOCS);
  }

  /** Fills the block with at most {@code limit} rows and returns how many; 0 at the end. */
  abstract int next(int limit) throws IOException;

  private static final class FromBits extends AcceptedRows {
    private final FieldRows field;
    private final Bits bits;
    private final int endOrd;
    private int ord;

    FromBits(FieldRows field, Bits bits, DocRange range, int blockRows) {
      super(blockRows);
      this.field = field;
      this.bits = bits;
      this.ord = field.firstOrdFrom(range.min());
      this.endOrd = field.firstOrdFrom(range.max());
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

    FromIterator(FieldRows field, DocIdSetIterator accepted, DocRange range, int blockRows)
        throws IOException {
      super(blockRows);
      this.accepted = accepted;
      this.sparseDocs = field.entry().isDense() ? null : field.sparseDocs();
      this.maxDoc = range.max();
      this.doc = range.min() == 0 ? accepted.nextDoc() : accepted.advance(range.min());
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
