package org.nseekfs.codec;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.nseekfs.codec.layout.RowLayout;

/**
 * The rows of a field in native memory: in place where one memory segment covers them, else copied
 * block by block, with the same bits. Made for one search or one set of values, used by one thread.
 */
abstract sealed class Rows {

  final RowLayout layout;

  private Rows(RowLayout layout) {
    this.layout = layout;
  }

  /**
   * The rows of {@code layout} in {@code vectors}.
   *
   * @throws AlreadyClosedException if that is closed
   */
  static Rows open(IndexInput vectors, RowLayout layout) throws IOException {
    IndexInput slice = vectors.slice("rows", layout.offset(), layout.length());
    if (slice instanceof MemorySegmentAccessInput mapped) {
      MemorySegment segment = mapped.segmentSliceOrNull(0, layout.length());
      if (segment != null) {
        return new Mapped(layout, segment);
      }
    }
    return new Copied(layout, slice);
  }

  /** Makes {@code count} rows from {@code ord} on available, until the next call. */
  abstract void load(int ord, int count) throws IOException;

  /** The memory that holds the rows made available last. */
  abstract MemorySegment segment();

  /** Where in {@link #segment} row {@code ord}, if available, starts. */
  abstract long position(int ord);

  /** What to throw for a failed access: an {@link AlreadyClosedException} if that is the cause. */
  final IllegalStateException translate(IllegalStateException e) {
    MemorySegment segment = segment();
    if (e instanceof AlreadyClosedException || segment == null || segment.scope().isAlive()) {
      return e;
    }
    return new AlreadyClosedException("the vectors' file is closed", e);
  }

  private static final class Mapped extends Rows {
    private final MemorySegment segment;

    Mapped(RowLayout layout, MemorySegment segment) {
      super(layout);
      this.segment = segment;
    }

    @Override
    void load(int ord, int count) {}

    @Override
    MemorySegment segment() {
      return segment;
    }

    @Override
    long position(int ord) {
      return layout.position(ord);
    }
  }

  private static final class Copied extends Rows {
    private final IndexInput slice;
    private byte[] buffer = new byte[0];
    private MemorySegment segment;
    private int firstOrd;

    Copied(RowLayout layout, IndexInput slice) {
      super(layout);
      this.slice = slice;
    }

    @Override
    void load(int ord, int count) throws IOException {
      int length = Math.multiplyExact(count, layout.rowBytes());
      if (buffer.length < length) {
        buffer = new byte[length];
        segment = Arena.ofAuto().allocate(length);
      }
      slice.seek(layout.position(ord));
      slice.readBytes(buffer, 0, length);
      MemorySegment.copy(buffer, 0, segment, ValueLayout.JAVA_BYTE, 0, length);
      firstOrd = ord;
    }

    @Override
    MemorySegment segment() {
      return segment;
    }

    @Override
    long position(int ord) {
      return layout.position(ord - firstOrd);
    }
  }
}
