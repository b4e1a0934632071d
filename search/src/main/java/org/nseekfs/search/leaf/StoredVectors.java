package org.nseekfs.search.leaf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.nseekfs.codec.spi.RawVectorScorer;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/**
 * The vectors of a leaf one at a time, in document order, as its reader gives them, whatever its
 * format. Used by one thread.
 */
public final class StoredVectors {

  private final ElementType type;
  private final KnnVectorValues values;
  private final KnnVectorValues.DocIndexIterator iterator;

  private StoredVectors(ElementType type, KnnVectorValues values) {
    this.type = type;
    this.values = values;
    this.iterator = values.iterator();
  }

  /** The vectors of {@code leaf}, before the first; null if there are none. */
  public static StoredVectors of(VectorLeaf leaf) throws IOException {
    LeafReader reader = leaf.reader();
    KnnVectorValues values =
        leaf.type().isFloat()
            ? reader.getFloatVectorValues(leaf.field())
            : reader.getByteVectorValues(leaf.field());
    return values == null || values.size() == 0 ? null : new StoredVectors(leaf.type(), values);
  }

  /**
   * The vector of document {@code doc} of {@code leaf}, deleted or not, an array of its type; null
   * if it has none.
   */
  public static Object vector(VectorLeaf leaf, int doc) throws IOException {
    StoredVectors vectors = of(leaf);
    return vectors != null && vectors.documents().advance(doc) == doc ? vectors.vector() : null;
  }

  /**
   * The leaf of document {@code doc} of {@code reader}.
   *
   * @throws IllegalArgumentException if there is no such document
   */
  public static LeafReaderContext leafOf(IndexReader reader, int doc) {
    if (doc < 0 || doc >= reader.maxDoc()) {
      throw new IllegalArgumentException(
          "doc must be from 0 to below " + reader.maxDoc() + ", got " + doc);
    }
    return reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
  }

  /** What to throw where a document must have a vector. */
  public static IllegalArgumentException none(String field, int doc) {
    return new IllegalArgumentException(
        "document " + doc + " has no vector in field \"" + field + "\"");
  }

  /** The documents with a vector: the one it stands on is whose vector is given. */
  public DocIdSetIterator documents() {
    return new DocIdSetIterator() {
      @Override
      public int docID() {
        return iterator.docID();
      }

      @Override
      public int nextDoc() throws IOException {
        return iterator.nextDoc();
      }

      @Override
      public int advance(int target) throws IOException {
        // Not every iterator knows its index after advance(), so all documents are walked.
        return slowAdvance(target);
      }

      @Override
      public long cost() {
        return iterator.cost();
      }
    };
  }

  /** The document's vector; the array may be used again for the next. */
  Object vector() throws IOException {
    return switch (values) {
      case FloatVectorValues floats -> floats.vectorValue(iterator.index());
      default -> {
        byte[] bytes = bytes();
        yield type == ElementType.F64 ? DoubleRows.decode(bytes) : bytes;
      }
    };
  }

  /** Writes the document's vector as a row of its type. */
  public void writeRow(MemorySegment rows, long offset) throws IOException {
    if (values instanceof FloatVectorValues floats) {
      type.encode(floats.vectorValue(iterator.index()), rows, offset);
    } else {
      byte[] row = bytes();
      MemorySegment.copy(row, 0, rows, ValueLayout.JAVA_BYTE, offset, row.length);
    }
  }

  private byte[] bytes() throws IOException {
    return ((ByteVectorValues) values).vectorValue(iterator.index());
  }

  /**
   * What our format has to score these vectors where they lie; null if they are in another.
   *
   * @param readerTarget see {@link VectorLeaf#readerTarget}
   */
  RawVectorScorer rawScorer(Object readerTarget) throws IOException {
    try {
      return (values instanceof FloatVectorValues floats
                  ? floats.scorer((float[]) readerTarget)
                  : ((ByteVectorValues) values).scorer((byte[]) readerTarget))
              instanceof RawVectorScorer ours
          ? ours
          : null;
    } catch (UnsupportedOperationException e) {
      // Readers made for merging (sorting, slow composite ones) have vectors, but no scorers.
      return null;
    }
  }
}
