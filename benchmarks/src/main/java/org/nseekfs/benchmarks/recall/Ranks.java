package org.nseekfs.benchmarks.recall;

import java.util.Arrays;
import org.apache.lucene.index.VectorSimilarityFunction;

/** How near vectors are to a query, beside each other. */
final class Ranks {

  private Ranks() {}

  /** For every vector the share of the others that is nearer. */
  static double[] of(VectorSimilarityFunction function, float[][] base, float[] query) {
    double[] raws = new double[base.length];
    for (int doc = 0; doc < base.length; doc++) {
      raws[doc] = raw(function, query, base[doc]);
    }
    double[] sorted = raws.clone();
    Arrays.sort(sorted);
    double[] ranks = new double[base.length];
    for (int doc = 0; doc < base.length; doc++) {
      int at = Arrays.binarySearch(sorted, raws[doc]);
      ranks[doc] = (base.length - at - 1.0) / base.length;
    }
    return ranks;
  }

  private static double raw(VectorSimilarityFunction function, float[] a, float[] b) {
    double dot = 0;
    double square = 0;
    double distance = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      dot += (double) a[i] * b[i];
      square += (double) b[i] * b[i];
      distance += difference * difference;
    }
    return switch (function) {
      case EUCLIDEAN -> -distance;
      case COSINE -> dot / Math.sqrt(square);
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot;
    };
  }
}
