package org.nseekfs.codec.lsh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.lsh.SignFrame;
import org.nseekfs.quantization.lsh.SignTarget;

class ScoredRowsTest {

  private static final float CENTRE = 10;
  private static final double LEAST = 3;

  /**
   * Under the dot product with a target (0, 1), and a centre (10, 10), a row's raw value is 10, its
   * offset and its norm times sqrt(181) times the cosine of its angle to the target, both from the
   * centre.
   */
  private final SignEstimates signs =
      new SignEstimates(
          null,
          SignTarget.of(
              SignFrame.learn(Similarity.DOT_PRODUCT, new float[][] {{CENTRE, CENTRE}}),
              new float[] {0, 1},
              3));

  private void add(ScoredRows rows, float norm, double cosine) {
    double offset = LEAST - CENTRE - cosine * norm * Math.sqrt(181);
    rows.add(0, 4, norm, (float) offset);
  }

  /** Errors of estimates are largest at right angles; cosines may be of either sign. */
  @Test
  void theTypicalRowIsOneWhoseEstimateIsFarOff() {
    ScoredRows rows = new ScoredRows();
    for (int i = 0; i < 20; i++) {
      add(rows, 1, i % 2 == 0 ? -0.99 : 0.99);
    }
    for (int i = 0; i < 5; i++) {
      add(rows, 1, 0.01);
    }
    assertEquals(20, rows.typical(LEAST, signs));
  }

  /** Not the error of one row decides, but what it is per unit of norm. */
  @Test
  void ofRowsAtOneAngleTheirNormsDoNotMatter() {
    ScoredRows rows = new ScoredRows();
    for (int i = 0; i < 5; i++) {
      add(rows, 1, 0.01);
    }
    for (int i = 0; i < 20; i++) {
      add(rows, 100, 0.99);
    }
    assertEquals(0, rows.typical(LEAST, signs));
  }

  @Test
  void rowsThatCouldNotBeCodedTellNothing() {
    ScoredRows rows = new ScoredRows();
    rows.add(0, 4, 0, Float.POSITIVE_INFINITY);
    assertEquals(-1, rows.typical(LEAST, signs));
    assertEquals(1, rows.count());
  }
}
