package org.nseekfs.codec.layout;

import java.io.Closeable;
import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/**
 * A file behind its header.
 *
 * @param version of its layout, as its header says
 */
record VersionedInput(IndexInput input, int version) implements Closeable {

  @Override
  public void close() throws IOException {
    input.close();
  }
}
