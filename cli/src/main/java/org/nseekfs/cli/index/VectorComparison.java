package org.nseekfs.cli.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.RowReader;

/** Compares a field's vectors in an index and in a copy of its live documents. */
final class VectorComparison {

  private final LongConsumer progress;
  private long vectors;
  private long unequal;

  /**
   * A comparison.
   *
   * @param progress hears how many vectors have been compared
   */
  VectorComparison(LongConsumer progress) {
    this.progress = progress;
  }

  /** Vectors compared. */
  long vectors() {
    return vectors;
  }

  /** Vectors with an element of other bits. */
  long unequal() {
    return unequal;
  }

  /**
   * Compares all vectors of a field.
   *
   * @throws IOException if a document of the copy has a vector that its original has not, or lacks
   *     one
   */
  void run(DirectoryReader original, DirectoryReader copy, FieldInfo field) throws IOException {
    List<LeafReader> copies = copy.leaves().stream().map(LeafReaderContext::reader).toList();
    int next = 0;
    for (LeafReaderContext leaf : original.leaves()) {
      if (leaf.reader().numDocs() > 0) {
        compare(leaf.reader(), copies.get(next++), field);
      }
    }
  }

  private static KnnVectorValues values(LeafReader leaf, FieldInfo field) throws IOException {
    return FieldShape.isFloat(field)
        ? leaf.getFloatVectorValues(field.getName())
        : leaf.getByteVectorValues(field.getName());
  }

  private void compare(LeafReader original, LeafReader copy, FieldInfo field) throws IOException {
    KnnVectorValues values = values(original, field);
    KnnVectorValues copied = values(copy, field);
    Bits live = original.getLiveDocs();
    KnnVectorValues.DocIndexIterator copiedDocs = copied == null ? null : copied.iterator();
    int copiedDoc = 0;
    int doc = 0;
    if (values != null) {
      KnnVectorValues.DocIndexIterator docs = values.iterator();
      while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        for (; doc < docs.docID(); doc++) {
          copiedDoc += live == null || live.get(doc) ? 1 : 0;
        }
        if (live == null || live.get(doc)) {
          requireSame(field, copiedDoc, copiedDocs == null ? -1 : copiedDocs.nextDoc());
          compare(vector(values, docs.index()), vector(copied, copiedDocs.index()));
        }
      }
    }
    if (copiedDocs != null) {
      requireSame(field, DocIdSetIterator.NO_MORE_DOCS, copiedDocs.nextDoc());
    }
  }

  private static void requireSame(FieldInfo field, int expected, int found) throws IOException {
    if (expected != found) {
      throw new IOException(
          "field \""
              + field.getName()
              + "\": the copy has its next vector in document "
              + found
              + " of a segment where it should be in "
              + expected);
    }
  }

  private static double[] vector(KnnVectorValues values, int ord) throws IOException {
    return values instanceof FloatVectorValues floats
        ? RowReader.widen(floats.vectorValue(ord))
        : RowReader.widen(((ByteVectorValues) values).vectorValue(ord));
  }

  /** Floats and bytes as doubles are equal just where their bits are, but for those of NaN. */
  private void compare(double[] vector, double[] copy) {
    unequal += Arrays.equals(vector, copy) ? 0 : 1;
    progress.accept(++vectors);
  }
}
