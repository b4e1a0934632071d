package org.nseekfs.quantization.lsh;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Estimates the cosine of a target and a document from the target itself, turned, and the
 * document's code alone.
 *
 * <p>With g_j the turned target, made to have a mean square of 1 over the b bits, and s_j the signs
 * of the turned document, the estimate is sqrt(pi/2)/b times the sum of g_j s_j. For a random
 * rotation g_j = c h_j + sqrt(1-c^2) w_j with h_j the turned document, h and w about standard
 * normal, so its mean is c. Its variance follows from the moments of g_j sgn(h_j), corrected to the
 * first order for the mean square of g (known over the b bits) and of h and gh (known over all p
 * elements of a turned vector): (pi/2) / b times
 *
 * <pre>1 - (2/pi) c^2 (5/2 - c^2) - (b/p) (2/pi) (1 - c^2)^2</pre>
 */
final class AsymmetricEstimate {

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int WORD_BYTES = SignFrame.BLOCK_DOCS * Integer.BYTES;
  private static final int GROUP_BITS = 4;
  private static final int TABLE = 1 << GROUP_BITS;
  private static final int WORD_GROUPS = Integer.SIZE / GROUP_BITS;

  private final int bits;
  private final double share;

  /** For every four bits of a code, what they add to the cosine. */
  private final float[] tables;

  /**
   * Estimates for a target.
   *
   * @param turned its turned vector, of any length; the first {@code bits} elements are looked at
   */
  AsymmetricEstimate(float[] turned, int bits) {
    this.bits = bits;
    this.share = (double) bits / turned.length;
    double squares = 0;
    for (int bit = 0; bit < bits; bit++) {
      squares += (double) turned[bit] * turned[bit];
    }
    double unit = squares > 0 ? Math.sqrt(Math.PI / 2 / bits / squares) : 0;
    this.tables = new float[bits / GROUP_BITS * TABLE];
    for (int entry = 0; entry < tables.length; entry++) {
      double sum = 0;
      for (int i = 0; i < GROUP_BITS; i++) {
        float element = turned[entry / TABLE * GROUP_BITS + i];
        sum += (entry >> i & 1) == 0 ? element : -element;
      }
      tables[entry] = (float) (sum * unit);
    }
  }

  /** The estimate for the document whose first word is at {@code offset} of a block's codes. */
  double cosine(MemorySegment codes, long offset) {
    float even = 0;
    float odd = 0;
    int table = 0;
    for (int word = 0; word < bits / Integer.SIZE; word++) {
      int code = codes.get(INT, offset + (long) word * WORD_BYTES);
      for (int group = 0; group < WORD_GROUPS; group += 2) {
        even += tables[table + (code & TABLE - 1)];
        odd += tables[table + TABLE + (code >>> GROUP_BITS & TABLE - 1)];
        code >>>= 2 * GROUP_BITS;
        table += 2 * TABLE;
      }
    }
    return even + odd;
  }

  /** The variance of the estimate for a document of this cosine. */
  double variance(double cosine) {
    double square = cosine * cosine;
    double rest = 1 - square;
    return (Math.PI / 2 - square * (2.5 - square) - share * rest * rest) / bits;
  }
}
