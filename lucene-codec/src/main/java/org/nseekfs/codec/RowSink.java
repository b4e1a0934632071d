package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.store.IndexOutput;

/** Where a field's rows go as they are added. */
interface RowSink {

  /** Takes a row; the array may be reused by the caller. */
  void add(byte[] row) throws IOException;

  /** Heap held by rows. */
  long ramBytesUsed();

  /** Rows go straight to disk: a merge's heap does not grow with its size. */
  record ToFile(IndexOutput vectors) implements RowSink {

    @Override
    public void add(byte[] row) throws IOException {
      vectors.writeBytes(row, row.length);
    }

    @Override
    public long ramBytesUsed() {
      return 0;
    }
  }
}
