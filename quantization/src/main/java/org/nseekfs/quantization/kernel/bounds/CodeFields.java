package org.nseekfs.quantization.kernel.bounds;

/**
 * The fields of a document's code, each with a weight. A code is a number of 16-bit words, each of
 * three groups of five bits, from the lowest on, and a bit that is 0; every field lies within a
 * group. Its weighted sum can be had by one table of 32 entries a group, or by {@link WordTerms}.
 *
 * @param wordEnds for every word, the number of fields in it and the words before it
 * @param shifts the lowest bit of every field in its word
 * @param masks as many ones as the field has bits
 * @param weights of the fields
 * @param withSquareNorms whether blocks hold the documents' squared norms, behind their corrections
 */
public record CodeFields(
    int[] wordEnds, int[] shifts, short[] masks, short[] weights, boolean withSquareNorms) {

  /** Documents of a block. */
  public static final int BLOCK_DOCS = 64;

  /** Bits of a group. */
  public static final int GROUP_BITS = 5;

  /** Groups of a word. */
  public static final int WORD_GROUPS = 3;

  /** Documents whose words lie together. */
  static final int HALF_DOCS = BLOCK_DOCS / 2;

  /** Bytes of the words of a block's documents at the same place in their codes. */
  static final int WORD_BYTES = BLOCK_DOCS * Short.BYTES;

  /** Words of a code. */
  int words() {
    return wordEnds.length;
  }

  /** Where in a block the documents' corrections start, behind the words. */
  int correctionsOffset() {
    return correctionsOffset(words());
  }

  /** The same, for codes of {@code words} words. */
  public static int correctionsOffset(int words) {
    return words * WORD_BYTES;
  }

  /**
   * Bytes of a block: for every word that of each document; for each document its residual and its
   * scale, two bytes each; squared norms, if any. In the order in which they are read.
   */
  int blockBytes() {
    return blockBytes(words(), withSquareNorms);
  }

  /** Bytes of a block of codes of {@code words} words. */
  public static int blockBytes(int words, boolean withSquareNorms) {
    int corrections = withSquareNorms ? 2 * Integer.BYTES : Integer.BYTES;
    return correctionsOffset(words) + BLOCK_DOCS * corrections;
  }

  /**
   * Where in the 64 words at the same place in their codes that of a document lies: in each half of
   * the block the words of the first 16 documents and of the last 16 alternate, so that those of
   * either are the lower, or the upper, halves of consecutive ints.
   */
  public static int slot(int lane) {
    int within = lane % HALF_DOCS;
    int quarter = HALF_DOCS / 2;
    return lane - within + 2 * (within % quarter) + within / quarter;
  }

  /** For every group of every word the weighted sums of its fields, for all 32 values. */
  short[] tables() {
    int groups = words() * WORD_GROUPS;
    short[] weights = bitWeights();
    short[] tables = new short[groups << GROUP_BITS];
    for (int group = 0; group < groups; group++) {
      for (int bit = 0; bit < GROUP_BITS; bit++) {
        addBit(tables, group << GROUP_BITS, 1 << bit, weights[group * GROUP_BITS + bit]);
      }
    }
    return tables;
  }

  /** What every bit of every group adds to a sum, modulo 2^16. */
  short[] bitWeights() {
    short[] bitWeights = new short[words() * WORD_GROUPS * GROUP_BITS];
    int field = 0;
    for (int word = 0; word < words(); word++) {
      for (; field < wordEnds[word]; field++) {
        int lowest = word * WORD_GROUPS * GROUP_BITS + shifts[field];
        for (int bit = 0; masks[field] >> bit != 0; bit++) {
          bitWeights[lowest + bit] = (short) (weights[field] << bit);
        }
      }
    }
    return bitWeights;
  }

  /** Fills in the values whose highest bit is {@code bit}; all lower ones are there. */
  private static void addBit(short[] tables, int table, int bit, short weight) {
    for (int value = 0; value < bit; value++) {
      tables[table + bit + value] = (short) (tables[table + value] + weight);
    }
  }
}
