package org.nseekfs.codec.layout;

import java.io.EOFException;
import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOSupplier;

/**
 * Reads of what a file says of its own structure: it is checked as it is read, and all that fails
 * means that the file is damaged.
 */
public final class GuardedRead {

  private GuardedRead() {}

  /**
   * What {@code read} reads.
   *
   * @param what it is, which begins the message
   * @param read throws whatever it likes if {@code file} does not hold what it must
   * @throws CorruptIndexException naming {@code file}, if that ends too early or holds something
   *     else
   * @throws AlreadyClosedException if it is closed
   */
  public static <T> T of(IndexInput file, String what, IOSupplier<T> read) throws IOException {
    try {
      return read.get();
    } catch (AlreadyClosedException e) {
      throw e;
    } catch (EOFException | RuntimeException | AssertionError e) {
      // Lucene asserts what it reads.
      String fault = e.getMessage() == null ? e.toString() : e.getMessage();
      throw new CorruptIndexException(what + ": " + fault, file, e);
    }
  }
}
