package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.util.RamUsageEstimator;

/**
 * Takes the values of one field, in document order, and hands their rows to a sink.
 *
 * <p>A refused value costs its document only. A fault of the field itself waits for the first value
 * to be thrown: an exception from {@code addField} would close the IndexWriter and lose every
 * document not yet committed.
 *
 * @param <T> {@code float[]} or {@code byte[]}
 */
final class FieldWriter<T> extends KnnFieldVectorsWriter<T> {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(FieldWriter.class);

  private final FieldInfo field;
  private final FieldShape shape;
  private final RowSink sink;

  /** Whether another segment has the values already, so that none may be lost. */
  private final boolean isMerge;

  /** Null if all values are refused. */
  private final RowEncoder encoder;

  /** Null unless all values are refused. */
  private final IllegalArgumentException fault;

  private final DocsWithFieldSet docs = new DocsWithFieldSet();
  private int lastDoc = -1;

  /** Values of {@code shape} go to {@code sink}. */
  FieldWriter(FieldInfo field, FieldShape shape, RowSink sink, boolean isMerge) {
    this.field = field;
    this.shape = shape;
    this.sink = sink;
    this.isMerge = isMerge;
    this.encoder = new RowEncoder(shape);
    this.fault = null;
  }

  /** All values are refused because of {@code fault}: {@code sink} gets none. */
  FieldWriter(FieldInfo field, RowSink sink, IllegalArgumentException fault) {
    this.field = field;
    this.shape = FieldShape.plain(field);
    this.sink = sink;
    this.isMerge = false;
    this.encoder = null;
    this.fault = fault;
  }

  @Override
  public void addValue(int docID, T vectorValue) throws IOException {
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
    sink.add(isMerge ? encoder.encodeMerged(vectorValue) : encoder.encode(vectorValue));
    docs.add(docID);
  }

  @Override
  public T copyValue(T vectorValue) {
    throw new UnsupportedOperationException("values are encoded, never copied");
  }

  FieldInfo field() {
    return field;
  }

  /** The shape of the values taken; where all are refused, of what Lucene would have stored. */
  FieldShape shape() {
    return shape;
  }

  RowSink sink() {
    return sink;
  }

  /** Documents of the values taken. */
  DocsWithFieldSet docs() {
    return docs;
  }

  @Override
  public long ramBytesUsed() {
    long encoderBytes = encoder == null ? 0 : encoder.ramBytesUsed();
    return SHALLOW_BYTES + encoderBytes + sink.ramBytesUsed() + docs.ramBytesUsed();
  }
}
