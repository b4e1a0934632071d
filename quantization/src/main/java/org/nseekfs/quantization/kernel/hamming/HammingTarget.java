package org.nseekfs.quantization.kernel.hamming;

/**
 * What {@link HammingEstimates} need of a target. Of a document whose code differs in h of n bits
 * the estimate is
 *
 * <pre>norm_d * (cos(pi h / n) + margin) * scale + (offset_d + base)
 * </pre>
 *
 * <p>in float: cos(pi h / n) = sin(pi u / 2) with u = (n - 2 h) * (1 / n), by a polynomial.
 *
 * @param words the code, 32 bits a word
 * @param margin what every cosine is raised by
 */
public record HammingTarget(int[] words, float scale, float base, float margin) {

  /** Documents of a block. */
  public static final int BLOCK_DOCS = 64;

  /** Bytes of the same word of a block's documents. */
  static final int WORD_BYTES = BLOCK_DOCS * Integer.BYTES;

  /** Coefficients of u, u^3, ... of sin(pi u / 2) on -1..1: within 2^-23 of it. */
  static final float C1 = 1.5707964f;

  static final float C3 = -0.6459638f;
  static final float C5 = 0.07968992f;
  static final float C7 = -0.0046741436f;
  static final float C9 = 0.0001516717f;

  /** Bytes of a block: its codes, norms and offsets. */
  public static int blockBytes(int bits) {
    return (bits / Integer.SIZE + 2) * WORD_BYTES;
  }

  int bits() {
    return words.length * Integer.SIZE;
  }

  /** Where in a block the norms are. */
  int normsAt() {
    return words.length * WORD_BYTES;
  }

  /** Where in a block the offsets are. */
  int offsetsAt() {
    return normsAt() + WORD_BYTES;
  }
}
