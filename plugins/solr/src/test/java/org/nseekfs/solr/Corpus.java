package org.nseekfs.solr;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.quantization.ElementType;

/** Random documents with words and vectors, the latter in field f32. */
final class Corpus {

  private final Vectors vectors = new Vectors();
  private final List<Map<String, Object>> docs = new ArrayList<>();

  /** {@code count} documents, their ids numbers after {@code prefix}. */
  Corpus(String prefix, int count, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      String id = prefix + i;
      vectors.put(id, Vectors.random(random));
      Map<String, Object> doc = new LinkedHashMap<>();
      doc.put("id", id);
      doc.put("n", i);
      doc.put("text", words(random));
      doc.put("tag", i % 2 == 0 ? "even" : "odd");
      doc.put("f32", vectors.get(id));
      docs.add(doc);
    }
  }

  private static String words(Random random) {
    return random
        .ints(3 + random.nextInt(20), 0, 40)
        .mapToObj(word -> "w" + word)
        .collect(Collectors.joining(" "));
  }

  List<Map<String, Object>> docs() {
    return docs;
  }

  Vectors vectors() {
    return vectors;
  }

  /** The nearest by brute force. */
  static List<Vectors.Hit> nearest(
      Vectors vectors, double[] target, int k, Predicate<String> accepted) {
    return vectors.nearest(target, k, ElementType.F32, VectorSimilarityFunction.COSINE, accepted);
  }

  static List<Vectors.Hit> nearest(Vectors vectors, double[] target, int k) {
    return nearest(vectors, target, k, id -> true);
  }

  /** Hits with Lucene's scores. */
  static List<Fused.Scored> scored(List<Vectors.Hit> hits) {
    return hits.stream().map(hit -> new Fused.Scored(hit.id(), (1 + hit.raw()) / 2)).toList();
  }

  static List<Fused.Scored> scored(HttpCore.Answer found) {
    return found.docs().stream()
        .map(doc -> new Fused.Scored(doc.get("id").asText(), doc.get("score").asDouble()))
        .toList();
  }
}
