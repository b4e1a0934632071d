package org.nseekfs.quantization.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.kernel.bounds.CodeFields;

/**
 * How many bits each direction gets, and how many words a code has: what makes a search cheapest,
 * as far as variances tell.
 *
 * <p>With v_j the variance along direction j and e(b) the relative error of b bits, the bound of a
 * typical target and document is off by the sum of v_j e(b_j): each bit goes to the direction where
 * it shrinks that sum most, and {@link Gaps} say how many documents such a bound leaves.
 *
 * @param bits of each direction
 * @param directions how many directions are turned to; the rest is known by its norm alone
 * @param isFine whether documents have a fine code too, a byte a direction
 */
record BitAllocation(byte[] bits, int directions, boolean isFine) {

  /** Of the variance, what a fine code need not cover. */
  private static final double FINE_REST = 0.045;

  /** By how much a fine code shrinks the error along its directions. */
  private static final double FINE_GAIN = 60;

  /** What the number of directions of fine codes should be a multiple of. */
  private static final int FINE_GROUP = 32;

  /** Of an f32 vector's size, the most that codes may have. */
  private static final double MAX_SHARE = 0.3;

  /** The most bits per dimension. */
  private static final int MAX_MEAN_BITS = 4;

  // Costs of a document in nanoseconds, measured on one machine; their ratios matter.
  private static final double WORD_COST = 0.056;
  private static final double FINE_COST = 30;
  private static final double FINE_BYTE_COST = 0.3;
  private static final double EXACT_COST = 40;
  private static final double EXACT_BYTE_COST = 0.1;
  private static final double SCAN_COST = 10;
  private static final double SCAN_BYTE_COST = 0.03;

  /** Of a scan's cost, what a search by codes must stay below for codes to pay. */
  private static final double WORTH = 0.7;

  private static final int WORD_BITS = CodeFields.WORD_GROUPS * CodeFields.GROUP_BITS;

  /**
   * The cheapest allocation for rows of {@code rowBytes} with these variances, descending; null if
   * none makes a search worth while beside a scan.
   *
   * @param checkpoint passed for every word that codes may have
   */
  static BitAllocation of(double[] variances, Gaps gaps, int rowBytes, Checkpoint checkpoint) {
    Search coarse = new Search(variances, gaps, rowBytes, false);
    Search fine = new Search(variances, gaps, rowBytes, true);
    coarse.run(checkpoint);
    fine.run(checkpoint);
    Search best = fine.bestCost < coarse.bestCost ? fine : coarse;
    if (best.bestCost > WORTH * (SCAN_COST + SCAN_BYTE_COST * rowBytes)) {
      return null;
    }
    return new BitAllocation(best.bestBits, best.directions(best.bestBits), best.isFine);
  }

  /** Gives out bits one by one and keeps the cheapest state seen. */
  private static final class Search {
    private final double[] variances;
    private final Gaps gaps;
    private final int rowBytes;
    private final boolean isFine;
    private final byte[] bits;
    private double error;
    private double bestCost = Double.POSITIVE_INFINITY;
    private byte[] bestBits;

    Search(double[] variances, Gaps gaps, int rowBytes, boolean isFine) {
      this.variances = variances;
      this.gaps = gaps;
      this.rowBytes = rowBytes;
      this.isFine = isFine;
      this.bits = new byte[variances.length];
      for (double variance : variances) {
        error += variance;
      }
    }

    void run(Checkpoint checkpoint) {
      PriorityQueue<Integer> byGain =
          new PriorityQueue<>(
              Comparator.comparingDouble((Integer j) -> -gain(j)).thenComparing(j -> j));
      for (int j = 0; j < variances.length; j++) {
        byGain.add(j);
      }
      int mostBits = MAX_MEAN_BITS * variances.length;
      for (int given = 1; !byGain.isEmpty() && given <= mostBits; given++) {
        int j = byGain.remove();
        error -= gain(j);
        bits[j]++;
        if (bits[j] < UniformQuantizer.MAX_BITS) {
          byGain.add(j);
        }
        if (given % WORD_BITS == 0) {
          checkpoint.pass();
          consider(pack(bits).getLast().word() + 1);
        }
      }
    }

