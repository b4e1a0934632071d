package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.layout.SegmentInputs;
import org.nseekfs.codec.layout.SignLayout;
import org.nseekfs.quantization.lsh.SignFrame;

/** The sign codes of a field in a segment. Shared by threads. */
final class FieldSigns {

  private static final String ANOTHER_FIELDS = "the frame is another field's";

  private final FieldEntry entry;
  private final SignLayout layout;
  private final IndexInput file;
  private final StoredFrame<SignFrame> frame;

  FieldSigns(FieldEntry entry, SegmentInputs files) {
    this.entry = entry;
    this.layout = entry.signs();
    this.file = files.input(SegmentFile.SIGN_CODES);
    this.frame = new StoredFrame<>(file, layout.codes(), this::read);
  }

  /** The frame's id, without reading it. */
  long frameId() {
    return layout.codes().frameId();
  }

  /**
   * The frame.
   *
   * @throws CorruptIndexException naming the file, if it is none, or none of this field
   */
  SignFrame frame() throws IOException {
    return frame.get();
  }

  /**
   * Checks that the codes can be of {@code candidate}, which has their frame's id.
   *
   * @throws CorruptIndexException naming the file, if they cannot
   */
  void requireFits(SignFrame candidate) throws CorruptIndexException {
    if (!fits(candidate)) {
      throw frame.corrupt(ANOTHER_FIELDS, null);
    }
  }

  private boolean fits(SignFrame candidate) {
    return candidate.dimension() == entry.rows().dimension()
        && candidate.similarity() == RawScores.similarity(entry.similarityFunction())
        && candidate.blockBytes() == layout.blocks().recordBytes()
        && (layout.tables() == null
            || (long) layout.tables().tables() * layout.tables().hashesPerTable()
                <= candidate.bits());
  }

  private SignFrame read(MemorySegment bytes) {
    SignFrame read = SignFrame.read(bytes);
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

  /** The hash tables, for one search; null if there are none. */
  SignTables tables() throws IOException {
    return layout.tables() == null ? null : new SignTables(file, layout.tables());
  }

  /** Figures of the codes and tables; reads where every bucket starts. */
  LshStatistics statistics() throws IOException {
    int bits = frame().bits();
    return layout.tables() == null
        ? LshStatistics.withoutTables(bits)
        : LshStatistics.of(bits, tables());
  }
}
