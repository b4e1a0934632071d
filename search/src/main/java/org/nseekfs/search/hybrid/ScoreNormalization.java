package org.nseekfs.search.hybrid;

import java.util.Arrays;
import java.util.Locale;

/**
 * Weighted sums of scores made comparable. x is a score, mean and deviation (the root of the mean
 * squared difference from the mean) are those of the list's scores, least and largest its ends. An
 * infinite score, which queries of others may give, counts as the largest float.
 *
 * <table>
 * <caption>Values of a hit</caption>
 * <tr><th></th><th>scores that differ</th><th>all scores equal, or one hit</th></tr>
 * <tr><td>{@link #MIN_MAX}</td><td>(x - least) / (largest - least)</td><td>1</td></tr>
 * <tr><td>{@link #Z_SCORE}</td><td>(x - least) / deviation</td><td>1</td></tr>
 * <tr><td>{@link #L2}</td><td>x / root of the sum of squares</td><td>1 / root of the number of
 * hits</td></tr>
 * <tr><td>{@link #DISTRIBUTION}</td><td>(x - mean + 3 deviations) / 6 deviations, from 0 to
 * 1</td><td>1/2</td></tr>
 * </table>
 *
 * <p>A document that a list does not hold gets 0 from it: as much as the list's last under {@code
 * MIN_MAX} and {@code Z_SCORE}, less under the others.
 */
public enum ScoreNormalization implements Fusion {
  /** The place between the list's ends. */
  MIN_MAX {
    @Override
    double[] ofDifferent(Scores scores) {
      return scores.map(x -> (x - scores.least()) / (scores.largest() - scores.least()));
    }

    @Override
    double ofEqual(int count) {
      return 1;
    }
  },

  /** Standard scores, moved to have the list's last, and what is not in the list, at 0. */
  Z_SCORE {
    @Override
    double[] ofDifferent(Scores scores) {
      double deviation = scores.deviation();
      return scores.map(x -> (x - scores.least()) / deviation);
    }

    @Override
    double ofEqual(int count) {
      return 1;
    }
  },

  /** Scores as parts of a vector of unit length. */
  L2 {
    @Override
    double[] ofDifferent(Scores scores) {
      double length = scores.length();
      return scores.map(x -> x / length);
    }

    @Override
    double ofEqual(int count) {
      return 1 / Math.sqrt(count);
    }
  },

  /** The place within three deviations of the mean, cut off at both ends. */
  DISTRIBUTION {
    @Override
    double[] ofDifferent(Scores scores) {
      double mean = scores.mean();
      double deviation = scores.deviation();
      return scores.map(x -> Math.clamp((x - mean + 3 * deviation) / (6 * deviation), 0, 1));
    }

    @Override
    double ofEqual(int count) {
      return .5;
    }
  };

  @Override
  public final double[] normalize(float[] values) {
    Scores scores = new Scores(values);
    if (scores.least() < scores.largest()) {
      return ofDifferent(scores);
    }
    double[] normalized = new double[values.length];
    Arrays.fill(normalized, ofEqual(values.length));
    return normalized;
  }

  /** The values of hits whose scores differ. */
  abstract double[] ofDifferent(Scores scores);

  /** The value of each of {@code count} hits of one score. */
  abstract double ofEqual(int count);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
