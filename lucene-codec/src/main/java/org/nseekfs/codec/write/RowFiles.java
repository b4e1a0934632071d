package org.nseekfs.codec.write;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.nseekfs.codec.layout.CodeLayout;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.layout.RecordLayout;
import org.nseekfs.codec.layout.RowLayout;
import org.nseekfs.codec.layout.SegmentOutputs;
import org.nseekfs.codec.layout.SignLayout;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * Writes the rows of a field and their codes straight to the segment's files: a merge's heap does
 * not grow with its size. Used by one thread.
 */
public final class RowFiles {

  private final FieldShape shape;
  private final SegmentOutputs outputs;
  private final long offset;

  /** Null if rows get no codes. */
  private final CodeWriter codes;

  /** Null if rows get no sign codes. */
  private final SignWriter signs;

  /** The block of rows that codes are made of next; null if there are no codes. */
  private final MemorySegment block;

  private int lane;

  /** Files for rows of {@code shape}, coded in {@code frames}. */
  public RowFiles(FieldShape shape, FieldFrames frames, SegmentOutputs outputs) throws IOException {
    this.shape = shape;
    this.outputs = outputs;
    this.offset = outputs.vectors().alignFilePointer(RecordLayout.ALIGNMENT);
    this.codes =
        frames.codes() == null ? null : new CodeWriter(frames.codes(), shape.type(), outputs);
    this.signs = frames.signs() == null ? null : new SignWriter(frames, shape.type(), outputs);
    long rowBytes = shape.type().rowBytes(shape.dimension());
    this.block =
        codes == null && signs == null
            ? null
            : Arena.ofAuto().allocate(rowBytes * CodeFrame.BLOCK_DOCS);
  }

  /**
   * Writes a row.
   *
   * @param known its codes, if they are known
   */
  public void add(byte[] row, KnownCodes known) throws IOException {
    outputs.vectors().writeBytes(row, row.length);
    if (block == null) {
      return;
    }
    MemorySegment.copy(row, 0, block, ValueLayout.JAVA_BYTE, (long) lane * row.length, row.length);
    if (codes != null) {
      codes.take(known, lane);
    }
    lane++;
    if (lane == CodeFrame.BLOCK_DOCS) {
      writeCodes();
    }
  }

  private void writeCodes() throws IOException {
    if (codes != null) {
      codes.write(block, lane);
    }
    if (signs != null) {
      signs.write(block, lane);
    }
    lane = 0;
  }

  /** Writes the field's entry, once all rows have been added. */
  public void finish(FieldInfo field, DocsWithFieldSet docs) throws IOException {
    if (lane > 0) {
      writeCodes();
    }
    RowLayout rows = new RowLayout(shape.type(), shape.dimension(), docs.cardinality(), offset);
    CodeLayout codeLayout = codes == null ? null : codes.finish();
    SignLayout signLayout = signs == null ? null : signs.finish();
    FieldEntry.write(field, rows, codeLayout, signLayout, docs, outputs);
  }
}
