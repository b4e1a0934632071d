package org.nseekfs.codec.values;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.CodeLayout;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.layout.SegmentInputs;
import org.nseekfs.codec.layout.StoredFrame;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.code.CodeFrame;

/** The codes of a field in a segment. Shared by threads. */
public final class FieldCodes {

  private final FieldEntry entry;
  private final CodeLayout layout;
  private final IndexInput file;
  private final IndexInput fineFile;
  private final StoredFrame<CodeFrame> frame;

  FieldCodes(FieldEntry entry, SegmentInputs files) {
    this.entry = entry;
    this.layout = entry.codes();
    this.file = files.input(SegmentFile.CODES);
    this.fineFile = files.input(SegmentFile.FINE_CODES);
    this.frame = new StoredFrame<>(file, layout.coarse(), new Kind());
  }

  /** The frame of the codes. */
  public StoredFrame<CodeFrame> frame() {
    return frame;
  }

  /** The blocks, for one search. */
  public Records blocks() throws IOException {
    return Records.open(file, layout.blocks());
  }

  /** The fine codes, for one search; null if there are none. */
  public Records fine() throws IOException {
    return layout.fine() == null ? null : Records.open(fineFile, layout.fine());
  }

  private final class Kind implements StoredFrame.Kind<CodeFrame> {
    @Override
    public int mostBytes() {
      return CodeFrame.mostBytes(entry.rows().dimension());
    }

    @Override
    public CodeFrame parse(MemorySegment bytes) {
      return CodeFrame.read(bytes);
    }

    @Override
    public long id(CodeFrame read) {
      return read.id();
    }

    @Override
    public boolean fits(CodeFrame candidate) {
      return candidate.dimension() == entry.rows().dimension()
          && candidate.similarity() == RawScores.similarity(entry.similarityFunction())
          && candidate.blockBytes() == layout.blocks().recordBytes()
          && candidate.fineBytes() == (layout.fine() == null ? 0 : layout.fine().recordBytes());
    }
  }
}
