package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.layout.SegmentInputs;
import org.nseekfs.codec.layout.SignLayout;
import org.nseekfs.quantization.lsh.SignFrame;

/** The sign codes of a field in a segment. Shared by threads. */
final class FieldSigns {

  private final FieldEntry entry;
  private final SignLayout layout;
  private final IndexInput file;
  private final StoredFrame<SignFrame> frame;

  FieldSigns(FieldEntry entry, SegmentInputs files) {
    this.entry = entry;
    this.layout = entry.signs();
    this.file = files.input(SegmentFile.SIGN_CODES);
    this.frame = new StoredFrame<>(file, layout.codes(), new Kind());
  }

  /** The frame of the codes. */
  StoredFrame<SignFrame> frame() {
    return frame;
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
    int bits = frame.get().bits();
    return layout.tables() == null
        ? LshStatistics.withoutTables(bits)
        : LshStatistics.of(bits, tables());
  }

  private final class Kind implements StoredFrame.Kind<SignFrame> {
    @Override
    public SignFrame parse(MemorySegment bytes) {
      return SignFrame.read(bytes);
    }

    @Override
    public long id(SignFrame read) {
      return read.id();
    }

    @Override
    public boolean fits(SignFrame candidate) {
      return candidate.dimension() == entry.rows().dimension()
          && candidate.similarity() == RawScores.similarity(entry.similarityFunction())
          && candidate.blockBytes() == layout.blocks().recordBytes()
          && (layout.tables() == null
              || (long) layout.tables().tables() * layout.tables().hashesPerTable()
                  <= candidate.bits());
    }
  }
}
