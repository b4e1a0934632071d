package org.nseekfs.benchmarks.recall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;

class RecallRowTest {

  private static RecallRow.Cell cell(double delivered, double error, double estimated) {
    return new RecallRow.Cell(0.9, delivered, error, estimated, 0.25, 0.5);
  }

  @Test
  void aCellShowsWhatWasDeliveredAndWhatWasEstimated() {
    assertEquals("0.892 (0.911)", cell(0.892, 0, 0.911).toString());
  }

  @Test
  void aCellSaysWhatIsNotAsItShouldBe() {
    assertEquals("0.889 (0.880) **below**", cell(0.889, 0, 0.88).toString());
    assertEquals("0.920 (0.941) **flatters**", cell(0.92, 0, 0.941).toString());
    assertEquals("0.850 (0.900) **below** **flatters**", cell(0.85, 0.02, 0.9).toString());
  }

  @Test
  void twoStandardErrorsAreChance() {
    assertEquals("0.850 (0.900)", cell(0.85, 0.026, 0.9).toString());
  }

  @Test
  void aRowHasTheColumnsOfItsHeader() {
    RecallCase of =
        RecallCase.of(CaseData.of(VectorKind.CLUSTERED), VectorSimilarityFunction.COSINE, 10)
            .with(Deletes.NEAREST)
            .withSegments(-8);
    RecallRow.Cell good = cell(0.95, 0, 0.95);
    RecallRow row = new RecallRow(of, 10, List.of(good, good, good, cell(0.8, 0, 0.8)));
    assertEquals(
        "| clustered | as they are | cosine | f32 | 8 merged | - | the nearest 20 | like the data"
            + " | 10 | 0.950 (0.950) | 0.950 (0.950) | 0.950 (0.950) | 0.800 (0.800) **below**"
            + " | 25 % | 50 % |",
        row.toString());
    String header = RecallRow.header().lines().findFirst().orElseThrow();
    assertEquals(header.split("\\|").length, row.toString().split("\\|").length);
    assertFalse(row.isKept());
  }
}
