package org.nseekfs.quantization.kernel;

import java.math.BigDecimal;

/** The definitions of the package documentation, word by word, and exact sums beside them. */
final class CanonicalSums {

  private CanonicalSums() {}

  static float sum(Operation operation, float[] target, float[] row) {
    float[] lanes = new float[32];
    for (int i = 0; i < row.length; i++) {
      float difference = target[i] - row[i];
      int lane = i % 32;
      lanes[lane] =
          switch (operation) {
            case DOT -> Math.fma(target[i], row[i], lanes[lane]);
            case SQUARE_DISTANCE -> Math.fma(difference, difference, lanes[lane]);
            case SQUARE_NORM -> Math.fma(row[i], row[i], lanes[lane]);
          };
    }
    for (int half : new int[] {16, 8, 4, 2, 1}) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] = lanes[lane] + lanes[lane + half];
      }
    }
    return lanes[0] + 0f;
  }

  static double sum(Operation operation, double[] target, double[] row) {
    double[] lanes = new double[16];
    for (int i = 0; i < row.length; i++) {
      double difference = target[i] - row[i];
      int lane = i % 16;
      lanes[lane] =
          switch (operation) {
            case DOT -> Math.fma(target[i], row[i], lanes[lane]);
            case SQUARE_DISTANCE -> Math.fma(difference, difference, lanes[lane]);
            case SQUARE_NORM -> Math.fma(row[i], row[i], lanes[lane]);
          };
    }
    for (int half : new int[] {8, 4, 2, 1}) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] = lanes[lane] + lanes[lane + half];
      }
    }
    return lanes[0] + 0d;
  }

  /** The sum without rounding, and the sum of magnitudes. */
  record Exact(BigDecimal sum, BigDecimal magnitudes) {

    static Exact of(Operation operation, double[] target, double[] row) {
      BigDecimal sum = BigDecimal.ZERO;
      BigDecimal magnitudes = BigDecimal.ZERO;
      for (int i = 0; i < row.length; i++) {
        BigDecimal t = new BigDecimal(target[i]);
        BigDecimal x = new BigDecimal(row[i]);
        BigDecimal term =
            switch (operation) {
              case DOT -> t.multiply(x);
              case SQUARE_DISTANCE -> t.subtract(x).pow(2);
              case SQUARE_NORM -> x.pow(2);
            };
        sum = sum.add(term);
        magnitudes = magnitudes.add(term.abs());
      }
      return new Exact(sum, magnitudes);
    }

    /** The error of {@code computed} in units of {@code unitRoundoff} times the magnitudes. */
    double error(double computed, double unitRoundoff) {
      BigDecimal error = new BigDecimal(computed).subtract(sum).abs();
      return error.signum() == 0
          ? 0
          : error.doubleValue() / magnitudes.doubleValue() / unitRoundoff;
    }
  }
}
