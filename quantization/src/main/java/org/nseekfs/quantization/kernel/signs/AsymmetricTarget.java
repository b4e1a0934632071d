package org.nseekfs.quantization.kernel.signs;

/**
 * What {@link AsymmetricEstimates} need of a target. A document's code is its signs; for every four
 * of them the target has a table of 16 entries, one for each way these signs may be. Of a document
 * whose signs have entries of the sum s the estimate is
 *
 * <pre>norm_d * (c + raise) * scale + (offset_d + base)
 * </pre>
 *
 * <p>in float, where c, about a cosine, solves c (1 - bend c^2) = u with u = s * unit + least. It
 * is u / (1 - bend b^2) with b = u + bend / (1 - bend)^3 u^3, both cut off at -1 and 1: exact where
 * c is 0 or 1, and between them within about |bend|^3.
 *
 * @param entries 16 for every four signs, 0 to {@value #MAX_ENTRY}; bit i of an entry's number is
 *     set if sign i of the four is negative
 * @param least what s = 0 stands for
 * @param bend below 1
 * @param raise what every cosine is raised by
 */
public record AsymmetricTarget(
    byte[] entries, float unit, float least, float bend, float scale, float base, float raise) {

  /** Documents of a block. */
  public static final int BLOCK_DOCS = 64;

  /** Signs that an entry stands for. */
  public static final int GROUP = 4;

  /** Entries for every four signs. */
  public static final int GROUP_ENTRIES = 1 << GROUP;

  /** Two entries together are a byte. */
  public static final int MAX_ENTRY = 127;

  /** Bytes of the norms of a block's documents. */
  static final int FLOATS_BYTES = BLOCK_DOCS * Float.BYTES;

  /** Documents whose bytes are four apart. */
  private static final int APART = 16;

  /** Bytes of a block: its codes, norms and offsets. */
  public static int blockBytes(int bits) {
    return bits / Byte.SIZE * BLOCK_DOCS + 2 * FLOATS_BYTES;
  }

  /**
   * Where among the same bytes of a block's documents that of document {@code lane} is: such that
   * sums of bytes, widened twice without moving them, are in the order of documents.
   */
  public static int place(int lane) {
    return lane % APART * (BLOCK_DOCS / APART) + lane / APART;
  }

  /** What u^3 is multiplied by. */
  float lift() {
    float rest = 1 - bend;
    return bend / (rest * rest * rest);
  }

  /** Bytes of a code. */
  int codeBytes() {
    return entries.length / (2 * GROUP_ENTRIES);
  }

  /** Where in a block the norms are. */
  int normsAt() {
    return codeBytes() * BLOCK_DOCS;
  }

  /** Where in a block the offsets are. */
  int offsetsAt() {
    return normsAt() + FLOATS_BYTES;
  }
}
