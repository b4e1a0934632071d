package org.nseekfs.codec.values;

import java.io.IOException;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.util.Bits;
import org.nseekfs.codec.spi.RawVectorScorer;

/** The rows of a BYTE-encoded field as they are: bytes, or the bytes of doubles. */
final class RowByteVectorValues extends ByteVectorValues {

  private final StoredField field;
  private final FieldRows rows;
  private final byte[] value;

  /** The one iterator over documents; null if dense. */
  private final DocIndexIterator sparseDocs;

  private int valueOrd = -1;

  RowByteVectorValues(StoredField field, FieldRows rows) throws IOException {
    this.field = field;
    this.rows = rows;
    this.value = new byte[rows.entry().rows().rowBytes()];
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
  public byte[] vectorValue(int ord) throws IOException {
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
  public RowByteVectorValues copy() throws IOException {
    return new RowByteVectorValues(field, rows.copy());
  }

  @Override
  public RawVectorScorer scorer(byte[] target) throws IOException {
    RowByteVectorValues copy = copy();
    return field.scorer(target, copy.rows, copy.iterator());
  }
}
