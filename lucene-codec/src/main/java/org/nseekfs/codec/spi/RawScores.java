package org.nseekfs.codec.spi;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.NumericUtils;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.Similarity;

/** How raw values become Lucene's scores. */
public final class RawScores {

  /** What Lucene divides a dot product of bytes by, per dimension: twice the largest product. */
  private static final int BYTE_DOT_RANGE = 1 << 15;

  private RawScores() {}

  /** What is computed for {@code function}. */
  public static Similarity similarity(VectorSimilarityFunction function) {
    return switch (function) {
      case EUCLIDEAN -> Similarity.EUCLIDEAN;
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> Similarity.DOT_PRODUCT;
      case COSINE -> Similarity.COSINE;
    };
  }

  /**
   * The score of a raw value: never NaN, never negative, never smaller for a larger raw value.
   *
   * <p>Computed as {@link VectorSimilarityFunction#compare} does, in float; for {@link
   * ElementType#F64} by the same formulas in double, rounded at the end.
   *
   * @param dimension elements of a vector
   */
  public static float score(
      VectorSimilarityFunction function, ElementType type, int dimension, double raw) {
    return switch (type) {
      case F8, F16, BF16, F32 -> floatScore(function, (float) raw);
      case F64 -> doubleScore(function, raw);
      case BYTE ->
          function == VectorSimilarityFunction.DOT_PRODUCT
              ? 0.5f + (float) raw / (float) (dimension * BYTE_DOT_RANGE)
              : floatScore(function, (float) raw);
    };
  }

  /**
   * The smallest raw value whose {@link #score} is at least {@code score}: -Infinity if that of all
   * is, +Infinity if that of none is.
   */
  public static double leastRaw(
      VectorSimilarityFunction function, ElementType type, int dimension, float score) {
    double largest = function == VectorSimilarityFunction.EUCLIDEAN ? 0 : Double.POSITIVE_INFINITY;
    if (!(score(function, type, dimension, largest) >= score)) {
      return Double.POSITIVE_INFINITY;
    }
    long above = NumericUtils.doubleToSortableLong(largest);
    long below = NumericUtils.doubleToSortableLong(Double.NEGATIVE_INFINITY);
    if (score(function, type, dimension, Double.NEGATIVE_INFINITY) >= score) {
      return Double.NEGATIVE_INFINITY;
    }
    while (below + 1 < above) {
      long middle = (below & above) + ((below ^ above) >> 1);
      double raw = NumericUtils.sortableLongToDouble(middle);
      if (score(function, type, dimension, raw) >= score) {
        above = middle;
      } else {
        below = middle;
      }
    }
    return NumericUtils.sortableLongToDouble(above);
  }

  private static float floatScore(VectorSimilarityFunction function, float raw) {
    return switch (function) {
      case EUCLIDEAN -> 1 / (1 - raw);
      case DOT_PRODUCT, COSINE -> Math.max((1 + raw) / 2, 0);
      case MAXIMUM_INNER_PRODUCT -> raw < 0 ? 1 / (1 - raw) : raw + 1;
    };
  }

  private static float doubleScore(VectorSimilarityFunction function, double raw) {
    return (float)
        switch (function) {
          case EUCLIDEAN -> 1 / (1 - raw);
          case DOT_PRODUCT, COSINE -> Math.max((1 + raw) / 2, 0);
          case MAXIMUM_INNER_PRODUCT -> raw < 0 ? 1 / (1 - raw) : raw + 1;
        };
  }
}
