package org.nseekfs.quantization.kernel.bounds;

import java.util.ArrayList;
import java.util.List;

/**
 * Weighted sums of the fields of words without masks. With u(p) a word shifted right by p, and bit
 * p of it worth c(p),
 *
 * <pre>sum over p: (u(p) - 2 u(p + 1)) c(p) = sum over p: u(p) (c(p) - 2 c(p - 1)),
 * </pre>
 *
 * <p>exactly, modulo 2^16. Within a field c(p) is 2 c(p - 1), so that a term is left where a field
 * starts, and one where bits of no field follow. Each word has a term for p = 0, its first.
 *
 * @param ends for every word, the number of terms of it and the words before it
 * @param shifts p, for each term
 */
record WordTerms(int[] ends, int[] shifts) {

  private static final int WORD_BITS = CodeFields.WORD_GROUPS * CodeFields.GROUP_BITS;

  /** The terms of {@code fields}, whatever their weights. */
  static WordTerms of(CodeFields fields) {
    int[] ends = new int[fields.words()];
    List<Integer> shifts = new ArrayList<>();
    int field = 0;
    for (int word = 0; word < ends.length; word++) {
      shifts.add(0);
      int end = 0;
      for (; field < fields.wordEnds()[word]; field++) {
        int start = fields.shifts()[field];
        if (start > end) {
          shifts.add(end);
        }
        if (start > 0) {
          shifts.add(start);
        }
        end = start + Integer.bitCount(fields.masks()[field]);
      }
      if (end > 0 && end < WORD_BITS) {
        shifts.add(end);
      }
      ends[word] = shifts.size();
    }
    return new WordTerms(ends, shifts.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The terms' weights for the weights of {@code fields}, modulo 2^16. */
  short[] weights(CodeFields fields) {
    short[] bits = fields.bitWeights();
    short[] weights = new short[shifts.length];
    int term = 0;
    for (int word = 0; word < ends.length; word++) {
      for (; term < ends[word]; term++) {
        int bit = word * WORD_BITS + shifts[term];
        weights[term] = (short) (bits[bit] - (shifts[term] == 0 ? 0 : 2 * bits[bit - 1]));
      }
    }
    return weights;
  }
}
