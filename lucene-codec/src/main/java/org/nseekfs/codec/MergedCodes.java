package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DocIDMerger;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.nseekfs.quantization.code.BlockLanes;
import org.nseekfs.quantization.code.CodeFrame;

/**
 * The codes of a merge's rows, from those of its sources that have the merged field's type and
 * frame. Goes through the sources as the merge does; but a row's codes are known only if it equals
 * the source's row, so that none can ever have another's.
 */
final class MergedCodes implements KnownCodes {

  private final BlockLanes lanes;
  private final int fineBytes;
  private final DocIDMerger<Rows> merger;

  /** The rows of a source, in its order. */
  private static final class Rows extends DocIDMerger.Sub {
    private final DocIndexIterator docs;

    /** Null if codes cannot be copied. */
    private final CodedRows coded;

    private int loadedBlock = -1;

    Rows(MergePlan.Source source, DocIndexIterator docs, CodedRows coded) {
      super(source.docMap());
      this.docs = docs;
      this.coded = coded;
    }

    @Override
    public int nextDoc() throws IOException {
      return docs.nextDoc();
    }
  }

  private MergedCodes(CodeFrame frame, DocIDMerger<Rows> merger) {
    this.lanes = new BlockLanes(frame);
    this.fineBytes = frame.fineBytes();
    this.merger = merger;
  }

  /** What is known of the codes in {@code frame} of the rows of a merge. */
  static KnownCodes of(MergePlan plan, CodeFrame frame) throws IOException {
    List<Rows> sources = new ArrayList<>();
    boolean anyCoded = false;
    for (MergePlan.Source source : plan.sources()) {
      CodedRows coded = source.type() == plan.type() ? source.coded(plan.field(), frame) : null;
      sources.add(new Rows(source, source.values(plan.field()).iterator(), coded));
      anyCoded |= coded != null;
    }
    return anyCoded ? new MergedCodes(frame, DocIDMerger.of(sources, plan.sorted())) : NONE;
  }

  @Override
  public boolean copyNext(byte[] row, byte[] block, byte[] fine, int lane) throws IOException {
    Rows source = merger.next();
    if (source == null || source.coded == null) {
      return false;
    }
    int ord = source.docs.index();
    CodedRows coded = source.coded;
    if (!coded.isRow(ord, row)) {
      return false;
    }
    int blockOrd = ord / CodeFrame.BLOCK_DOCS;
    if (blockOrd != source.loadedBlock) {
      coded.blocks().load(blockOrd, 1);
      source.loadedBlock = blockOrd;
    }
    lanes.copy(
        coded.blocks().segment(),
        coded.blocks().position(blockOrd),
        ord % CodeFrame.BLOCK_DOCS,
        block,
        lane);
    if (fineBytes > 0) {
      coded.fine().load(ord, 1);
      MemorySegment.copy(
          coded.fine().segment(),
          ValueLayout.JAVA_BYTE,
          coded.fine().position(ord),
          fine,
          lane * fineBytes,
          fineBytes);
    }
    return true;
  }

  /**
   * Rows and codes of a field in a segment.
   *
   * @param fine null if there are none
   */
  record CodedRows(Records rows, Records blocks, Records fine) {

    /** Whether {@code row} is what is stored as {@code ord}. */
    boolean isRow(int ord, byte[] row) throws IOException {
      rows.load(ord, 1);
      long from = rows.position(ord);
      return MemorySegment.mismatch(
              rows.segment(), from, from + row.length, MemorySegment.ofArray(row), 0, row.length)
          < 0;
    }
  }
}
