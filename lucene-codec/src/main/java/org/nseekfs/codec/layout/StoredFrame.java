package org.nseekfs.codec.layout;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;

/**
 * The frame of a field's codes, read when first asked for: segments with equal frames need but one
 * of them read. Shared by threads.
 */
public final class StoredFrame<F> {

  private final IndexInput file;
  private final BlockLayout layout;
  private final Kind<F> kind;

  /** Null until asked for. */
  private volatile F frame;

  /** What must be known of frames to read one. */
  public interface Kind<F> {

    /** The most bytes of a frame of the field's dimension. */
    int mostBytes();

    /** Throws IllegalArgumentException if the bytes are no frame. */
    F parse(MemorySegment bytes);

    long id(F frame);

    /** Whether the field's codes can be of a frame. */
    boolean fits(F frame);
  }

  /** The frame of {@code layout} in {@code file}. */
  public StoredFrame(IndexInput file, BlockLayout layout, Kind<F> kind) {
    this.file = file;
    this.layout = layout;
    this.kind = kind;
  }

  /** The frame's id, without reading it. */
  public long id() {
    return layout.frameId();
  }

  /**
   * The frame.
   *
   * @throws CorruptIndexException naming the file, if it is none, or none of this field
   */
  public F get() throws IOException {
    F known = frame;
    if (known == null) {
      known = read();
      frame = known;
    }
    return known;
  }

  private F read() throws IOException {
    return GuardedRead.of(
        file,
        place(),
        () -> {
          if (layout.frameBytes() > kind.mostBytes()) {
            throw new IllegalArgumentException(
                "a frame takes at most "
                    + kind.mostBytes()
                    + " bytes, this one "
                    + layout.frameBytes());
          }
          IndexInput in = file.clone();
          in.seek(layout.frameOffset());
          byte[] bytes = new byte[layout.frameBytes()];
          in.readBytes(bytes, 0, bytes.length);
          F read = kind.parse(MemorySegment.ofArray(bytes));
          if (kind.id(read) != id()) {
            throw new IllegalArgumentException("the frame's id is another");
          }
          requireFits(read);
          return read;
        });
  }

  /**
   * Checks that the codes can be of {@code candidate}, which has their frame's id.
   *
   * @throws CorruptIndexException naming the file, if they cannot
   */
  public void requireFits(F candidate) throws CorruptIndexException {
    if (!kind.fits(candidate)) {
      throw new CorruptIndexException(place() + ": the frame is another field's", file);
    }
  }

  private String place() {
    return "codes at " + layout.blocks().offset();
  }
}
