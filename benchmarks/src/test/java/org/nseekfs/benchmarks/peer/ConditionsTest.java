package org.nseekfs.benchmarks.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.util.FixedBitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.data.SmallDataSet;

class ConditionsTest {

  @TempDir Path directory;

  @Test
  void segmentsShrinkAndHoldAtLeastARow() {
    assertArrayEquals(new int[] {0, 100}, Conditions.NONE.starts(100));
    assertArrayEquals(new int[] {0, 60, 90, 110}, new Conditions(1, false, 3, 0).starts(110));
    int[] starts = new Conditions(1, false, 50, 0).starts(51);
    for (int segment = 0; segment < 50; segment++) {
      assertTrue(starts[segment + 1] > starts[segment], "segment " + segment);
    }
    assertEquals(51, starts[50]);
    assertThrows(IllegalArgumentException.class, () -> new Conditions(1, false, 51, 0).starts(50));
  }

  @Test
  void whatIsAlikeIsNearerToTheFirstRowThanWhatIsNot() throws IOException {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory))) {
      FixedBitSet accepted = Conditions.of("alike:0.1", 1, 0).accepted(data);
      assertEquals(SmallDataSet.COUNT / 10, accepted.cardinality());
      double[] first = data.base().doubleVector(0);
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int row = 0; row < SmallDataSet.COUNT; row++) {
        double similarity = data.similarity(first, data.base().doubleVector(row));
        if (accepted.get(row)) {
          least = Math.min(least, similarity);
        } else {
          most = Math.max(most, similarity);
        }
      }
      assertTrue(least > most, least + " and " + most);
    }
  }

  @Test
  void deletedRowsAreNotFindableAndAFilterAcceptsItsShare() throws IOException {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory))) {
      Conditions conditions = Conditions.of("0.5", 1, .2);
      FixedBitSet accepted = conditions.accepted(data);
      FixedBitSet findable = conditions.findable(data);
      assertEquals(.5, accepted.cardinality() / (double) SmallDataSet.COUNT, .1);
      assertEquals(.4, findable.cardinality() / (double) SmallDataSet.COUNT, .1);
      FixedBitSet both = findable.clone();
      both.and(conditions.deleted(SmallDataSet.COUNT));
      assertEquals(0, both.cardinality());
    }
  }

  @Test
  void refusesSharesOutOfRange() {
    assertRefused("above 0 and at most 1, got 0.0", "0", 1, 0);
    assertRefused("above 0 and at most 1, got 1.5", "alike:1.5", 1, 0);
    assertRefused("SHARE or alike:SHARE, got \"half\"", "half", 1, 0);
    assertRefused("segments must be positive, got 0", "1", 0, 0);
    assertRefused("at least 0 and below 1, got 1.0", "1", 1, 1);
  }

  private static void assertRefused(String message, String filter, int segments, double deleted) {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Conditions.of(filter, segments, deleted))
            .getMessage();
    assertTrue(said.contains(message), said);
  }
}
