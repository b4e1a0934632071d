package org.nseekfs.solr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** The oracle of fused lists: plain sums in double. */
final class Fused {

  /** A hit of a list. */
  record Scored(String id, double score) {}

  private final Map<String, Double> sums = new HashMap<>();

  /** Adds {@code weight} times what each hit is {@code worth}, by list and rank from 1. */
  void add(double weight, List<Scored> list, ToDoubleBiFunction<List<Scored>, Integer> worth) {
    for (int rank = 1; rank <= list.size(); rank++) {
      sums.merge(list.get(rank - 1).id(), weight * worth.applyAsDouble(list, rank), Double::sum);
    }
  }

  static double reciprocal(List<Scored> list, int rank) {
    return 1 / (60.0 + rank);
  }

  static double minMax(List<Scored> list, int rank) {
    double least = list.getLast().score();
    return (list.get(rank - 1).score() - least) / (list.getFirst().score() - least);
  }

  /** The best {@code k} and their scores; hits of equal scores may stand for each other. */
  void assertBest(int k, HttpCore.Answer found) {
    List<Double> best = new ArrayList<>(sums.values());
    best.sort((a, b) -> Double.compare(b, a));
    List<JsonNode> docs = found.docs();
    assertEquals(Math.min(k, best.size()), docs.size());
    for (int i = 0; i < docs.size(); i++) {
      double score = docs.get(i).get("score").asDouble();
      assertEquals(best.get(i), score, 1e-5, "rank " + (i + 1));
      assertEquals(sums.get(docs.get(i).get("id").asText()), score, 1e-5, "rank " + (i + 1));
    }
    assertEquals(docs.size(), found.ids().stream().distinct().count());
  }
}
