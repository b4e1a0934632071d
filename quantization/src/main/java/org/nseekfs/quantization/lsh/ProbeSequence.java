package org.nseekfs.quantization.lsh;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The buckets of all hash tables, those first that are likeliest to hold a neighbour of a target
 * (Q. Lv et al., Multi-Probe LSH, 2007). Computed as far as asked for. Used by one thread.
 *
 * <p>The key of table t is made of the bits from t * hashesPerTable on of a sign code, the first
 * the lowest. A bucket is the target's own with some bits flipped; buckets come in order of the sum
 * of the squares of the flipped bits' margins, for all tables together, where Lv et al. take one
 * table after the other.
 */
public final class ProbeSequence {

  private static final int MAX_HASHES = 31;

  private final Table[] tables;
  private final PriorityQueue<Probe> queue = new PriorityQueue<>();
  private Probe current;

  /**
   * A sequence over {@code tables} tables of {@code hashesPerTable} bits, 1 to 31.
   *
   * @param cosines 0 to 1, of the angle between a neighbour and the target, both from the centre:
   *     those for which coverage is to be known
   * @throws IllegalArgumentException if the tables take more bits than a code has, or a cosine is
   *     out of range
   */
  public ProbeSequence(SignTarget target, int tables, int hashesPerTable, double... cosines) {
    if (hashesPerTable < 1
        || hashesPerTable > MAX_HASHES
        || (long) tables * hashesPerTable > target.bits()) {
      throw new IllegalArgumentException(
          "codes of "
              + target.bits()
              + " bits make no "
              + tables
              + " tables of "
              + hashesPerTable
              + " bits");
    }
    for (int i = 0; i < cosines.length; i++) {
      if (!(cosines[i] >= 0 && cosines[i] <= 1)) {
        throw new IllegalArgumentException(
            "cosine must be 0..1, got " + cosines[i] + " at position " + i);
      }
    }
    this.tables = new Table[tables];
    for (int table = 0; table < tables; table++) {
      this.tables[table] = new Table(target, table * hashesPerTable, hashesPerTable, cosines);
      queue.add(new Probe(table, 0, 0));
    }
  }

  /**
   * Goes to the next bucket.
   *
   * @return false if there is none
   */
  public boolean next() {
    current = queue.poll();
    if (current == null) {
      return false;
    }
    double[] squares = tables[current.table].squares;
    int following = Integer.SIZE - Integer.numberOfLeadingZeros(current.flipped);
    if (following < squares.length) {
      double cost = current.cost + squares[following];
      queue.add(new Probe(current.table, current.flipped | 1 << following, cost));
      if (current.flipped != 0) {
        int last = following - 1;
        queue.add(
            new Probe(
                current.table, current.flipped ^ 1 << last | 1 << following, cost - squares[last]));
      }
    }
    return true;
  }

  /** The table of the current bucket. */
  public int table() {
    return current.table;
  }

  /** The key of the current bucket in its table. */
  public int bucket() {
    Table table = tables[current.table];
    int bucket = table.home;
    for (int rest = current.flipped; rest != 0; rest &= rest - 1) {
      bucket ^= 1 << table.order[Integer.numberOfTrailingZeros(rest)];
    }
    return bucket;
  }

  /**
   * The probability that a document of the {@code i}-th cosine is in the current bucket: what it
   * adds to the coverage of its table.
   */
  public double coverage(int i) {
    Table table = tables[current.table];
    double coverage = table.homeCoverage[i];
    for (int rest = current.flipped; rest != 0; rest &= rest - 1) {
      coverage *= table.odds[Integer.numberOfTrailingZeros(rest)][i];
    }
    return coverage;
  }

  /**
   * A bucket to be probed.
   *
   * @param flipped which bits are flipped, by their rank: bit 0 for the smallest margin
   * @param cost the sum of the squares of their margins
   */
  private record Probe(int table, int flipped, double cost) implements Comparable<Probe> {

    @Override
    public int compareTo(Probe other) {
      int order = Double.compare(cost, other.cost);
      order = order != 0 ? order : Integer.compare(table, other.table);
      return order != 0 ? order : Integer.compare(flipped, other.flipped);
    }
  }

  /** What a target has in a table; ranks are those of the margins, the smallest first. */
  private static final class Table {
    /** The target's own bucket. */
    private final int home;

    private final double[] homeCoverage;

    /** The bit of the key that a rank stands for. */
    private final int[] order;

    private final double[] squares;

    /** Ranks times cosines: by what flipping a bit multiplies the coverage. */
    private final double[][] odds;

    Table(SignTarget target, int first, int bits, double[] cosines) {
      this.order =
          IntStream.range(0, bits)
              .boxed()
              .sorted(Comparator.comparingDouble(bit -> Math.abs(target.margin(first + bit))))
              .mapToInt(Integer::intValue)
              .toArray();
      this.squares = new double[bits];
      this.odds = new double[bits][cosines.length];
      this.homeCoverage = new double[cosines.length];
      Arrays.fill(homeCoverage, 1);
      int key = 0;
      for (int rank = 0; rank < bits; rank++) {
        double margin = target.margin(first + order[rank]);
        key |= target.sign(first + order[rank]) << order[rank];
        squares[rank] = margin * margin;
        for (int i = 0; i < cosines.length; i++) {
          double same = CollisionProbability.ofBit(cosines[i], margin);
          odds[rank][i] = (1 - same) / same;
          homeCoverage[i] *= same;
        }
      }
      this.home = key;
    }
  }
}
