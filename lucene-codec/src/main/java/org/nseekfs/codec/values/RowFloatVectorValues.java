package org.nseekfs.codec.values;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.util.Bits;
import org.nseekfs.codec.spi.RawVectorScorer;

/** The vectors of a field of a float type, decoded one at a time. */
final class RowFloatVectorValues extends FloatVectorValues {

  private final StoredField field;
  private final FieldRows rows;
  private final float[] value;

  /** The one iterator over documents; null if dense. */
  private final DocIndexIterator sparseDocs;

  private int valueOrd = -1;

  RowFloatVectorValues(StoredField field, FieldRows rows) throws IOException {
    this.field = field;
    this.rows = rows;
    this.value = new float[rows.entry().rows().dimension()];
    this.sparseDocs = rows.entry().isDense() ? null : rows.sparseDocs();
  }

  @Override
  public int dimension() {
    return value.length;
  }

  @Override
  public int size() {
    return rows.count();
  }

  @Override
  public float[] vectorValue(int ord) throws IOException {
    if (ord != valueOrd) {
      rows.read(ord, value);
      valueOrd = ord;
    }
    return value;
  }

  @Override
  public int ordToDoc(int ord) {
    return rows.ordToDoc(ord);
  }

  @Override
  public Bits getAcceptOrds(Bits acceptDocs) {
    return sparseDocs == null ? acceptDocs : super.getAcceptOrds(acceptDocs);
  }

  @Override
  public DocIndexIterator iterator() {
    return sparseDocs == null ? createDenseIterator() : sparseDocs;
  }

  @Override
  public RowFloatVectorValues copy() throws IOException {
    return new RowFloatVectorValues(field, rows.copy());
  }

  @Override
  public RawVectorScorer scorer(float[] target) throws IOException {
    RowFloatVectorValues copy = copy();
    return field.scorer(target, copy.rows, copy.iterator());
  }
}
