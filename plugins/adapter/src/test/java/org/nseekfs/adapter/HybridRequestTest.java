package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nseekfs.search.hybrid.ReciprocalRankFusion;
import org.nseekfs.search.hybrid.ScoreNormalization;

class HybridRequestTest {

  @Test
  void aRequestThatSaysNothingFusesAHundredHitsToTenByReciprocalRanks() {
    HybridRequest request = new HybridRequest(null, null, null, null);
    assertEquals(new HybridRequest(10, 100, "rrf", null), request);
    assertEquals(ReciprocalRankFusion.DEFAULT, request.toFusion());
  }

  @Test
  void theDefaultWindowIsNeverBelowK() {
    assertEquals(500, new HybridRequest(500, null, null, null).window());
  }

  @Test
  void everyFusionHasAName() {
    assertEquals(new ReciprocalRankFusion(7), fusion("RRF", 7));
    assertEquals(ScoreNormalization.MIN_MAX, fusion("min_max", null));
    assertEquals(ScoreNormalization.Z_SCORE, fusion("z_score", null));
    assertEquals(ScoreNormalization.L2, fusion("l2", null));
    assertEquals(ScoreNormalization.DISTRIBUTION, fusion("distribution", null));
  }

  private static Object fusion(String name, Integer rankConstant) {
    return new HybridRequest(1, 1, name, rankConstant).toFusion();
  }

  @Test
  void whatIsOutOfRangeIsRefusedByName() {
    assertRefused("k must be 1..1000, got 0", 0, null, null, null);
    assertRefused("k must be 1..1000, got 1001", 1001, null, null, null);
    assertRefused("window must be 10 (k)..10000, got 9", 10, 9, null, null);
    assertRefused("window must be 10 (k)..10000, got 10001", 10, 10_001, null, null);
    assertRefused("rank_constant must be at least 1, got 0", 1, null, "rrf", 0);
    assertRefused("rank_constant 5 needs fusion rrf, got l2", 1, null, "l2", 5);
    assertRefused(
        "fusion must be one of [rrf, min_max, z_score, l2, distribution], got \"sum\"",
        1,
        null,
        "sum",
        null);
  }

  private static void assertRefused(
      String message, Integer k, Integer window, String fusion, Integer rankConstant) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new HybridRequest(k, window, fusion, rankConstant))
            .getMessage());
  }
}
