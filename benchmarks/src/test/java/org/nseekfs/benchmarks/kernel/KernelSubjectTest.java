package org.nseekfs.benchmarks.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelSubjectTest {

  @ParameterizedTest
  @EnumSource
  void scoresTheRowsThatItWasGiven(KernelSubject subject) throws IOException {
    try (KernelRows rows = new KernelRows(200, 33)) {
      double best = Double.NEGATIVE_INFINITY;
      for (float[] vector : rows.vectors()) {
        best = Math.max(best, VectorUtil.dotProduct(vector, rows.target()));
      }
      assertEquals(best, best(subject, subject.prepare(rows).run()), .03);
    }
  }

  private static double best(KernelSubject subject, Object scores) {
    double best =
        switch (scores) {
          case double[] raw -> max(raw);
          case float[] floats -> max(KernelRows.widen(floats));
          // MAXIMUM_INNER_PRODUCT: 1 + x for positive x.
          case Float score -> score - 1;
          default -> throw new AssertionError(scores);
        };
    return subject == KernelSubject.NSEEK_BYTE ? best / Byte.MAX_VALUE / Byte.MAX_VALUE : best;
  }

  private static double max(double[] scores) {
    double max = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      max = Math.max(max, score);
    }
    return max;
  }
}
