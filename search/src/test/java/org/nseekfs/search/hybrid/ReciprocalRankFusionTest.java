package org.nseekfs.search.hybrid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReciprocalRankFusionTest {

  @Test
  void aHitIsWorthTheReciprocalOfConstantAndRankWhateverItsScore() {
    double[] normalized = ReciprocalRankFusion.DEFAULT.normalize(new float[] {1e30f, 2, 2, 0});
    assertEquals(4, normalized.length);
    for (int slot = 0; slot < 4; slot++) {
      assertEquals(1d / (61 + slot), normalized[slot], 0);
    }
  }

  @Test
  void theLargestConstantDoesNotOverflow() {
    double[] normalized = new ReciprocalRankFusion(Integer.MAX_VALUE).normalize(new float[] {2, 1});
    assertEquals(1 / 2_147_483_648d, normalized[0], 0);
    assertEquals(1 / 2_147_483_649d, normalized[1], 0);
  }

  @Test
  void weightsMultiplyAndPlacesAdd() {
    Fusion.Place first = new Fusion.Place(2, 3, 7f, 1 / 63d);
    Fusion.Place second = new Fusion.Place(.5f, 1, 1f, 1 / 61d);
    assertEquals(
        2 / 63d + .5 / 61, ReciprocalRankFusion.DEFAULT.combine(List.of(first, second)), 1e-17);
  }

  @Test
  void constantsBelowOneAreRefused() {
    assertEquals(
        "rankConstant must be at least 1, got 0",
        assertThrows(IllegalArgumentException.class, () -> new ReciprocalRankFusion(0))
            .getMessage());
  }

  @Test
  void itSaysWhatItIs() {
    assertEquals("rrf(60)", ReciprocalRankFusion.DEFAULT.toString());
    assertEquals(new ReciprocalRankFusion(60), ReciprocalRankFusion.DEFAULT);
  }
}
