package org.nseekfs.search.hybrid;

import java.util.function.DoubleUnaryOperator;

/**
 * The scores of a list, the best first, cut off at the largest float; their statistics, in double.
 */
final class Scores {

  private final float[] scores;

  Scores(float[] scores) {
    this.scores = scores.clone();
    for (int slot = 0; slot < scores.length; slot++) {
      this.scores[slot] = Math.min(scores[slot], Float.MAX_VALUE);
    }
  }

  double largest() {
    return scores[0];
  }

  double least() {
    return scores[scores.length - 1];
  }

  double mean() {
    double sum = 0;
    for (float score : scores) {
      sum += score;
    }
    return sum / scores.length;
  }

  /** The root of the mean squared difference from the mean. */
  double deviation() {
    double mean = mean();
    double sum = 0;
    for (float score : scores) {
      sum += (score - mean) * (score - mean);
    }
    return Math.sqrt(sum / scores.length);
  }

  /** The root of the sum of squares. */
  double length() {
    double sum = 0;
    for (float score : scores) {
      sum += (double) score * score;
    }
    return Math.sqrt(sum);
  }

  double[] map(DoubleUnaryOperator operator) {
    double[] mapped = new double[scores.length];
    for (int slot = 0; slot < mapped.length; slot++) {
      mapped[slot] = operator.applyAsDouble(scores[slot]);
    }
    return mapped;
  }
}
