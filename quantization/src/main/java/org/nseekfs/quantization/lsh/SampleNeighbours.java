package org.nseekfs.quantization.lsh;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.code.Squares;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct.Shape;

/**
 * The nearest of a field's vectors to some of them, found while they pass by: near neighbours among
 * all, farther ones among every eighth, every sixty-fourth and so on, {@value #NEIGHBOURS} of each
 * kind. A target itself does not count. Used by one thread.
 */
final class SampleNeighbours {

  /** Targets; a multiple of what columns of a product must be. */
  static final int TARGETS = 128;

  /** Neighbours of a target in each level. */
  static final int NEIGHBOURS = 256;

  /** Of the vectors of a level one in so many is in the next. */
  static final int THINNING = 8;

  static final int LEVELS = 4;

  private static final int BATCH = SignFrame.BLOCK_DOCS;

  /** What vectors lose as floats, relative to their lengths, and that of the centre. */
  private static final double ROUNDING = 0x1p-22;

  private final int dimension;
  private final float factor;
  private final float[][] targets;

  /** Of each target the first vector that is equal to it as floats go, or -1. */
  private final int[] self;

  /** How far from a target, squared, a vector may be that is equal to it as floats go. */
  private final double[] roundings;

  /** Elements times targets. */
  private final float[] transposed;

  private final MatrixProduct product;
  private final float[] products = new float[BATCH * TARGETS];

  /** By level and target. */
  private final Nearest[] nearest;

  /** By level and target, what a neighbour's value must exceed. */
  private final float[][] least = new float[LEVELS][TARGETS];

  /** Neighbours of {@code targets}, at most {@link #TARGETS}, from the centre on. */
  SampleNeighbours(SignFrame frame, float[][] targets) {
    this.dimension = frame.dimension();
    this.factor = frame.similarity() == Similarity.EUCLIDEAN ? 2 : 1;
    this.targets = targets;
    this.self = new int[targets.length];
    Arrays.fill(self, -1);
    this.roundings = new double[targets.length];
    double centre = Math.sqrt(Squares.sum(frame.centre(), 0, dimension));
    for (int i = 0; i < targets.length; i++) {
      double norm = Math.sqrt(Squares.sum(targets[i], 0, dimension));
      roundings[i] = ROUNDING * ROUNDING * (norm + centre) * (norm + centre);
    }
    this.transposed = new float[dimension * TARGETS];
    this.product = MatrixProduct.of(Kernels.best(), new Shape(BATCH, dimension, TARGETS));
    this.nearest = new Nearest[LEVELS * TARGETS];
    for (int i = 0; i < targets.length; i++) {
      for (int j = 0; j < dimension; j++) {
        transposed[j * TARGETS + i] = targets[i][j];
      }
    }
    for (float[] level : least) {
      Arrays.fill(level, Float.POSITIVE_INFINITY);
      Arrays.fill(level, 0, targets.length, Float.NEGATIVE_INFINITY);
    }
    Arrays.setAll(nearest, i -> new Nearest());
  }

  /** How many targets there are. */
  int count() {
    return targets.length;
  }

  /** A target, from the centre on. */
  float[] target(int index) {
    return targets[index];
  }

  /**
   * Takes the next vectors.
   *
   * @param centred {@link SignFrame#BLOCK_DOCS} vectors from the centre on
   * @param offsets what each one's raw values hold beside; not finite for one to be left out
   * @param first the number of the first
   * @param count how many there are
   */
  void add(float[] centred, float[] offsets, int first, int count) {
    product.multiply(centred, transposed, products);
    for (int row = 0; row < count; row++) {
      if (Float.isFinite(offsets[row])) {
        int each = 1;
        for (int level = 0; level < LEVELS && (first + row) % each == 0; level++) {
          offer(level, centred, offsets[row], first, row);
          each *= THINNING;
        }
      }
    }
  }

  private void offer(int level, float[] centred, float offset, int first, int row) {
    float[] leastOfLevel = least[level];
    for (int i = 0; i < TARGETS; i++) {
      float value = factor * products[row * TARGETS + i] + offset;
      if (value > leastOfLevel[i] && !isTarget(i, first + row, centred, row)) {
        leastOfLevel[i] = nearest[level * TARGETS + i].add(first + row, value);
      }
    }
  }

  /**
   * Whether a vector is target {@code i} itself: the first that is equal to it, but for what
   * doubles lose as floats, which targets are.
   */
  private boolean isTarget(int i, int number, float[] centred, int row) {
    if (self[i] < 0 && isEqual(targets[i], centred, row * dimension, roundings[i])) {
      self[i] = number;
    }
    return self[i] == number;
  }

  private static boolean isEqual(float[] target, float[] centred, int from, double rounding) {
    double square = 0;
    for (int i = 0; i < target.length && square <= rounding; i++) {
      double difference = target[i] - centred[from + i];
      square += difference * difference;
    }
    return square <= rounding;
  }

  /** The neighbours of a target among the vectors of a level, the nearest first. */
  Neighbours of(int level, int target) {
    return nearest[level * TARGETS + target].sorted();
  }

  /** Sorts items from the {@code from}-th on by their keys, the smallest first. */
  static void sort(int[] items, int from, float[] keys) {
    long[] sorted = new long[items.length - from];
    for (int i = 0; i < sorted.length; i++) {
      int bits = Float.floatToIntBits(keys[items[from + i]]);
      long sortable = bits ^ (bits >> 31 & Integer.MAX_VALUE);
      sorted[i] = sortable << Integer.SIZE | items[from + i];
    }
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      items[from + i] = (int) sorted[i];
    }
  }

  /**
   * Neighbours, the nearest first.
   *
   * @param numbers of the vectors
   * @param values their raw values, less what these all hold
   */
  record Neighbours(int[] numbers, float[] values) {}

  /** A heap with the farthest neighbour on top; of equal ones the first to come stays. */
  private static final class Nearest {
    private final int[] numbers = new int[NEIGHBOURS];
    private final float[] values = new float[NEIGHBOURS];
    private int count;

    /** Adds a neighbour and returns what the next one's value must exceed. */
    float add(int number, float value) {
      if (count < NEIGHBOURS) {
        siftUp(number, value);
        count++;
      } else {
        siftDown(number, value);
      }
      return count < NEIGHBOURS ? Float.NEGATIVE_INFINITY : values[0];
    }

    private void siftUp(int number, float value) {
      int slot = count;
      while (slot > 0 && value < values[(slot - 1) / 2]) {
        move((slot - 1) / 2, slot);
        slot = (slot - 1) / 2;
      }
      numbers[slot] = number;
      values[slot] = value;
    }

    private void siftDown(int number, float value) {
      int slot = 0;
      for (int child = smaller(slot); child < count; child = smaller(slot)) {
        if (values[child] >= value) {
          break;
        }
        move(child, slot);
        slot = child;
      }
      numbers[slot] = number;
      values[slot] = value;
    }

    private int smaller(int slot) {
      int left = 2 * slot + 1;
      return left + 1 < count && values[left + 1] < values[left] ? left + 1 : left;
    }

    private void move(int from, int to) {
      numbers[to] = numbers[from];
      values[to] = values[from];
    }

    Neighbours sorted() {
      int[] slots = IntStream.range(0, count).toArray();
      sort(slots, 0, values);
      int[] sortedNumbers = new int[count];
      float[] sortedValues = new float[count];
      for (int i = 0; i < count; i++) {
        int slot = slots[count - 1 - i];
        sortedNumbers[i] = numbers[slot];
        sortedValues[i] = values[slot];
      }
      return new Neighbours(sortedNumbers, sortedValues);
    }
  }
}
