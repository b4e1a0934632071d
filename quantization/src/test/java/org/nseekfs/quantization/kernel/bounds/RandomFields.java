package org.nseekfs.quantization.kernel.bounds;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Fields that fill the groups of some words in random ways, here and there with gaps. */
final class RandomFields {

  private RandomFields() {}

  /**
   * Random fields of {@code words} words.
   *
   * @param largestWeight of the weights' magnitudes
   */
  static CodeFields of(Random random, int words, int largestWeight, boolean withSquareNorms) {
    int[] wordEnds = new int[words];
    List<Integer> shifts = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    for (int word = 0; word < words; word++) {
      for (int group = 0; group < 3; group++) {
        int bits;
        for (int used = 0; used < 5; used += bits) {
          bits = 1 + random.nextInt(5 - used);
          if (random.nextInt(8) > 0) {
            shifts.add(5 * group + used);
            widths.add(bits);
          }
        }
      }
      wordEnds[word] = shifts.size();
    }
    short[] masks = new short[shifts.size()];
    short[] weights = new short[shifts.size()];
    for (int i = 0; i < masks.length; i++) {
      masks[i] = (short) ((1 << widths.get(i)) - 1);
      weights[i] = (short) random.nextInt(-largestWeight - 1, largestWeight + 1);
    }
    return new CodeFields(
        wordEnds, shifts.stream().mapToInt(i -> i).toArray(), masks, weights, withSquareNorms);
  }

  /** The same fields with other weights, up to the largest of these. */
  static CodeFields otherWeights(Random random, CodeFields fields) {
    short[] weights = fields.weights().clone();
    for (int i = 0; i < weights.length; i++) {
      int bound = Math.abs(fields.weights()[random.nextInt(weights.length)]) + 1;
      weights[i] = (short) random.nextInt(-bound, bound);
    }
    return new CodeFields(
        fields.wordEnds(), fields.shifts(), fields.masks(), weights, fields.withSquareNorms());
  }

  /** The weighted sum of a code's fields, by the definition. */
  static long sum(CodeFields fields, int[] words) {
    long sum = 0;
    for (int word = 0; word < words.length; word++) {
      int first = word == 0 ? 0 : fields.wordEnds()[word - 1];
      for (int i = first; i < fields.wordEnds()[word]; i++) {
        int level = (words[word] >>> fields.shifts()[i]) & fields.masks()[i];
        sum += (long) level * fields.weights()[i];
      }
    }
    return sum;
  }
}
