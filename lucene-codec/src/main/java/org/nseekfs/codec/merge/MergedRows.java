package org.nseekfs.codec.merge;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DocIDMerger;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.search.DocIdSetIterator;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.values.FieldCodes;
import org.nseekfs.codec.values.Records;
import org.nseekfs.codec.values.StoredField;
import org.nseekfs.codec.write.KnownCodes;
import org.nseekfs.codec.write.RowEncoder;
import org.nseekfs.quantization.code.BlockEncoder;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * The rows of a merged field in the order of its documents. A row of the merged type is copied as
 * it is, with its codes if they are in the frame that was chosen; values of other types, and those
 * that another format holds, are encoded. Used by one thread.
 */
public final class MergedRows implements KnownCodes {

  private final byte[] row;
  private final RowEncoder encoder;

  /** Null if there is no source. */
  private final DocIDMerger<Rows> merger;

  /** Null if no codes can be copied. */
  private final CodeFrame frame;

  /** The source of the current row. */
  private Rows source;

  /** The rows of a source, in its order. */
  private static final class Rows extends DocIDMerger.Sub {
    private final KnnVectorValues values;
    private final DocIndexIterator docs;

    /** Null if values have to be encoded. */
    private final Records stored;

    /** Null if there are no codes of the frame. */
    private final Records blocks;

    /** Null if there are no fine codes of the frame. */
    private final Records fine;

    private int loadedBlock = -1;

    Rows(MergePlan.Source source, KnnVectorValues values, boolean isCopied, CodeFrame frame)
        throws IOException {
      super(source.docMap());
      this.values = values;
      this.docs = values.iterator();
      StoredField field = source.stored();
      this.stored = isCopied ? field.rows().rows() : null;
      boolean isCoded = isCopied && isCodedIn(field.codes(), frame);
      this.blocks = isCoded ? field.codes().blocks() : null;
      this.fine = isCoded ? field.codes().fine() : null;
    }

    private static boolean isCodedIn(FieldCodes codes, CodeFrame frame) throws IOException {
      if (codes == null || frame == null || codes.frame().id() != frame.id()) {
        return false;
      }
      codes.frame().requireFits(frame);
      return true;
    }

    @Override
    public int nextDoc() throws IOException {
      return docs.nextDoc();
    }
  }

  /**
   * The rows that {@code plan} merges.
   *
   * @param frame of the codes that are written; null if none are
   */
  public MergedRows(MergePlan plan, FieldShape shape, CodeFrame frame) throws IOException {
    this.encoder = new RowEncoder(shape);
    this.row = new byte[encoder.rowBytes()];
    this.frame = frame;
    List<Rows> sources = new ArrayList<>();
    for (MergePlan.Source source : plan.sources()) {
      boolean isCopied = source.stored() != null && source.type() == shape.type();
      sources.add(new Rows(source, source.values(plan.field()), isCopied, frame));
    }
    this.merger = sources.isEmpty() ? null : DocIDMerger.of(sources, plan.sorted());
  }

  /** Goes to the next row; returns its document, or NO_MORE_DOCS. */
  public int nextDoc() throws IOException {
    source = merger == null ? null : merger.next();
    return source == null ? DocIdSetIterator.NO_MORE_DOCS : source.mappedDocID;
  }

  /**
   * The current row, valid until the next call.
   *
   * @throws IllegalArgumentException naming field, position and value, if a value of another format
   *     is not finite
   */
  public byte[] row() throws IOException {
    int ord = source.docs.index();
    if (source.stored == null) {
      return encoder.encodeMerged(
          source.values instanceof ByteVectorValues bytes
              ? bytes.vectorValue(ord)
              : ((FloatVectorValues) source.values).vectorValue(ord));
    }
    copy(source.stored, ord, row, 0);
    return row;
  }

  private static void copy(Records records, int ord, byte[] to, int from) throws IOException {
    records.load(ord, 1);
    int length = records.layout.recordBytes();
    MemorySegment.copy(
        records.segment(), ValueLayout.JAVA_BYTE, records.position(ord), to, from, length);
  }

  @Override
  public boolean copy(byte[] block, byte[] fine, int lane) throws IOException {
    if (source.blocks == null) {
      return false;
    }
    int ord = source.docs.index();
    int blockOrd = ord / CodeFrame.BLOCK_DOCS;
    if (blockOrd != source.loadedBlock) {
      source.blocks.load(blockOrd, 1);
      source.loadedBlock = blockOrd;
    }
    BlockEncoder.copy(
        frame,
        source.blocks.segment(),
        source.blocks.position(blockOrd),
        ord % CodeFrame.BLOCK_DOCS,
        block,
        lane);
    if (source.fine != null) {
      copy(source.fine, ord, fine, lane * source.fine.layout.recordBytes());
    }
    return true;
  }
}
