package org.nseekfs.codec.values;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.store.IndexInput;
import org.nseekfs.codec.layout.FieldEntry;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.layout.SegmentInputs;
import org.nseekfs.codec.layout.SignLayout;
import org.nseekfs.codec.layout.StoredFrame;
import org.nseekfs.codec.spi.LshStatistics;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.lsh.HashProjection;
import org.nseekfs.quantization.lsh.SignFrame;

/** The sign codes of a field in a segment. Shared by threads. */
public final class FieldSigns {

  private final FieldEntry entry;
  private final SignLayout layout;
  private final IndexInput file;
  private final StoredFrame<SignFrame> frame;

  /** Null if codes are in the order of rows. */
  private final StoredBuckets buckets;

  FieldSigns(FieldEntry entry, SegmentInputs files) {
    this.entry = entry;
    this.layout = entry.signs();
    this.file = files.input(SegmentFile.SIGN_CODES);
    this.frame = new StoredFrame<>(file, layout.codes(), new Kind());
    this.buckets =
        layout.buckets() == null
            ? null
            : new StoredBuckets(file, layout.buckets(), layout.blocks().count(), entry.rows());
  }

  /** The frame of the codes. */
  public StoredFrame<SignFrame> frame() {
    return frame;
  }

  /** The blocks, for one search. */
  public Records blocks() throws IOException {
    return Records.open(file, layout.blocks());
  }

  /** The buckets in whose order the codes are; null if they are in the order of rows. */
  public StoredBuckets buckets() {
    return buckets;
  }

  /** The projection of the hash function; null if there is none. */
  public HashProjection projection() throws IOException {
    return buckets == null ? null : buckets.hash().projection();
  }

  /** Figures of the codes and buckets. */
  public LshStatistics statistics() throws IOException {
    int bits = frame.get().bits();
    return buckets == null ? LshStatistics.withoutBuckets(bits) : buckets.statistics(bits);
  }

  private final class Kind implements StoredFrame.Kind<SignFrame> {
    @Override
    public int mostBytes() {
      return SignFrame.bytes(entry.rows().dimension());
    }

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
          && candidate.blockBytes() == layout.blocks().recordBytes();
    }
  }
}
