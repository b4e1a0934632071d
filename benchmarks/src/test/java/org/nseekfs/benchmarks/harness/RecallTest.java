package org.nseekfs.benchmarks.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.engine.Engine;
import org.nseekfs.benchmarks.result.EngineRow.Accuracy;
import org.nseekfs.cli.file.ElementKind;
import org.nseekfs.cli.file.NpyWriter;

class RecallTest {

  @TempDir Path directory;

  /** Similarities to the query: 4, 3, 3, 3 - 5e-7, 2. */
  private DataSet tied() throws IOException {
    Path tied = Files.createDirectories(directory.resolve("tied"));
    write(tied.resolve("base.npy"), new double[][] {{4}, {3}, {3}, {3 - 5e-7}, {2}});
    write(tied.resolve("query.npy"), new double[][] {{1}});
    write(tied.resolve("neighbors.npy"), new double[][] {{0, 1, 2}});
    write(tied.resolve("similarities.npy"), new double[][] {{4, 3, 3}});
    return DataSet.open(tied);
  }

  private static void write(Path path, double[][] rows) throws IOException {
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.FLOAT64, rows[0].length)) {
      for (double[] row : rows) {
        writer.write(row);
      }
      writer.commit();
    }
  }

  private static Accuracy judge(DataSet data, Engine.Hits rule, int... rows) throws IOException {
    return new Recall(data, 2).of(new int[][] {rows}, rule);
  }

  @Test
  void tiesAndNearTiesAreRightForAnExactEngine() throws IOException {
    try (DataSet data = tied()) {
      assertEquals(new Accuracy(1., 1.), judge(data, Engine.Hits.EXACT, 0, 1));
      assertEquals(new Accuracy(1., .5), judge(data, Engine.Hits.EXACT, 0, 2));
      assertEquals(new Accuracy(1., .5), judge(data, Engine.Hits.EXACT, 3, 0));
      assertEquals(new Accuracy(.5, .5), judge(data, Engine.Hits.EXACT, 0, 4));
    }
  }

  @Test
  void onlyTheTrueNeighboursAreRightForALossyEngine() throws IOException {
    try (DataSet data = tied()) {
      assertEquals(new Accuracy(.5, .5), judge(data, Engine.Hits.LOSSY, 0, 2));
      assertEquals(new Accuracy(0., 0.), judge(data, Engine.Hits.LOSSY));
    }
  }

  @Test
  void aHitCountsOnceAndHitsBeyondKDoNotCount() throws IOException {
    try (DataSet data = tied()) {
      assertEquals(new Accuracy(.5, .5), judge(data, Engine.Hits.EXACT, 0, 0));
      assertEquals(new Accuracy(.5, .5), judge(data, Engine.Hits.EXACT, 4, 0, 1));
    }
  }

  @Test
  void thereIsNoRecallWithoutHits() throws IOException {
    try (DataSet data = tied()) {
      assertNull(judge(data, Engine.Hits.NONE).recall());
    }
  }

  @Test
  void overStoredVectorsTheNearestOfThoseAreRight() throws IOException {
    try (DataSet data = tied()) {
      float[][] stored = {{1}, {2}, {3}, {4}, {5}};
      Recall recall = new Recall(data, 2);
      assertEquals(1, recall.overStored(new int[][] {{4, 3}}, row -> stored[row]));
      assertEquals(.5, recall.overStored(new int[][] {{0, 4}}, row -> stored[row]));
      assertEquals(.5, recall.overStored(new int[][] {{4, 4}}, row -> stored[row]));
    }
  }
}