    private double gain(int j) {
      return variances[j] * (UniformQuantizer.error(bits[j]) - UniformQuantizer.error(bits[j] + 1));
    }

    private double mostBytes() {
      return Math.min(MAX_SHARE * Float.BYTES * variances.length, rowBytes);
    }

    /** Bytes of a document's codes, with room for a squared norm. */
    private int bytes(int words) {
      int coarse = 2 * Integer.BYTES + words * Short.BYTES;
      return isFine ? coarse + 2 * Integer.BYTES + directions(bits) : coarse;
    }

    private void consider(int words) {
      double cost =
          words * WORD_COST
              + gaps.left(error)
                  * (isFine ? FINE_COST + fineDirections() * FINE_BYTE_COST : exactCost());
      if (isFine) {
        cost += gaps.left(restError() + error / FINE_GAIN) * exactCost();
      }
      if (cost < bestCost && bytes(words) <= mostBytes()) {
        bestCost = cost;
        bestBits = bits.clone();
      }
    }

    private double restError() {
      double rest = 0;
      for (int j = fineDirections(); j < variances.length; j++) {
        rest += variances[j];
      }
      return rest;
    }

    private double exactCost() {
      return EXACT_COST + rowBytes * EXACT_BYTE_COST;
    }

    private int fineDirections() {
      double total = 0;
      for (double variance : variances) {
        total += variance;
      }
      double rest = total;
      int j = 0;
      while (j < variances.length && rest > FINE_REST * total) {
        rest -= variances[j++];
      }
      return Math.max(j, 1);
    }

    int directions(byte[] given) {
      int directions = isFine ? fineDirections() : 1;
      for (int j = 0; j < given.length; j++) {
        if (given[j] > 0) {
          directions = Math.max(directions, j + 1);
        }
      }
      if (isFine) {
        // The kernel of bytes takes whole vectors; a rest is summed one by one.
        directions = Math.min(Math.ceilDiv(directions, FINE_GROUP) * FINE_GROUP, given.length);
      }
      return directions;
    }
  }

  /** Where a direction's bits lie in a code. */
  record Field(int direction, int bits, int word, int shift) {}

  /**
   * Packs fields into groups, the widest first. Bits left over in a group go to directions that had
   * none, then to the group's last.
   */
  static List<Field> pack(byte[] bits) {
    List<List<Integer>> byBits = new ArrayList<>();
    for (int width = 0; width <= UniformQuantizer.MAX_BITS; width++) {
      byBits.add(new ArrayList<>());
    }
    for (int j = bits.length - 1; j >= 0; j--) {
      byBits.get(bits[j]).add(j);
    }
    List<Field> fields = new ArrayList<>();
    for (int group = 0; ; group++) {
      int shift = group % CodeFields.WORD_GROUPS * CodeFields.GROUP_BITS;
      int left = CodeFields.GROUP_BITS;
      int before = fields.size();
      for (int width = left; width > 0; ) {
        if (width > left || byBits.get(width).isEmpty()) {
          width--;
          continue;
        }
        fields.add(
            new Field(
                byBits.get(width).removeLast(),
                width,
                group / CodeFields.WORD_GROUPS,
                shift + CodeFields.GROUP_BITS - left));
        left -= width;
      }
      if (fields.size() == before) {
        return fields;
      }
      while (left > 0 && !byBits.getFirst().isEmpty()) {
        left--;
        fields.add(
            new Field(
                byBits.getFirst().removeLast(),
                1,
                group / CodeFields.WORD_GROUPS,
                shift + CodeFields.GROUP_BITS - 1 - left));
      }
      Field last = fields.removeLast();
      fields.add(new Field(last.direction(), last.bits() + left, last.word(), last.shift()));
    }
  }
}
