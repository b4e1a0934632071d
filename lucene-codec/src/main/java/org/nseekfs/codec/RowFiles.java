package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.nseekfs.codec.layout.DerivedLayout;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.layout.SegmentOutputs;

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

  /** Null if rows get no sign codes. */
  private final SignWriter signs;

  /** Files for rows of {@code shape}, coded in {@code frames}. */
  RowFiles(FieldShape shape, FieldFrames frames, KnownCodes known, SegmentOutputs outputs)
      throws IOException {
    this.shape = shape;
    this.outputs = outputs;
    this.offset = outputs.vectors().alignFilePointer(RecordLayout.ALIGNMENT);
    this.codes =
        frames.codes() == null
            ? null
            : new CodeWriter(frames.codes(), shape.type(), known, outputs);
    this.signs = frames.signs() == null ? null : new SignWriter(frames, shape.type(), outputs);
  }

  @Override
  public void add(byte[] row) throws IOException {
    outputs.vectors().writeBytes(row, row.length);
    if (codes != null) {
      codes.add(row);
    }
    if (signs != null) {
      signs.add(row);
    }
  }

  /** Writes the field's entry, once all rows have been added. */
  void finish(FieldInfo field, DocsWithFieldSet docs) throws IOException {
    RowLayout rows = new RowLayout(shape.type(), shape.dimension(), docs.cardinality(), offset);
    DerivedLayout derived =
        new DerivedLayout(
            codes == null ? null : codes.finish(), signs == null ? null : signs.finish());
    FieldEntry.write(field, rows, derived, docs, outputs);
  }

  @Override
  public long ramBytesUsed() {
    return 0;
  }
}
