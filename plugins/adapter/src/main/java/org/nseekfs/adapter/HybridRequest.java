package org.nseekfs.adapter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.nseekfs.search.hybrid.Fusion;
import org.nseekfs.search.hybrid.ReciprocalRankFusion;
import org.nseekfs.search.hybrid.ScoreNormalization;

/**
 * How the hits of several queries become one list, as a request asks for it.
 *
 * @param k how many hits the fused list has, 1 to {@link #MAX_K}; null means {@link #DEFAULT_K}
 * @param window how many of the best hits of each query take part, {@code k} to {@link
 *     #MAX_WINDOW}; null means {@link #DEFAULT_WINDOW}, or {@code k} if that is more
 * @param fusion one of {@link #FUSIONS}, in any case; null means the first
 * @param rankConstant of the fusion {@code rrf}; null means 60
 */
public record HybridRequest(Integer k, Integer window, String fusion, Integer rankConstant) {

  /** How many hits there are where the request does not say. */
  public static final int DEFAULT_K = 10;

  /** The most hits that a request may ask for: they travel to every shard. */
  public static final int MAX_K = 1_000;

  /** How many hits of each query take part where the request does not say. */
  public static final int DEFAULT_WINDOW = 100;

  /** The most hits of a query that take part. */
  public static final int MAX_WINDOW = 10_000;

  /**
   * What requests call the fusions: {@code rrf}, and the constants of {@link ScoreNormalization}.
   */
  public static final List<String> FUSIONS =
      Stream.concat(
              Stream.of("rrf"),
              Arrays.stream(ScoreNormalization.values()).map(ScoreNormalization::toString))
          .toList();

  /**
   * Fills in and checks its arguments.
   *
   * @throws IllegalArgumentException naming the value, if one is out of range, or two contradict
   *     each other
   */
  public HybridRequest {
    k = k == null ? DEFAULT_K : k;
    window = window == null ? Math.max(DEFAULT_WINDOW, k) : window;
    fusion = fusion == null ? FUSIONS.getFirst() : fusion.toLowerCase(Locale.ROOT);
    if (k < 1 || k > MAX_K) {
      throw new IllegalArgumentException("k must be 1.." + MAX_K + ", got " + k);
    }
    if (window < k || window > MAX_WINDOW) {
      throw new IllegalArgumentException(
          "window must be " + k + " (k).." + MAX_WINDOW + ", got " + window);
    }
    if (!FUSIONS.contains(fusion)) {
      throw new IllegalArgumentException(
          "fusion must be one of " + FUSIONS + ", got \"" + fusion + "\"");
    }
    if (rankConstant != null && !fusion.equals("rrf")) {
      throw new IllegalArgumentException(
          "rank_constant " + rankConstant + " needs fusion rrf, got " + fusion);
    }
    if (rankConstant != null && rankConstant < 1) {
      throw new IllegalArgumentException("rank_constant must be at least 1, got " + rankConstant);
    }
  }

  /** The fusion that the request names. */
  public Fusion toFusion() {
    return switch (fusion) {
      case "rrf" ->
          rankConstant == null
              ? ReciprocalRankFusion.DEFAULT
              : new ReciprocalRankFusion(rankConstant);
      default -> ScoreNormalization.valueOf(fusion.toUpperCase(Locale.ROOT));
    };
  }
}
