package org.nseekfs.cli.measure;

import org.apache.lucene.index.VectorSimilarityFunction;

/** Similarities in double, larger is nearer: dot product, cosine, negated squared distance. */
@FunctionalInterface
interface DoubleSimilarity {

  /** How near two vectors of one dimension are. */
  double of(double[] query, double[] vector);

  /** The similarity that ranks as {@code similarityFunction} does. */
  static DoubleSimilarity of(VectorSimilarityFunction similarityFunction) {
    return switch (similarityFunction) {
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> DoubleSimilarity::dot;
      case COSINE ->
          (query, vector) ->
              dot(query, vector) / (Math.sqrt(dot(query, query)) * Math.sqrt(dot(vector, vector)));
      case EUCLIDEAN -> DoubleSimilarity::negatedSquareDistance;
    };
  }

  /** The length of a vector. */
  static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  /** The dot product, in four sums that do not wait for each other. */
  private static double dot(double[] a, double[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  private static double negatedSquareDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return -sum;
  }
}
