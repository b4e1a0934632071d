package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.CodeLayout;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.quantization.code.CodeFrame;

/** The codes of a field in a segment. Shared by threads. */
final class FieldCodes {

  private final FieldEntry entry;
  private final CodeLayout layout;
  private final IndexInput file;
  private final IndexInput fineFile;

  /** Null until asked for: segments with equal frames need but one of them read. */
  private volatile CodeFrame frame;

  FieldCodes(FieldEntry entry, IndexInput file, IndexInput fineFile) {
    this.entry = entry;
    this.layout = entry.codes();
    this.file = file;
    this.fineFile = fineFile;
  }

  /** The frame's id, without reading it. */
  long frameId() {
    return layout.frameId();
  }

  /**
   * The frame.
   *
   * @throws CorruptIndexException naming the file, if it is none, or none of this field
   */
  CodeFrame frame() throws IOException {
    CodeFrame known = frame;
    if (known == null) {
      known = readFrame();
      frame = known;
    }
    return known;
  }

  /**
   * Checks that the codes can be of {@code candidate}, which has their frame's id.
   *
   * @throws CorruptIndexException naming the file, if they cannot
   */
  void requireFits(CodeFrame candidate) throws CorruptIndexException {
    if (candidate.dimension() != entry.rows().dimension()
        || candidate.similarity() != RawScores.similarity(entry.similarityFunction())
        || candidate.blockBytes() != layout.blocks().recordBytes()
        || candidate.fineBytes() != (layout.fine() == null ? 0 : layout.fine().recordBytes())) {
      throw new CorruptIndexException(
          "codes at " + layout.blocks().offset() + ": the frame is another field's", file);
    }
  }

  private CodeFrame readFrame() throws IOException {
    IndexInput in = file.clone();
    in.seek(layout.frameOffset());
    byte[] bytes = new byte[layout.frameBytes()];
    in.readBytes(bytes, 0, bytes.length);
    try {
      CodeFrame read = CodeFrame.read(MemorySegment.ofArray(bytes));
      if (read.id() != layout.frameId()) {
        throw new IllegalArgumentException("the frame's id is another");
      }
      requireFits(read);
      return read;
    } catch (IllegalArgumentException e) {
      throw new CorruptIndexException(
          "codes at " + layout.blocks().offset() + ": " + e.getMessage(), file, e);
    }
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
