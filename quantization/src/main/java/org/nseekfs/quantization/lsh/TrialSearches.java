package org.nseekfs.quantization.lsh;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Searches for the neighbours of vectors whose neighbours are known: as {@link ExpectedHits} would
 * have them stop when they expect to have found some share of the hits, so that it shows what share
 * they have found. A search knows the nearest vectors that it has read, not the nearest of all:
 * where it looks for few, it often takes the wrong ones for the hits.
 */
final class TrialSearches {

  private static final int[] RANKS = BucketRates.RANKS;
  private static final double[] SHARES = BucketRates.SHARES;

  /** By how much more has been read whenever a search looks at what to expect. */
  private static final double GROWTH = 1.1;

  /** Of the neighbours known so many are looked for at most, so that farther ones are known too. */
  private static final int MAX_HITS = SampleNeighbours.NEIGHBOURS / 4;

  private final BucketRates rates;
  private final float[] sizes;
  private final SampleNeighbours neighbours;

  /** Searches of buckets of these sizes by {@code rates}. */
  TrialSearches(BucketRates rates, float[] sizes, SampleNeighbours neighbours) {
    this.rates = rates;
    this.sizes = sizes;
    this.neighbours = neighbours;
  }

  /**
   * Searches for all targets.
   *
   * @param bases what neighbours' values lack
   * @param buckets of all vectors; behind the last one for those in none
   * @param known ranks that there are rates for
   * @return for every rank the mean share found where each of the shares was expected; of ranks
   *     that are not known that of the largest one
   */
  float[] found(HashTarget[] targets, double[] bases, int[] buckets, int known) {
    float[] found = new float[RANKS.length * SHARES.length];
    for (int rank = 0; rank < RANKS.length; rank++) {
      int to = rank * SHARES.length;
      if (rank >= known) {
        System.arraycopy(found, to - SHARES.length, found, to, SHARES.length);
        continue;
      }
      double[] sums = new double[SHARES.length];
      int searches = 0;
      for (int i = 0; i < targets.length; i++) {
        searches += add(i, RANKS[rank], targets[i], bases[i], buckets, sums) ? 1 : 0;
      }
      for (int i = 0; i < SHARES.length; i++) {
        found[to + i] = searches == 0 ? 1 : (float) (sums[i] / searches);
      }
    }
    return found;
  }

  /** Adds what the search for the {@code k} nearest finds; false if these are not known. */
  private boolean add(
      int index, int k, HashTarget target, double base, int[] buckets, double[] sums) {
    int level = 0;
    int hits = k;
    for (; hits > MAX_HITS && level < SampleNeighbours.LEVELS - 1; level++) {
      hits = Math.ceilDiv(hits, SampleNeighbours.THINNING);
    }
    SampleNeighbours.Neighbours near = neighbours.of(level, index);
    if (near.numbers().length < hits) {
      return false;
    }
    double[] values = new double[near.numbers().length];
    Arrays.setAll(values, i -> base + near.values()[i]);
    int[] order = order(target, values[hits - 1]);
    int[] placeOf = new int[sizes.length + 1];
    for (int place = 0; place < order.length; place++) {
      placeOf[order[place]] = place;
    }
    // Those in no bucket are always read.
    placeOf[sizes.length] = -1;
    int[] places = new int[values.length];
    Arrays.setAll(places, i -> placeOf[Math.min(sizes.length, buckets[near.numbers()[i]])]);
    search(new ExpectedHits(rates, sizes, target), k, hits, values, places, order, sums);
    return true;
  }

  /** Buckets by their places, for hits of at least this value. */
  private int[] order(HashTarget target, double least) {
    float[] cells = new float[sizes.length];
    target.places(least, cells);
    return IntStream.range(0, cells.length)
        .boxed()
        .sorted(Comparator.comparingDouble(bucket -> cells[bucket]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /**
   * Searches on until all shares are expected to be found.
   *
   * @param values of the neighbours, falling
   * @param places of their buckets in {@code order}
   */
  private void search(
      ExpectedHits expected,
      int k,
      int hits,
      double[] values,
      int[] places,
      int[] order,
      double[] sums) {
    boolean[] isRead = new boolean[sizes.length];
    double read = 0;
    double next = ExpectedHits.firstVectors(k);
    double before = 0;
    double foundBefore = Double.NaN;
    int share = 0;
    for (int place = 0; place < order.length && share < SHARES.length; place++) {
      isRead[order[place]] = true;
      read += sizes[order[place]];
      int worst = read < next ? values.length : worst(hits, places, place);
      if (worst < values.length) {
        next = read * GROWTH;
        expected.learn(values[worst], k, isRead);
        double now = k / (k + expected.unread(1));
        double found = found(hits, places, place);
        for (; share < SHARES.length && SHARES[share] <= now; share++) {
          double part = (SHARES[share] - before) / (now - before);
          // A search cannot end before it looks for the first time.
          sums[share] +=
              part > 0 && before > 0 ? foundBefore + part * (found - foundBefore) : found;
        }
        before = now;
        foundBefore = found;
      }
    }
    for (; share < SHARES.length; share++) {
      sums[share]++;
    }
  }

  /** Of the neighbours in what is read, the worst of the best {@code hits}; none: the end. */
  private static int worst(int hits, int[] places, int read) {
    int left = hits;
    int i = 0;
    while (i < places.length && left > 0) {
      left -= places[i++] <= read ? 1 : 0;
    }
    return left > 0 ? places.length : i - 1;
  }

  /** The share of the hits that is in what is read. */
  private static double found(int hits, int[] places, int read) {
    int found = 0;
    for (int i = 0; i < hits; i++) {
      found += places[i] <= read ? 1 : 0;
    }
    return (double) found / hits;
  }
}
