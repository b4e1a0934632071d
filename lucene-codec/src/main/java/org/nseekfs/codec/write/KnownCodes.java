package org.nseekfs.codec.write;

import java.io.IOException;

/** Codes of rows that are being written, as far as they were written before. Used by one thread. */
public interface KnownCodes {

  /** Where nothing is known: every row must be encoded. */
  KnownCodes NONE = (block, fine, lane) -> false;

  /**
   * Copies the codes of the current row, if they are known.
   *
   * @param block coarse codes, those of the row go to {@code lane}
   * @param fine codes, one a lane
   * @return whether they were known
   */
  boolean copy(byte[] block, byte[] fine, int lane) throws IOException;
}
