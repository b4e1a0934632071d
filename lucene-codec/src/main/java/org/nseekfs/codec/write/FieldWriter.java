package org.nseekfs.codec.write;

import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.util.RamUsageEstimator;
import org.nseekfs.codec.layout.FieldShape;

/**
 * Takes the values of one field, in document order, and keeps their rows until the flush.
 *
 * <p>A refused value costs its document only. A fault of the field itself waits for the first value
 * to be thrown: an exception from {@code addField} would close the IndexWriter and lose every
 * document not yet committed.
 *
 * @param <T> {@code float[]} or {@code byte[]}
 */
public final class FieldWriter<T> extends KnnFieldVectorsWriter<T> {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(FieldWriter.class);

  private final FieldInfo field;
  private final FieldShape shape;
  private final RowBuffer rows;

  /** Null if all values are refused. */
  private final RowEncoder encoder;

  /** Null unless all values are refused. */
  private final IllegalArgumentException fault;

  private final DocsWithFieldSet docs = new DocsWithFieldSet();
  private int lastDoc = -1;

  /** A writer of values of {@code shape}. */
  public FieldWriter(FieldInfo field, FieldShape shape) {
    this.field = field;
    this.shape = shape;
    this.encoder = new RowEncoder(shape);
    this.rows = new RowBuffer(encoder.rowBytes());
    this.fault = null;
  }

  /** A writer that refuses all values because of {@code fault}. */
  public FieldWriter(FieldInfo field, IllegalArgumentException fault) {
    this.field = field;
    this.shape = FieldShape.plain(field);
    this.encoder = null;
    this.rows = new RowBuffer(1);
    this.fault = fault;
  }

  @Override
  public void addValue(int docID, T vectorValue) {
    if (fault != null) {
      throw new IllegalArgumentException(fault.getMessage(), fault);
    }
    if (docID == lastDoc) {
      throw new IllegalArgumentException(
          "VectorValuesField \""
              + field.name
              + "\" appears more than once in this document (only one value is allowed per field)");
    }
    lastDoc = docID;
    rows.add(encoder.encode(vectorValue));
    docs.add(docID);
  }

  @Override
  public T copyValue(T vectorValue) {
    throw new UnsupportedOperationException("values are encoded, never copied");
  }

  public FieldInfo field() {
    return field;
  }

  /** The shape of the values taken; where all are refused, of what Lucene would have stored. */
  public FieldShape shape() {
    return shape;
  }

  /** Rows of the values taken. */
  public RowBuffer rows() {
    return rows;
  }

  /** Documents of the values taken. */
  public DocsWithFieldSet docs() {
    return docs;
  }

  @Override
  public long ramBytesUsed() {
    long encoderBytes = encoder == null ? 0 : encoder.ramBytesUsed();
    return SHALLOW_BYTES + encoderBytes + rows.ramBytesUsed() + docs.ramBytesUsed();
  }
}
