package org.nseekfs.codec.layout;

import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/** A file that is written, then read, then gone. Used by one thread. */
public final class TemporaryFile implements Closeable {

  private final Directory directory;
  private final IndexOutput output;

  /** Null until the file is read. */
  private IndexInput input;

  private boolean closed;

  TemporaryFile(SegmentWriteState state, String suffix) throws IOException {
    this.directory = state.directory;
    this.output = directory.createTempOutput(state.segmentInfo.name, suffix, state.context);
  }

  /** Where to write. */
  public IndexOutput output() {
    return output;
  }

  /** Ends writing; the file from its first byte on. Asked once. */
  public IndexInput read() throws IOException {
    output.close();
    input = directory.openInput(output.getName(), IOContext.READONCE);
    return input;
  }

  /** Deletes the file. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      IOUtils.close(output, input);
      directory.deleteFile(output.getName());
    }
  }
}
