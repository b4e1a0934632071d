package org.nseekfs.codec.values;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MemorySegmentAccessInput;
import org.nseekfs.codec.layout.RecordLayout;

/**
 * Records of a file, rows or blocks of codes, in native memory: in place where one memory segment
 * covers them, else copied some at a time, with the same bits. Made for one search or one set of
 * values, used by one thread.
 */
public abstract sealed class Records {

  private static final int CACHE_LINE = 64;

  /** Bytes of a record beyond which the processor itself reads ahead. */
  private static final int MAX_FETCHED = 4096;

  public final RecordLayout layout;

  private Records(RecordLayout layout) {
    this.layout = layout;
  }

  /**
   * The records of {@code layout} in {@code file}.
   *
   * @throws AlreadyClosedException if that is closed
   */
  static Records open(IndexInput file, RecordLayout layout) throws IOException {
    IndexInput slice = file.slice("records", layout.offset(), layout.length());
    if (slice instanceof MemorySegmentAccessInput mapped) {
      MemorySegment segment = mapped.segmentSliceOrNull(0, layout.length());
      if (segment != null) {
        return new Mapped(layout, segment);
      }
    }
    return new Copied(layout, slice);
  }

  /** Makes {@code count} records from {@code index} on available, until the next call. */
  public abstract void load(int index, int count) throws IOException;

  /**
   * Reads a byte of every cache line of a few records, those of {@code ords} from {@code from} to
   * before {@code to}, so that they come from memory together. Does nothing where records are
   * copied.
   */
  public void fetch(int[] ords, int from, int to) {}

  /** Whether records are available where they lie, at no cost. */
  public abstract boolean isInPlace();

  /** The memory that holds the records made available last. */
  public abstract MemorySegment segment();

  /** Where in {@link #segment} record {@code index}, if available, starts. */
  public abstract long position(int index);

  /** What to throw for a failed access: an {@link AlreadyClosedException} if that is the cause. */
  public final IllegalStateException translate(IllegalStateException e) {
    MemorySegment segment = segment();
    if (e instanceof AlreadyClosedException || segment == null || segment.scope().isAlive()) {
      return e;
    }
    return new AlreadyClosedException("the segment's file is closed", e);
  }

  private static final class Mapped extends Records {
    private final MemorySegment segment;

    Mapped(RecordLayout layout, MemorySegment segment) {
      super(layout);
      this.segment = segment;
    }

    @Override
    public void load(int index, int count) {}

    @Override
    public void fetch(int[] ords, int from, int to) {
      int last = layout.recordBytes() - 1;
      int sum = 0;
      // Both ends first, so that addresses of all their pages are looked up together.
      for (int i = from; i < to; i++) {
        long record = position(ords[i]);
        sum += segment.get(ValueLayout.JAVA_BYTE, record);
        sum += segment.get(ValueLayout.JAVA_BYTE, record + last);
      }
      for (int i = from; i < to; i++) {
        long record = position(ords[i]);
        for (int at = CACHE_LINE; at < Math.min(last, MAX_FETCHED); at += CACHE_LINE) {
          sum += segment.get(ValueLayout.JAVA_BYTE, record + at);
        }
      }
      if (sum == Integer.MIN_VALUE) {
        // So few bytes never sum up to that; but a sum that nobody looked at need not be computed.
        throw new IllegalStateException("sum of records " + from + " to " + to);
      }
    }

    @Override
    public boolean isInPlace() {
      return true;
    }

    @Override
    public MemorySegment segment() {
      return segment;
    }

    @Override
    public long position(int index) {
      return layout.position(index);
    }
  }

  private static final class Copied extends Records {
    private final IndexInput slice;
    private byte[] buffer = new byte[0];
    private MemorySegment segment;
    private int first;

    Copied(RecordLayout layout, IndexInput slice) {
      super(layout);
      this.slice = slice;
    }

    @Override
    public void load(int index, int count) throws IOException {
      int length = Math.multiplyExact(count, layout.recordBytes());
      if (buffer.length < length) {
        buffer = new byte[length];
        segment = Arena.ofAuto().allocate(length);
      }
      slice.seek(layout.position(index));
      slice.readBytes(buffer, 0, length);
      MemorySegment.copy(buffer, 0, segment, ValueLayout.JAVA_BYTE, 0, length);
      first = index;
    }

    @Override
    public boolean isInPlace() {
      return false;
    }

    @Override
    public MemorySegment segment() {
      return segment;
    }

    @Override
    public long position(int index) {
      return layout.position(index - first);
    }
  }
}
