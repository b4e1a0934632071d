package org.nseekfs.quantization.lsh;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nseekfs.quantization.Checkpoint;

/**
 * Searches for the neighbours of vectors whose neighbours are known: as {@link ExpectedHits} would
 * have them stop when they expect to have found some share of the hits, so that it shows what share
 * they have found. A search knows the nearest vectors that it has read, not the nearest of all:
 * where it looks for few, it often takes the wrong ones for the hits.
 */
final class TrialSearches {

  private static final int[] RANKS = BucketRates.RANKS;
  private static final double[] SHARES = BucketRates.SHARES;

  /** Ranks that are searched for; of farther ones what is expected is as right as of the last. */
  private static final int MAX_RANKS = 5;

  /** By how much more has been read whenever a search looks at what to expect. */
  private static final double GROWTH = 1.5;

  /** Of the neighbours known so many are looked for at most, so that farther ones are known too. */
  private static final int MAX_HITS = SampleNeighbours.NEIGHBOURS / 4;

  private final BucketRates rates;
  private final float[] sizes;
  private final SampleNeighbours neighbours;
  private final Checkpoint checkpoint;

  /** Searches of buckets of these sizes by {@code rates}. */
  TrialSearches(
      BucketRates rates, float[] sizes, SampleNeighbours neighbours, Checkpoint checkpoint) {
    this.rates = rates;
    this.sizes = sizes;
    this.neighbours = neighbours;
    this.checkpoint = checkpoint;
  }

  /**
   * Searches for all targets.
   *
   * @param bases what neighbours' values lack
   * @param buckets of all vectors; behind the last one for those in none
   * @param known ranks that there are rates for
   * @return for every rank the share found where each of the shares was expected: the mean less its
   *     standard error, as targets are few; of other ranks that of the largest one searched for
   */
  float[] found(HashTarget[] targets, double[] bases, int[] buckets, int known) {
    float[] found = new float[RANKS.length * SHARES.length];
    for (int rank = 0; rank < RANKS.length; rank++) {
      int to = rank * SHARES.length;
      if (rank >= Math.min(known, MAX_RANKS)) {
        System.arraycopy(found, to - SHARES.length, found, to, SHARES.length);
        continue;
      }
      double[] sums = new double[SHARES.length];
      double[] squares = new double[SHARES.length];
      double[] own = new double[SHARES.length];
      int searches = 0;
      for (int i = 0; i < targets.length; i++) {
        checkpoint.pass();
        if (search(i, RANKS[rank], targets[i], bases[i], buckets, own)) {
          searches++;
          for (int share = 0; share < own.length; share++) {
            sums[share] += own[share];
            squares[share] += own[share] * own[share];
          }
        }
      }
      for (int share = 0; share < own.length; share++) {
        double mean = searches == 0 ? 1 : sums[share] / searches;
        double variance = searches == 0 ? 0 : Math.max(0, squares[share] / searches - mean * mean);
        found[to + share] = (float) (mean - Math.sqrt(variance / Math.max(1, searches)));
      }
    }
    return found;
  }

  /** Finds out what the search for the {@code k} nearest finds; false if these are not known. */
  private boolean search(
      int index, int k, HashTarget target, double base, int[] buckets, double[] found) {
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
    int[] order = order(target, k, values[hits - 1]);
    int[] placeOf = new int[sizes.length + 1];
    for (int place = 0; place < order.length; place++) {
      placeOf[order[place]] = place;
    }
    // Those in no bucket are always read.
    placeOf[sizes.length] = -1;
    int[] places = new int[values.length];
    Arrays.setAll(places, i -> placeOf[Math.min(sizes.length, buckets[near.numbers()[i]])]);
    search(new ExpectedHits(rates, sizes, target), k, hits, values, places, order, found);
    return true;
  }

  /**
   * Buckets as a search for {@code k} hits of at least {@code least} reads them: the first by what
   * they promise, the others by their places.
   */
  private int[] order(HashTarget target, int k, double least) {
    float[] cells = new float[sizes.length];
    target.remoteness(least, cells);
    float[] promises = new float[cells.length];
    for (int bucket = 0; bucket < cells.length; bucket++) {
      promises[bucket] = -target.promise(bucket);
    }
    int[] order = IntStream.range(0, cells.length).toArray();
    SampleNeighbours.sort(order, 0, promises);
    int first = 0;
    for (double read = 0; first < cells.length && read < ExpectedHits.firstVectors(k); first++) {
      read += sizes[order[first]];
    }
    SampleNeighbours.sort(order, first, cells);
    return order;
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
      double[] found) {
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
        expected.learn(values[worst], k, seen(order, places, worst, place), isRead);
        double now = k / (k + expected.unread(1));
        double foundNow = found(hits, places, place);
        for (; share < SHARES.length && SHARES[share] <= now; share++) {
          double part = (SHARES[share] - before) / (now - before);
          // A search cannot end before it looks for the first time.
          found[share] =
              before > 0 ? foundBefore + Math.max(0, part) * (foundNow - foundBefore) : foundNow;
        }
        before = now;
        foundBefore = foundNow;
      }
    }
    Arrays.fill(found, share, SHARES.length, 1);
  }

  /** For each bucket how many of the neighbours up to {@code worst} are in it, if it is read. */
  private static int[] seen(int[] order, int[] places, int worst, int read) {
    int[] seen = new int[order.length];
    for (int i = 0; i <= worst; i++) {
      if (places[i] >= 0 && places[i] <= read) {
        seen[order[places[i]]]++;
      }
    }
    return seen;
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
