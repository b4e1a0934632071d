package org.nseekfs.quantization.lsh;

import java.util.Arrays;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;

/**
 * Learns {@link BucketRates} from vectors and their neighbours: the rates under which the numbers
 * of neighbours in all buckets are likeliest, given how many each vector has in all; a bucket's
 * share of them is its size times the rate of its place. What shares searches by these rates find,
 * {@link TrialSearches} tell.
 */
final class RateLearner {

  private static final int CELLS = BucketRates.CELLS;
  private static final int ITERATIONS = 40;

  /** Targets below which nothing is learned. */
  private static final int FEW_TARGETS = 16;

  /** Beyond the farthest neighbour seen, half of one in so many seen is expected. */
  private static final double UNSEEN = 0.5;

  private static final int SEEN = 16;

  private final SignFrame frame;
  private final LearnedHash.Buckets places;
  private final float[] sizes;
  private final SampleNeighbours neighbours;
  private final Checkpoint checkpoint;

  /** By target: vectors in buckets of every cell, and neighbours among them. */
  private final double[][] vectors;

  private final double[][] hits;

  RateLearner(
      SignFrame frame,
      LearnedHash.Buckets places,
      float[] sizes,
      SampleNeighbours neighbours,
      Checkpoint checkpoint) {
    this.frame = frame;
    this.places = places;
    this.sizes = sizes;
    this.neighbours = neighbours;
    this.checkpoint = checkpoint;
    this.vectors = new double[neighbours.count()][CELLS];
    this.hits = new double[neighbours.count()][CELLS];
  }

  /**
   * Learns.
   *
   * @param buckets of all vectors; behind the last one for those in none
   */
  BucketRates learn(int[] buckets, int count) {
    if (neighbours.count() < FEW_TARGETS) {
      return BucketRates.unknown();
    }
    HashTarget[] targets = new HashTarget[neighbours.count()];
    double[] bases = new double[targets.length];
    for (int i = 0; i < targets.length; i++) {
      checkpoint.pass();
      float[] centred = neighbours.target(i);
      if (frame.similarity() == Similarity.EUCLIDEAN) {
        bases[i] = -Squares.sum(centred, 0, centred.length);
        targets[i] = new HashTarget(places, centred, bases[i]);
      } else {
        float[] direction = frame.uncentred(centred);
        bases[i] = Squares.dot(frame.centre(), direction, 0);
        targets[i] = new HashTarget(places, direction, bases[i]);
      }
    }
    float[] rates = new float[BucketRates.RANKS.length * CELLS];
    int known = 0;
    for (int rank = 0; rank < BucketRates.RANKS.length; rank++) {
      boolean isNeighbour = BucketRates.RANKS[rank] <= count / BucketRates.VECTORS_PER_NEIGHBOUR;
      if (isNeighbour && gather(rank, targets, bases, buckets)) {
        learn(rank, rates);
        known = rank + 1;
      } else if (known == 0) {
        return BucketRates.unknown();
      } else {
        System.arraycopy(rates, (known - 1) * CELLS, rates, rank * CELLS, CELLS);
      }
    }
    TrialSearches trials =
        new TrialSearches(
            new BucketRates(rates, BucketRates.foundAll()), sizes, neighbours, checkpoint);
    float[] found = trials.found(targets, bases, buckets, known);
    return new BucketRates(rates, found);
  }

  /** Counts the neighbours up to a rank, by cell; false if no target has any in buckets. */
  private boolean gather(int rank, HashTarget[] targets, double[] bases, int[] buckets) {
    int level = 0;
    int wanted = BucketRates.RANKS[rank];
    for (; wanted > SampleNeighbours.NEIGHBOURS; wanted /= SampleNeighbours.THINNING) {
      level++;
    }
    float[] cells = new float[sizes.length];
    double all = 0;
    for (int i = 0; i < targets.length; i++) {
      checkpoint.pass();
      Arrays.fill(vectors[i], 0);
      Arrays.fill(hits[i], 0);
      SampleNeighbours.Neighbours near = neighbours.of(level, i);
      int hitCount = Math.min(wanted, near.numbers().length);
      if (hitCount == 0) {
        continue;
      }
      targets[i].places(bases[i] + near.values()[hitCount - 1], cells);
      for (int bucket = 0; bucket < cells.length; bucket++) {
        vectors[i][cell(cells[bucket])] += sizes[bucket];
      }
      for (int j = 0; j < hitCount; j++) {
        int bucket = buckets[near.numbers()[j]];
        if (bucket < cells.length) {
          hits[i][cell(cells[bucket])]++;
          all++;
        }
      }
    }
    return all > 0;
  }

