package org.nseekfs.quantization.lsh;

import java.util.Arrays;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;

/**
 * Learns {@link BucketRates} from vectors and their neighbours: the rates under which the numbers
 * of neighbours in all buckets are likeliest, given how many each vector has in all; a bucket's
 * share of them is its size times the rate of its remoteness. What shares searches by these rates
 * find, {@link TrialSearches} tell.
 */
final class RateLearner {

  private static final int CELLS = BucketRates.CELLS;
  private static final int MODELS = BucketRates.MODELS;
  private static final int ITERATIONS = 40;

  /** Targets below which nothing is learned. */
  private static final int FEW_TARGETS = 16;

  /** Beyond the farthest neighbour seen, half of one in so many seen is expected. */
  private static final double UNSEEN = 0.5;

  private static final int SEEN = 16;

  /** What every model is seen to describe beside what it is. */
  private static final double UNSEEN_TARGET = 0.5;

  private final SignFrame frame;
  private final LearnedHash.Buckets partition;
  private final float[] sizes;
  private final SampleNeighbours neighbours;
  private final Checkpoint checkpoint;

  /** By target: vectors in buckets of every cell, and neighbours among them. */
  private final double[][] vectors;

  private final double[][] hits;

  RateLearner(
      SignFrame frame,
      LearnedHash.Buckets partition,
      float[] sizes,
      SampleNeighbours neighbours,
      Checkpoint checkpoint) {
    this.frame = frame;
    this.partition = partition;
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
        targets[i] = new HashTarget(partition, centred, bases[i]);
      } else {
        float[] direction = frame.uncentred(centred);
        bases[i] = Squares.dot(frame.centre(), direction, 0);
        targets[i] = new HashTarget(partition, direction, bases[i]);
      }
    }
    float[] rates = new float[BucketRates.RANKS.length * CELLS];
    float[] scales = new float[BucketRates.RANKS.length * MODELS];
    float[] weights = new float[scales.length];
    int known = 0;
    for (int rank = 0; rank < BucketRates.RANKS.length; rank++) {
      boolean isNeighbour = BucketRates.RANKS[rank] <= count / BucketRates.VECTORS_PER_NEIGHBOUR;
      if (isNeighbour && gather(rank, targets, bases, buckets)) {
        learn(rank, rates);
        learnModels(rank, rates, scales, weights);
        known = rank + 1;
      } else if (known == 0) {
        return BucketRates.unknown();
      } else {
        System.arraycopy(rates, (known - 1) * CELLS, rates, rank * CELLS, CELLS);
        System.arraycopy(scales, (known - 1) * MODELS, scales, rank * MODELS, MODELS);
        System.arraycopy(weights, (known - 1) * MODELS, weights, rank * MODELS, MODELS);
      }
    }
    TrialSearches trials =
        new TrialSearches(
            new BucketRates(rates, scales, weights, BucketRates.foundAll()),
            sizes,
            neighbours,
            checkpoint);
    float[] found = trials.found(targets, bases, buckets, known);
    return new BucketRates(rates, scales, weights, found);
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
      targets[i].remoteness(bases[i] + near.values()[hitCount - 1], cells);
      for (int bucket = 0; bucket < cells.length; bucket++) {
        vectors[i][BucketRates.cell(cells[bucket])] += sizes[bucket];
      }
      for (int j = 0; j < hitCount; j++) {
        int bucket = buckets[near.numbers()[j]];
        if (bucket < cells.length) {
          hits[i][BucketRates.cell(cells[bucket])]++;
          all++;
        }
      }
    }
    return all > 0;
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
    double[] expected = new double[vectors.length];
    Arrays.setAll(expected, target -> product(vectors[target], rate));
    double scale = mean(expected);
    for (int cell = 0; cell < CELLS; cell++) {
      rates[rank * CELLS + cell] = (float) (rate[cell] / scale);
    }
  }

  /**
   * Learns which share of targets each model describes: the shares under which the neighbours of
   * all targets are likeliest, and as if each model had been seen to describe half a target more
   * (Krichevsky and Trofimov's estimator): a target of a kind that was not seen may come.
   */
  private void learnModels(int rank, float[] rates, float[] scales, float[] weights) {
    double[][] logarithms = new double[vectors.length][MODELS];
    double[] expected = new double[vectors.length];
    double[] ofModel = new double[CELLS];
    for (int model = 0; model < MODELS; model++) {
      checkpoint.pass();
      for (int cell = 0; cell < CELLS; cell++) {
        ofModel[cell] = BucketRates.power(rates[rank * CELLS + cell], model);
      }
      Arrays.setAll(expected, target -> product(vectors[target], ofModel));
      scales[rank * MODELS + model] = (float) (1 / mean(expected));
      for (int cell = 0; cell < CELLS; cell++) {
        ofModel[cell] = StrictMath.log(Math.max(Double.MIN_NORMAL, ofModel[cell]));
      }
      for (int target = 0; target < vectors.length; target++) {
        double all = StrictMath.log(Math.max(Double.MIN_NORMAL, expected[target]));
        logarithms[target][model] = product(hits[target], ofModel) - sum(hits[target]) * all;
      }
    }
    double[] shares = shares(logarithms);
    for (int model = 0; model < MODELS; model++) {
      double seen = shares[model] * vectors.length + UNSEEN_TARGET;
      weights[rank * MODELS + model] = (float) (seen / (vectors.length + UNSEEN_TARGET * MODELS));
    }
  }

  /** The shares of models in a mixture, by expectation maximization. */
  private static double[] shares(double[][] logarithms) {
    double[][] likelihoods = new double[logarithms.length][];
    for (int target = 0; target < likelihoods.length; target++) {
      double largest = Arrays.stream(logarithms[target]).max().orElseThrow();
      likelihoods[target] =
          Arrays.stream(logarithms[target]).map(x -> StrictMath.exp(x - largest)).toArray();
    }
    double[] shares = new double[MODELS];
    Arrays.fill(shares, 1.0 / MODELS);
    double[] next = new double[MODELS];
    for (int i = 0; i < ITERATIONS; i++) {
      Arrays.fill(next, 0);
      for (double[] ofTarget : likelihoods) {
        double all = product(ofTarget, shares);
        for (int model = 0; model < MODELS; model++) {
          next[model] += ofTarget[model] * shares[model] / all / likelihoods.length;
        }
      }
      System.arraycopy(next, 0, shares, 0, MODELS);
    }
    return shares;
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

  /** The geometric mean of what is above 0; 1 if nothing is. */
  private static double mean(double[] numbers) {
    double logarithms = 0;
    int count = 0;
    for (double number : numbers) {
      if (number > 0) {
        logarithms += StrictMath.log(number);
        count++;
      }
    }
    return count == 0 ? 1 : StrictMath.exp(logarithms / count);
  }
}
