package org.nseekfs.elasticsearch;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;

/** What is nearest by plain loops in double. */
final class Oracle {

  private Oracle() {}

  static double squareDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  static double cosine(double[] a, double[] b) {
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Places of all vectors, the nearest by Euclidean distance first. */
  static List<Integer> nearest(double[][] vectors, double[] target) {
    return sorted(vectors, target, Oracle::squareDistance);
  }

  /** The same by cosine. */
  static List<Integer> nearestByCosine(double[][] vectors, double[] target) {
    return sorted(vectors, target, (a, b) -> -cosine(a, b));
  }

  private static List<Integer> sorted(
      double[][] vectors, double[] target, ToDoubleBiFunction<double[], double[]> distance) {
    return IntStream.range(0, vectors.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distance.applyAsDouble(vectors[i], target)))
        .toList();
  }
}
