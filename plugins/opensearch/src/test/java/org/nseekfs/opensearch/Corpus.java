package org.nseekfs.opensearch;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** Documents with vectors and words, and what a search of all of them in double finds. */
final class Corpus {

  private static final String[] WORDS = {
    "amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath"
  };

  private final Map<String, float[]> vectors = new LinkedHashMap<>();
  private final Random random;
  private final int dimension;

  Corpus(int dimension, long seed) {
    this.dimension = dimension;
    this.random = new Random(seed);
  }

  /** A hit, with its cosine. */
  record Hit(String id, double raw) {}

  float[] randomVector() {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  Map<String, float[]> vectors() {
    return vectors;
  }

  /** Indexes documents {@code from} to {@code to}, new ones or new versions, in one request. */
  void index(String index, int from, int to, boolean refresh) throws IOException {
    StringBuilder bulk = new StringBuilder();
    for (int i = from; i < to; i++) {
      float[] vector = randomVector();
      vectors.put(Integer.toString(i), vector);
      bulk.append("{\"index\":{\"_id\":\"").append(i).append("\"}}\n");
      bulk.append(document(i, vector)).append('\n');
    }
    Map<String, Object> answer =
        NodesTestCase.call("POST", "/" + index + "/_bulk?refresh=" + refresh, bulk.toString());
    if (!Boolean.FALSE.equals(answer.get("errors"))) {
      throw new AssertionError(answer);
    }
  }

  /** Words vary with the id, so that scores by words vary too. */
  private String document(int i, float[] vector) {
    StringBuilder text = new StringBuilder();
    for (int word = 0; word <= i % 13; word++) {
      text.append(WORDS[(i * 7 + word * word) % WORDS.length]).append(' ');
    }
    return "{\"emb\":"
        + NodesTestCase.json(vector)
        + ",\"group\":\""
        + group(Integer.toString(i))
        + "\",\"text\":\""
        + text
        + "\"}";
  }

  static String group(String id) {
    return "g" + Integer.parseInt(id) % 5;
  }

  void delete(String index, String id) throws IOException {
    NodesTestCase.call("DELETE", "/" + index + "/_doc/" + id, null);
    vectors.remove(id);
  }

  /** The accepted documents, nearest first. */
  List<Hit> nearest(float[] target, Predicate<String> accepted) {
    return vectors.entrySet().stream()
        .filter(entry -> accepted.test(entry.getKey()))
        .map(entry -> new Hit(entry.getKey(), cosine(entry.getValue(), target)))
        .sorted(Comparator.comparingDouble(Hit::raw).reversed())
        .toList();
  }

  List<Hit> nearest(float[] target, int k) {
    return nearest(target, id -> true).subList(0, k);
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    return dot / Math.sqrt(squaresOfA * squaresOfB);
  }
}
