package org.nseekfs.quantization.kernel.sum;

import java.math.BigDecimal;
import org.nseekfs.quantization.BF16;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.F16;
import org.nseekfs.quantization.F8;

/** The definitions of the package documentation, word by word, and exact sums beside them. */
final class CanonicalSums {

  private CanonicalSums() {}

  /** The lane of element {@code i}. */
  private static int lane(ElementType type, int i) {
    int inInt =
        switch (type) {
          case F8 -> 4;
          case F16, BF16 -> 2;
          default -> 1;
        };
    int group = 16 * inInt;
    return (i / group * group + i % inInt * 16 + i % group / inInt) % 64;
  }

  /**
   * A float sum.
   *
   * @param scale of an F8 row
   */
  static float sum(ElementType type, Operation operation, float[] target, float[] row, int scale) {
    int bias = type == ElementType.F8 ? 120 : type == ElementType.F16 ? 112 : 0;
    if (operation != Operation.DOT || bias == 0) {
      return sum(type, operation, target, row);
    }
    float largest = 0;
    for (float element : target) {
      largest = Math.max(largest, Math.abs(element));
    }
    int exponent = largest == 0 ? 0 : Math.getExponent((double) largest);
    float[] t = new float[row.length];
    float[] x = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      t[i] = (float) Math.scalb((double) target[i], bias - exponent);
      x[i] = (float) Math.scalb((double) row[i], -bias - scale);
    }
    return (float) Math.scalb((double) sum(type, operation, t, x), exponent + scale) + 0f;
  }

  private static float sum(ElementType type, Operation operation, float[] target, float[] row) {
    float[] lanes = new float[64];
    for (int i = 0; i < row.length; i++) {
      float difference = target[i] - row[i];
      int lane = lane(type, i);
      lanes[lane] =
          switch (operation) {
            case DOT -> Math.fma(target[i], row[i], lanes[lane]);
            case SQUARE_DISTANCE -> Math.fma(difference, difference, lanes[lane]);
            case SQUARE_NORM -> Math.fma(row[i], row[i], lanes[lane]);
          };
    }
    for (int half : new int[] {32, 16, 8, 4, 2, 1}) {
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