  private static int cell(float place) {
    return (int) Math.clamp(place, 0, CELLS - 1);
  }

  private void learn(int rank, float[] rates) {
    double[] rate = new double[CELLS];
    double[] exposed = new double[CELLS];
    double[] seen = new double[CELLS];
    for (double[] ofTarget : hits) {
      add(ofTarget, 1, seen);
    }
    Arrays.fill(rate, 1);
    for (int i = 0; i < ITERATIONS; i++) {
      checkpoint.pass();
      Arrays.fill(exposed, 0);
      for (int target = 0; target < hits.length; target++) {
        double expected = product(vectors[target], rate);
        if (expected > 0) {
          add(vectors[target], sum(hits[target]) / expected, exposed);
        }
      }
      for (int cell = 0; cell < CELLS; cell++) {
        rate[cell] = exposed[cell] > 0 ? seen[cell] / exposed[cell] : 0;
      }
    }
    makeFalling(rate, exposed);
    allowForUnseen(rate, exposed, Math.max(1.0, BucketRates.RANKS[rank] / (double) SEEN));
    double scale = meanExpected(rate);
    for (int cell = 0; cell < CELLS; cell++) {
      rate[cell] /= scale;
      rates[rank * CELLS + cell] = (float) rate[cell];
    }
  }

  private static void add(double[] numbers, double factor, double[] to) {
    for (int i = 0; i < numbers.length; i++) {
      to[i] += factor * numbers[i];
    }
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double sum(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }

  /** Replaces rates that rise by their mean, weighted; cells without vectors get that before. */
  private static void makeFalling(double[] rate, double[] exposed) {
    double[] value = new double[CELLS];
    double[] weight = new double[CELLS];
    int[] width = new int[CELLS];
    int groups = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      value[groups] = exposed[cell] > 0 || groups == 0 ? rate[cell] : value[groups - 1];
      weight[groups] = exposed[cell];
      width[groups] = 1;
      groups++;
      while (groups > 1 && value[groups - 2] <= value[groups - 1]) {
        double both = weight[groups - 2] + weight[groups - 1];
        if (both > 0) {
          value[groups - 2] =
              (value[groups - 2] * weight[groups - 2] + value[groups - 1] * weight[groups - 1])
                  / both;
        }
        weight[groups - 2] = both;
        width[groups - 2] += width[groups - 1];
        groups--;
      }
    }
    int cell = 0;
    for (int group = 0; group < groups; group++) {
      Arrays.fill(rate, cell, cell + width[group], value[group]);
      cell += width[group];
    }
  }

  /** Raises rates where the buckets from there on would else have hardly a hit. */
  private static void allowForUnseen(double[] rate, double[] exposed, double seen) {
    double[] least = new double[CELLS];
    double behind = 0;
    for (int cell = CELLS - 1; cell >= 0; cell--) {
      behind += exposed[cell];
      least[cell] = behind > 0 ? UNSEEN * seen / behind : 0;
    }
    double before = Double.POSITIVE_INFINITY;
    for (int cell = 0; cell < CELLS; cell++) {
      boolean isKnown = exposed[cell] > 0 || cell == 0;
      rate[cell] = isKnown ? Math.min(before, Math.max(rate[cell], least[cell])) : before;
      before = rate[cell];
    }
  }

  /** What a target expects of all buckets, the geometric mean over targets. */
  private double meanExpected(double[] rate) {
    double logarithms = 0;
    int targets = 0;
    for (double[] ofTarget : vectors) {
      double expected = product(ofTarget, rate);
      if (expected > 0) {
        logarithms += StrictMath.log(expected);
        targets++;
      }
    }
    return targets == 0 ? 1 : StrictMath.exp(logarithms / targets);
  }
}
