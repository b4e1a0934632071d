package org.nseekfs.cli.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/** The vectors of an index's live documents, in the order of their ids. For one thread. */
public final class IndexVectors implements VectorSource {

  private final VectorIndex index;
  private final List<KnnVectorValues> leaves = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(long id, int doc, int leaf, int ord) {}

  /** The vectors of an index that stays open. */
  public IndexVectors(VectorIndex index) throws IOException {
    this.index = index;
    for (LeafReaderContext leaf : index.reader().leaves()) {
      addLeaf(leaf);
    }
    entries.sort(Comparator.comparingLong(Entry::id).thenComparingInt(Entry::doc));
  }

  private void addLeaf(LeafReaderContext leaf) throws IOException {
    KnnVectorValues values = values(leaf);
    if (values == null) {
      return;
    }
    Bits liveDocs = leaf.reader().getLiveDocs();
    NumericDocValues ids = leaf.reader().getNumericDocValues(Fields.ID);
    KnnVectorValues.DocIndexIterator iterator = values.iterator();
    for (int doc = iterator.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = iterator.nextDoc()) {
      if (liveDocs == null || liveDocs.get(doc)) {
        int globalDoc = leaf.docBase + doc;
        long id = ids != null && ids.advanceExact(doc) ? ids.longValue() : globalDoc;
        entries.add(new Entry(id, globalDoc, leaves.size(), iterator.index()));
      }
    }
    leaves.add(values);
  }

  private KnnVectorValues values(LeafReaderContext leaf) throws IOException {
    return index.type().isFloat()
        ? leaf.reader().getFloatVectorValues(index.field())
        : leaf.reader().getByteVectorValues(index.field());
  }

  @Override
  public int count() {
    return entries.size();
  }

  @Override
  public int dimension() {
    return index.dimension();
  }

  /** The id of a row's document. */
  public long id(int row) {
    return entries.get(row).id();
  }

  /** The number of a row's document. */
  public int doc(int row) {
    return entries.get(row).doc();
  }

  /** The row of a document, or -1. */
  public int rowOf(int doc) {
    for (int row = 0; row < entries.size(); row++) {
      if (entries.get(row).doc() == doc) {
        return row;
      }
    }
    return -1;
  }

  @Override
  public float[] floatVector(int row) throws IOException {
    Entry entry = entries.get(row);
    if (leaves.get(entry.leaf()) instanceof FloatVectorValues floats) {
      return floats.vectorValue(entry.ord()).clone();
    }
    double[] vector = doubleVector(row);
    float[] rounded = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      rounded[i] = (float) vector[i];
    }
    return rounded;
  }

  @Override
  public double[] doubleVector(int row) throws IOException {
    Entry entry = entries.get(row);
    return switch (leaves.get(entry.leaf())) {
      case FloatVectorValues floats -> widen(floats.vectorValue(entry.ord()));
      case ByteVectorValues bytes -> toDoubles(bytes.vectorValue(entry.ord()));
      case KnnVectorValues other -> throw new IOException("unknown vectors: " + other.getClass());
    };
  }

  private static double[] widen(float[] vector) {
    double[] doubles = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      doubles[i] = vector[i];
    }
    return doubles;
  }

  /** An F64 field's doubles, or any other's integers. */
  private double[] toDoubles(byte[] vector) {
    if (index.type() == ElementType.F64) {
      return DoubleRows.decode(vector);
    }
    double[] doubles = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      doubles[i] = vector[i];
    }
    return doubles;
  }
}
