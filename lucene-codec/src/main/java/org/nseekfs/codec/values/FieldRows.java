package org.nseekfs.codec.values;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.Arrays;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.packed.DirectMonotonicReader;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.codec.spi.RawVectorScorer;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/**
 * The rows of a field and the documents they belong to. Made for one search or one set of values,
 * used by one thread.
 */
public final class FieldRows {

  private final FieldEntry entry;
  private final IndexInput vectors;
  private final Records rows;

  /** Null if dense. */
  private final DirectMonotonicReader ordToDoc;

  FieldRows(FieldEntry entry, IndexInput vectors) throws IOException {
    this.entry = entry;
    this.vectors = vectors;
    this.rows = Records.open(vectors, entry.rows());
    this.ordToDoc = entry.isDense() ? null : entry.docs().getDirectMonotonicReader(vectors);
  }

  /** The same rows, for another user. */
  FieldRows copy() throws IOException {
    return new FieldRows(entry, vectors);
  }

  public FieldEntry entry() {
    return entry;
  }

  public Records rows() {
    return rows;
  }

  public int count() {
    return entry.rows().count();
  }

  public int ordToDoc(int ord) {
    return ordToDoc == null ? ord : (int) ordToDoc.get(ord);
  }

  /** The first ord whose document is {@code doc} or a later one; the count if there is none. */
  public int firstOrdFrom(int doc) {
    if (ordToDoc == null) {
      return Math.min(doc, count());
    }
    long found = ordToDoc.binarySearch(0, count(), doc);
    return (int) (found < 0 ? -1 - found : found);
  }

  /** A new iterator over the documents, without their rows; not for a dense field. */
  public DocIdSetIterator docs() throws IOException {
    return entry.docs().getIndexedDISI(vectors);
  }

  /** A new iterator over the documents; not for a dense field. */
  public DocIndexIterator sparseDocs() {
    return new SparseDocs();
  }

  /** The documents in the order of their rows, by the sequence that was checked at opening. */
  private final class SparseDocs extends DocIndexIterator {
    private int ord = -1;
    private int doc = -1;

    @Override
    public int docID() {
      return doc;
    }

    @Override
    public int index() {
      return ord;
    }

    @Override
    public int nextDoc() {
      return moveTo(ord + 1);
    }

    @Override
    public int advance(int target) {
      int first = ord + 1;
      int step = 1;
      while (step < count() - first && ordToDoc.get(first + step) < target) {
        first += step;
        step = (int) Math.min(2L * step, Integer.MAX_VALUE);
      }
      long end = Math.min(count(), (long) first + step + 1);
      long found = ordToDoc.binarySearch(first, end, target);
      return moveTo((int) (found < 0 ? -1 - found : found));
    }

    private int moveTo(int next) {
      ord = next;
      doc = next < count() ? ordToDoc(next) : NO_MORE_DOCS;
      return doc;
    }

    @Override
    public long cost() {
      return count();
    }
  }

  /**
   * Reads row {@code ord} into {@code value}, a {@code float[]} of its elements or a {@code byte[]}
   * of its bytes.
   *
   * @throws IllegalArgumentException if there is no such row
   */
  void read(int ord, Object value) throws IOException {
    if (ord < 0 || ord >= count()) {
      throw new IllegalArgumentException("ord must be 0 to below " + count() + ", got " + ord);
    }
    try {
      rows.load(ord, 1);
      switch (value) {
        case float[] floats ->
            entry.rows().type().decode(rows.segment(), rows.position(ord), floats);
        case Object bytes ->
            MemorySegment.copy(
                rows.segment(), JAVA_BYTE, rows.position(ord), bytes, 0, Array.getLength(bytes));
      }
    } catch (IllegalStateException e) {
      throw rows.translate(e);
    }
  }

  /** Whether one of the rows is {@code vector}. */
  public boolean holds(double[] vector) throws IOException {
    RowReader reader = new RowReader(entry.rows().type(), vector.length);
    for (int ord = 0; ord < count(); ord++) {
      rows.load(ord, 1);
      if (Arrays.equals(vector, reader.read(rows.segment(), rows.position(ord)))) {
        return true;
      }
    }
    return false;
  }

  private double raw(RowScorer scorer, int ord) throws IOException {
    try {
      rows.load(ord, 1);
      return scorer.score(rows.segment(), rows.position(ord));
    } catch (IllegalStateException e) {
      throw rows.translate(e);
    }
  }

  /** Scores the document that {@code iterator}, over this field's values, stands on. */
  RawVectorScorer vectorScorer(RowScorer scorer, DocIndexIterator iterator) {
    return new RawVectorScorer() {
      @Override
      public double raw() throws IOException {
        return FieldRows.this.raw(scorer, iterator.index());
      }

      @Override
      public float score() throws IOException {
        return RawScores.score(
            entry.similarityFunction(), entry.rows().type(), entry.rows().dimension(), raw());
      }

      @Override
      public DocIdSetIterator iterator() {
        return iterator;
      }
    };
  }
}
