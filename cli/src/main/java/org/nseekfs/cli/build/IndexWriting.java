package org.nseekfs.cli.build;

import java.io.IOException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOConsumer;

/** Writes an index as a whole. */
public final class IndexWriting {

  private IndexWriting() {}

  /**
   * Opens a writer, has {@code work} use it, and closes it, which commits. If {@code work} fails,
   * what was not committed is dropped. After an error the writer is left as it is: Lucene may wait
   * for ever for a merge that an error has ended.
   */
  public static void run(
      Directory directory, IndexWriterConfig config, IOConsumer<IndexWriter> work)
      throws IOException {
    IndexWriter writer = new IndexWriter(directory, config);
    try {
      work.accept(writer);
      writer.close();
    } catch (IOException | RuntimeException e) {
      rollback(writer, e);
      throw e;
    }
  }

  private static void rollback(IndexWriter writer, Exception failure) {
    try {
      writer.rollback();
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
