package org.nseekfs.codec;

import java.io.IOException;

/** Where a field's rows go as they are added. */
interface RowSink {

  /** Takes a row; the array may be reused by the caller. */
  void add(byte[] row) throws IOException;

  /** Heap held by rows. */
  long ramBytesUsed();
}
