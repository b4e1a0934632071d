package org.nseekfs.search;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/** Keeps account of every read from the files of vectors. Such inputs cannot be mapped. */
final class CountingDirectory extends FilterDirectory {

  private record Read(String file, long start, long end) {}

  static final String VECTORS = ".vec";

  private final Queue<Read> reads = new ConcurrentLinkedQueue<>();

  CountingDirectory(Directory in) {
    super(in);
  }

  /**
   * Bytes from {@code start} to before {@code end} of a file that were read since {@link #forget}.
   */
  long bytesRead(String file, long start, long end) {
    return reads.stream()
        .filter(read -> read.file.equals(file))
        .mapToLong(read -> Math.max(0, Math.min(read.end, end) - Math.max(read.start, start)))
        .sum();
  }

  void forget() {
    reads.clear();
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    IndexInput input = super.openInput(name, context);
    return name.endsWith(VECTORS) ? new CountingInput(name, input, 0) : input;
  }

  private final class CountingInput extends FilterIndexInput {
    private final String file;
    private final long offset;

    CountingInput(String file, IndexInput in, long offset) {
      super("counting " + in, in);
      this.file = file;
      this.offset = offset;
    }

    @Override
    public byte readByte() throws IOException {
      count(1);
      return in.readByte();
    }

    @Override
    public void readBytes(byte[] bytes, int from, int length) throws IOException {
      count(length);
      in.readBytes(bytes, from, length);
    }

    private void count(int length) {
      long start = offset + in.getFilePointer();
      reads.add(new Read(file, start, start + length));
    }

    @Override
    public CountingInput clone() {
      return new CountingInput(file, in.clone(), offset);
    }

    @Override
    public IndexInput slice(String description, long from, long length) throws IOException {
      return new CountingInput(file, in.slice(description, from, length), offset + from);
    }
  }
}
