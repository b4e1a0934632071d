package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import org.apache.lucene.search.Explanation;
import org.junit.jupiter.api.Test;
import org.nseekfs.search.hybrid.ScoredList;

class FusedScoreTest {

  private static final HybridRequest REQUEST = new HybridRequest(2, 3, "rrf", null);
  private static final ScoredList<String> WORDS =
      new ScoredList<>(
          "words", 1, List.of("a", "b", "c"), new float[] {9, 8, 7}, REQUEST.toFusion());
  private static final ScoredList<String> VECTORS =
      new ScoredList<>("vectors", 2, List.of("c", "a"), new float[] {.9f, .8f}, REQUEST.toFusion());

  @Test
  void theBestAreThoseWithTheLargestSums() {
    List<FusedScore<String>> best =
        FusedScore.best(REQUEST, List.of(WORDS, VECTORS), Comparator.naturalOrder(), null);
    assertEquals(List.of("c", "a"), best.stream().map(FusedScore::key).toList());
    assertEquals((float) (1 / 63d + 2 / 61d), best.get(0).score());
    assertEquals((float) (1 / 61d + 2 / 62d), best.get(1).score());
    assertEquals("fused rank 1 of 3 by rrf(60)", best.get(0).explanation().getDescription());
  }

  @Test
  void explanationsTellThePlaceInEveryList() {
    HybridRequest three = new HybridRequest(3, 3, "rrf", null);
    List<FusedScore<String>> best =
        FusedScore.best(
            three,
            List.of(WORDS, VECTORS),
            Comparator.naturalOrder(),
            (list, key) -> list == WORDS ? Explanation.match(8, "by its words") : null);
    Explanation b = best.get(2).explanation();
    assertEquals(best.get(2).score(), b.getValue());
    assertEquals("fused rank 3 of 3 by rrf(60) from:", b.getDescription());
    assertEquals(
        "rank 2 of words, computed as weight 1.0 times normalized score "
            + 1 / 62d
            + " of score 8.0 from:",
        b.getDetails()[0].getDescription());
    assertEquals("by its words", b.getDetails()[0].getDetails()[0].getDescription());
    assertEquals(
        "not in vectors, which ends at rank 2 with score 0.8", b.getDetails()[1].getDescription());
  }
}
