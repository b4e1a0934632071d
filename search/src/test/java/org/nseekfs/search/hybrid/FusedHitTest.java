package org.nseekfs.search.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusedHitTest {

  private static ScoredList<String> list(Fusion fusion, float weight, List<String> keys) {
    float[] scores = new float[keys.size()];
    for (int slot = 0; slot < scores.length; slot++) {
      scores[slot] = 10 - slot;
    }
    return new ScoredList<>("list", weight, keys, scores, fusion);
  }

  @Test
  void hitsOfAnyKindAreRankedByFusedScoreAndThenByTies() {
    Fusion fusion = ReciprocalRankFusion.DEFAULT;
    List<FusedHit<String>> hits =
        FusedHit.fuse(
            fusion,
            List.of(
                list(fusion, 1, List.of("b", "c")),
                list(fusion, 1, List.of("a", "c")),
                list(fusion, 1, List.of())),
            Comparator.<String>naturalOrder());
    assertEquals(List.of("c", "a", "b"), hits.stream().map(FusedHit::key).toList());
    assertEquals(2d / 62, hits.get(0).fused());
    assertEquals((float) (1d / 61), hits.get(1).score());
    assertEquals(hits.get(1).score(), hits.get(2).score());
  }

  @Test
  void theLastOfAMinMaxListStillMatches() {
    Fusion fusion = ScoreNormalization.MIN_MAX;
    List<FusedHit<String>> hits =
        FusedHit.fuse(
            fusion, List.of(list(fusion, 1, List.of("a", "b"))), Comparator.<String>naturalOrder());
    assertEquals(0, hits.get(1).fused());
    assertEquals(Float.MIN_VALUE, hits.get(1).score());
  }

  @Test
  void aListTellsThePlacesOfItsHits() {
    ScoredList<String> list = list(ReciprocalRankFusion.DEFAULT, 2, List.of("a", "b"));
    assertEquals(new Fusion.Place(2, 2, 9, 1d / 62), list.placeOf("b"));
    assertEquals(list.place(1), list.placeOf("b"));
    assertNull(list.placeOf("c"));
  }

  @Test
  void aFusionThatBreaksItsContractIsNamed() {
    Fusion negative = new Broken(scores -> new double[] {-1});
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                FusedHit.fuse(
                    negative,
                    List.of(list(negative, 1, List.of("a"))),
                    Comparator.<String>naturalOrder()));
    assertEquals(
        "fusion broken must make scores of at least 0 that are finite floats, got -1.0"
            + " for document a",
        e.getMessage());
    Fusion shorter = new Broken(scores -> new double[0]);
    assertEquals(
        "fusion broken must make as many values as there are scores, 1, got 0 for list",
        assertThrows(IllegalStateException.class, () -> list(shorter, 1, List.of("a")))
            .getMessage());
  }

  private interface Normalizer {
    double[] normalize(float[] scores);
  }

  private record Broken(Normalizer normalizer) implements Fusion {
    @Override
    public double[] normalize(float[] scores) {
      return normalizer.normalize(scores);
    }

    @Override
    public String toString() {
      return "broken";
    }
  }
}
