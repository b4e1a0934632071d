package org.nseekfs.plugins;

import java.util.List;
import java.util.Map;

/** What is in the answers to searches. */
public final class Answers {

  private Answers() {}

  /** The hits, best first. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> hits(Map<String, Object> answer) {
    return (List<Map<String, Object>>) ((Map<String, Object>) answer.get("hits")).get("hits");
  }

  /** The hits' ids. */
  public static List<String> ids(Map<String, Object> answer) {
    return hits(answer).stream().map(hit -> (String) hit.get("_id")).toList();
  }

  /** The hits' scores. */
  static List<Float> scores(Map<String, Object> answer) {
    return hits(answer).stream().map(hit -> ((Number) hit.get("_score")).floatValue()).toList();
  }

  /** What {@code nseek_similarity} has added to the hits. */
  @SuppressWarnings("unchecked")
  static List<Double> similarities(Map<String, Object> answer) {
    return hits(answer).stream()
        .map(hit -> ((Map<String, List<Number>>) hit.get("fields")).get("nseek_similarity"))
        .map(values -> values.getFirst().doubleValue())
        .toList();
  }

  /** How many shards have failed. */
  static Object failedShards(Map<String, Object> answer) {
    return ((Map<?, ?>) answer.get("_shards")).get("failed");
  }
}
