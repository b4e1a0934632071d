package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.CodeLayout;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.layout.SegmentInputs;
import org.nseekfs.quantization.code.CodeFrame;

/** The codes of a field in a segment. Shared by threads. */
final class FieldCodes {

  private static final String ANOTHER_FIELDS = "the frame is another field's";

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
    this.frame = new StoredFrame<>(file, layout.coarse(), this::read);
  }

  /** The frame's id, without reading it. */
  long frameId() {
    return layout.coarse().frameId();
  }

  /**
   * The frame.
   *
   * @throws CorruptIndexException naming the file, if it is none, or none of this field
   */
  CodeFrame frame() throws IOException {
    return frame.get();
  }

  /**
   * Checks that the codes can be of {@code candidate}, which has their frame's id.
   *
   * @throws CorruptIndexException naming the file, if they cannot
   */
  void requireFits(CodeFrame candidate) throws CorruptIndexException {
    if (!fits(candidate)) {
      throw frame.corrupt(ANOTHER_FIELDS, null);
    }
  }

  private boolean fits(CodeFrame candidate) {
    return candidate.dimension() == entry.rows().dimension()
        && candidate.similarity() == RawScores.similarity(entry.similarityFunction())
        && candidate.blockBytes() == layout.blocks().recordBytes()
        && candidate.fineBytes() == (layout.fine() == null ? 0 : layout.fine().recordBytes());
  }

  private CodeFrame read(MemorySegment bytes) {
    CodeFrame read = CodeFrame.read(bytes);
    if (read.id() != frameId()) {
      throw new IllegalArgumentException("the frame's id is another");
    }
    if (!fits(read)) {
      throw new IllegalArgumentException(ANOTHER_FIELDS);
    }
    return read;
  }

  /** The blocks, for one search. */
  Records blocks() throws IOException {
    return Records.open(file, layout.blocks());
  }

  /** The fine codes, for one search; null if there are none. */
  Records fine() throws IOException {
    return layout.fine() == null ? null : Records.open(fineFile, layout.fine());
  }
}
