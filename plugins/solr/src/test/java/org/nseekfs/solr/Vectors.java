package org.nseekfs.solr;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;

/** Random vectors by their ids, and the oracle: every raw similarity by a plain loop in double. */
final class Vectors {

  static final int DIMENSION = 24;

  /**
   * A hit.
   *
   * @param raw similarity
   */
  record Hit(String id, double raw) {}

  private final Map<String, double[]> vectors = new LinkedHashMap<>();

  /** Vectors that vary along few directions, as embeddings do. */
  static double[] random(Random random) {
    double[] vector = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (random.nextGaussian() / (1 + i));
    }
    return vector;
  }

  /** A vector of integers that fit a byte. */
  static double[] randomBytes(Random random) {
    return random.doubles(DIMENSION, -100, 100).map(Math::rint).toArray();
  }

  void put(String id, double[] vector) {
    vectors.put(id, vector.clone());
  }

  void remove(String id) {
    vectors.remove(id);
  }

  double[] get(String id) {
    return vectors.get(id);
  }

  /** All of these and of {@code other}. */
  Vectors union(Vectors other) {
    Vectors union = new Vectors();
    union.vectors.putAll(vectors);
    union.vectors.putAll(other.vectors);
    return union;
  }

  int size() {
    return vectors.size();
  }

  /** The {@code k} nearest of those that {@code accepted} accepts, ties as they were put. */
  List<Hit> nearest(
      double[] target,
      int k,
      ElementType type,
      VectorSimilarityFunction function,
      Predicate<String> accepted) {
    double[] encoded = type.isFloat() ? stored(ElementType.F32, target) : target;
    List<Hit> hits = new ArrayList<>();
    vectors.forEach(
        (id, vector) -> {
          if (accepted.test(id)) {
            hits.add(new Hit(id, raw(function, encoded, stored(type, vector))));
          }
        });
    return hits.stream().sorted(Comparator.comparingDouble(Hit::raw).reversed()).limit(k).toList();
  }

  /** What is left of a vector that is stored. */
  static double[] stored(ElementType type, double[] vector) {
    if (!type.isFloat()) {
      return vector;
    }
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    MemorySegment row = MemorySegment.ofArray(new byte[type.rowBytes(floats.length)]);
    type.encode(floats, row, 0);
    type.decode(row, 0, floats);
    double[] decoded = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      decoded[i] = floats[i];
    }
    return decoded;
  }

  static double raw(VectorSimilarityFunction function, double[] a, double[] b) {
    double dot = 0;
    double squaredA = 0;
    double squaredB = 0;
    double distance = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      squaredA += a[i] * a[i];
      squaredB += b[i] * b[i];
      distance += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return switch (function) {
      case EUCLIDEAN -> -distance;
      case COSINE -> dot / Math.sqrt(squaredA * squaredB);
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot;
    };
  }

  /** As requests have it. */
  static String text(double[] vector) {
    return DoubleStream.of(vector)
        .mapToObj(Double::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }
}
