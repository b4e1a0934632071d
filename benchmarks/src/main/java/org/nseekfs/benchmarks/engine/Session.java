package org.nseekfs.benchmarks.engine;

import java.io.IOException;

/** An engine that is ready to search; used by one thread. */
public interface Session extends AutoCloseable {

  /** Searches the nearest to the data set's query {@code query}. */
  Answer search(int query) throws IOException;

  /** What a reader of the result should know: a version, parameters; may be empty. */
  String detail();

  /** Bytes of the index on disk, {@link Answer#UNKNOWN} where there is none. */
  long indexBytes() throws IOException;

  @Override
  void close() throws IOException;
}
