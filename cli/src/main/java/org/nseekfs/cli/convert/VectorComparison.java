package org.nseekfs.cli.convert;

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
import org.nseekfs.cli.index.VectorField;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowReader;

/** Compares a field's vectors in an index and in a copy of its live documents. */
final class VectorComparison {

  private final String field;
  private final LongConsumer progress;
  private long vectors;
  private long unequal;
  private double largestError;

  /**
   * A comparison.
   *
   * @param progress hears how many vectors have been compared
   */
  VectorComparison(String field, LongConsumer progress) {
    this.field = field;
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

  /** The largest difference of an element from its original. */
  double largestError() {
    return largestError;
  }

  /**
   * Compares all vectors of the field.
   *
   * @throws IOException if a document of the copy has a vector that its original has not, or lacks
   *     one
   */
  void run(DirectoryReader original, DirectoryReader copy) throws IOException {
    List<LeafReader> copies = copy.leaves().stream().map(LeafReaderContext::reader).toList();
    int next = 0;
    for (LeafReaderContext leaf : original.leaves()) {
      if (leaf.reader().numDocs() > 0) {
        compare(leaf.reader(), copies.get(next++));
      }
    }
  }

  /** The vectors of a segment, which may be doubles as bytes. */
  private record Values(KnnVectorValues values, boolean doubles) {

    /** Null if the segment has none. */
    static Values of(LeafReader leaf, String field) throws IOException {
      FieldInfo info = leaf.getFieldInfos().fieldInfo(field);
      if (info == null || !info.hasVectorValues()) {
        return null;
      }
      KnnVectorValues values =
          FieldShape.isFloat(info)
              ? leaf.getFloatVectorValues(field)
              : leaf.getByteVectorValues(field);
      boolean doubles = new VectorField(info).type() == ElementType.F64;
      return values == null ? null : new Values(values, doubles);
    }

    double[] vector(int ord) throws IOException {
      if (values instanceof FloatVectorValues floats) {
        return RowReader.widen(floats.vectorValue(ord));
      }
      byte[] bytes = ((ByteVectorValues) values).vectorValue(ord);
      return doubles ? DoubleRows.decode(bytes) : RowReader.widen(bytes);
    }
  }

  private void compare(LeafReader original, LeafReader copy) throws IOException {
    Values values = Values.of(original, field);
    Values copied = Values.of(copy, field);
    Bits live = original.getLiveDocs();
    KnnVectorValues.DocIndexIterator copiedDocs = copied == null ? null : copied.values.iterator();
    int copiedDoc = 0;
    int doc = 0;
    if (values != null) {
      KnnVectorValues.DocIndexIterator docs = values.values.iterator();
      while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        for (; doc < docs.docID(); doc++) {
          copiedDoc += live == null || live.get(doc) ? 1 : 0;
        }
        if (live == null || live.get(doc)) {
          requireSame(copiedDoc, copiedDocs == null ? -1 : copiedDocs.nextDoc());
          compare(values.vector(docs.index()), copied.vector(copiedDocs.index()));
        }
      }
    }
    if (copiedDocs != null) {
      requireSame(DocIdSetIterator.NO_MORE_DOCS, copiedDocs.nextDoc());
    }
  }

  private void requireSame(int expected, int found) throws IOException {
    if (expected != found) {
      throw new IOException(
          "field \""
              + field
              + "\": the copy has its next vector in document "
              + found
              + " of a segment where it should be in "
              + expected);
    }
  }

  /** Floats and bytes as doubles are equal just where their bits are, but for those of NaN. */
  private void compare(double[] vector, double[] copy) {
    if (!Arrays.equals(vector, copy)) {
      unequal++;
      for (int i = 0; i < vector.length; i++) {
        largestError = Math.max(largestError, Math.abs(vector[i] - copy[i]));
      }
    }
    progress.accept(++vectors);
  }
}
