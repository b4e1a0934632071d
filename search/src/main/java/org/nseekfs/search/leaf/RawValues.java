package org.nseekfs.search.leaf;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.nseekfs.codec.spi.RawVectorScorer;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/**
 * Raw similarities of a target and single documents of a leaf, deleted ones too, asked for in
 * ascending order: the bits that a search finds. Rows of our format are scored where they lie; the
 * vectors of others are written as rows first, see {@code ValueScan}. Used by one thread.
 */
public abstract sealed class RawValues {

  private final VectorLeaf leaf;
  private final DocIdSetIterator iterator;

  private RawValues(VectorLeaf leaf, DocIdSetIterator iterator) {
    this.leaf = leaf;
    this.iterator = iterator;
  }

  /**
   * The raw values of the documents of a leaf; null if none of them has a vector in {@code field}.
   * Throws as {@link VectorLeaf#find}.
   */
  public static RawValues of(LeafReaderContext context, String field, QueryVector target)
      throws IOException {
    VectorLeaf leaf = VectorLeaf.find(context, field, target);
    StoredVectors vectors = leaf == null ? null : StoredVectors.of(leaf);
    if (vectors == null) {
      return null;
    }
    RawVectorScorer scorer =
        leaf.isOurs() ? vectors.rawScorer(VectorLeaf.readerTarget(target)) : null;
    return scorer == null
        ? new OfVectors(leaf, vectors, RowScorer.of(leaf.type(), leaf.similarity(), target))
        : new OfRows(leaf, scorer);
  }

  /** The leaf's vectors. */
  public final VectorLeaf leaf() {
    return leaf;
  }

  /** The documents with a vector. */
  public final DocIdSetIterator iterator() {
    return iterator;
  }

  /** Moves to {@code doc}, which must not be before the last one; whether it has a vector. */
  public final boolean advanceExact(int doc) throws IOException {
    return (iterator.docID() < doc ? iterator.advance(doc) : iterator.docID()) == doc;
  }

  /** The raw value of the document that the iterator stands on. */
  public abstract double raw() throws IOException;

  /** Lucene's score of that. */
  public final float score() throws IOException {
    return leaf.score(raw());
  }

  private static final class OfRows extends RawValues {
    private final RawVectorScorer scorer;

    OfRows(VectorLeaf leaf, RawVectorScorer scorer) {
      super(leaf, scorer.iterator());
      this.scorer = scorer;
    }

    @Override
    public double raw() throws IOException {
      return scorer.raw();
    }
  }

  private static final class OfVectors extends RawValues {
    private final StoredVectors vectors;
    private final RowScorer scorer;
    private final MemorySegment row;

    OfVectors(VectorLeaf leaf, StoredVectors vectors, RowScorer scorer) {
      super(leaf, vectors.documents());
      this.vectors = vectors;
      this.scorer = scorer;
      this.row = Arena.ofAuto().allocate(scorer.rowBytes());
    }

    @Override
    public double raw() throws IOException {
      vectors.writeRow(row, 0);
      return scorer.score(row, 0);
    }
  }
}
