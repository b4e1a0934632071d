package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.layout.SegmentOutputs;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * The rows of a field and their codes go straight to the segment's files: a merge's heap does not
 * grow with its size.
 */
final class RowFiles implements RowSink {

  private final FieldShape shape;
  private final SegmentOutputs outputs;
  private final long offset;

  /** Null if rows get no codes. */
  private final CodeWriter codes;

  /** Files for rows of {@code shape}, without codes if {@code frame} is null. */
  RowFiles(FieldShape shape, CodeFrame frame, KnownCodes known, SegmentOutputs outputs)
      throws IOException {
    this.shape = shape;
    this.outputs = outputs;
    this.offset = outputs.vectors().alignFilePointer(RecordLayout.ALIGNMENT);
    this.codes = frame == null ? null : new CodeWriter(frame, shape.type(), known, outputs);
  }

  @Override
  public void add(byte[] row) throws IOException {
    outputs.vectors().writeBytes(row, row.length);
    if (codes != null) {
      codes.add(row);
    }
  }

  /** Writes the field's entry, once all rows have been added. */
  void finish(FieldInfo field, DocsWithFieldSet docs) throws IOException {
    RowLayout rows = new RowLayout(shape.type(), shape.dimension(), docs.cardinality(), offset);
    FieldEntry.write(field, rows, codes == null ? null : codes.finish(), docs, outputs);
  }

  @Override
  public long ramBytesUsed() {
    return 0;
  }
}
