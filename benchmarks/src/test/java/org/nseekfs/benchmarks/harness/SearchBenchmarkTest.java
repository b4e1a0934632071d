package org.nseekfs.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.data.SmallDataSet;
import org.nseekfs.benchmarks.engine.EngineSpec;
import org.nseekfs.benchmarks.peer.Conditions;
import org.nseekfs.benchmarks.peer.WorkDirectory;
import org.nseekfs.benchmarks.peer.Workbench;
import org.nseekfs.benchmarks.result.EngineRow;

class SearchBenchmarkTest {

  @TempDir Path directory;

  private List<EngineRow.Searched> run(SearchBenchmark.Settings settings, String... engines)
      throws IOException {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory))) {
      Workbench bench =
          new Workbench(
              data,
              Conditions.NONE,
              new WorkDirectory(directory.resolve("work")),
              10,
              "python3",
              (what, done, total) -> {});
      return new SearchBenchmark(bench, settings, true)
          .run(List.of(engines).stream().map(EngineSpec::parse).toList()).stream()
              .map(EngineRow.Searched.class::cast)
              .toList();
    }
  }

  @Test
  void everyQueryIsAnsweredWhateverTheTurnAndTheBatch() throws IOException {
    for (int turn : new int[] {1, 3, 7, 50}) {
      for (int batch : new int[] {1, 2, 5, 1000}) {
        for (EngineRow.Searched row :
            run(
                new SearchBenchmark.Settings(SmallDataSet.QUERIES, 2, turn, batch, 9),
                "nseek-scan-f32",
                "nseek-batch-f32")) {
          assertEquals(1, row.accuracy().recall(), row.engine());
          assertTrue(row.latency().p50Ms() > 0, row.engine());
        }
      }
    }
  }

  @Test
  void certifiedAnswersAreComparedWithTheScanOfTheirType() throws IOException {
    List<EngineRow.Searched> rows =
        run(
            new SearchBenchmark.Settings(SmallDataSet.QUERIES, 1, 3, 5, 0),
            "nseek-f8",
            "nseek-batch-f32",
            "nseek-f32:nocodes",
            "nseek-f64",
            "nseek-scan-f32",
            "nseek-scan-f8");
    assertEquals(0, rows.get(0).accuracy().scanMismatches());
    assertEquals(1, rows.get(0).accuracy().recallOverStored(), "exact over what it stores");
    assertTrue(rows.get(0).accuracy().recall() < 1, "rounding to f8 costs hits");
    assertNull(rows.get(1).accuracy().recallOverStored(), "f32 is not rounded");
    assertEquals(0, rows.get(1).accuracy().scanMismatches());
    assertEquals(0, rows.get(2).accuracy().scanMismatches());
    assertNull(rows.get(3).accuracy().scanMismatches(), "no scan of f64 in the run");
    assertNull(rows.get(4).accuracy().scanMismatches(), "a scan itself");
  }
}
