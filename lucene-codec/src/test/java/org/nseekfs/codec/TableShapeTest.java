package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nseekfs.codec.layout.TableLayout;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.lsh.SignFrame;

class TableShapeTest {

  private static TableShape shape(int dimension, int rows) {
    return TableShape.of(frame(dimension), rows);
  }

  private static SignFrame frame(int dimension) {
    return SignFrame.learn(Similarity.EUCLIDEAN, new float[][] {new float[dimension]});
  }

  @Test
  void bucketsAreOfEightRowsOrSo() {
    for (int rows = TableShape.MIN_ROWS; rows < 8_000_000; rows += rows / 7) {
      int buckets = 1 << shape(384, rows).hashesPerTable();
      double mean = (double) rows / buckets;
      assertTrue(mean > 5.6 && mean < 11.4, rows + " rows in " + buckets + " buckets");
    }
    assertEquals(20, shape(384, 100_000_000).hashesPerTable());
  }

  @Test
  void largerSegmentsHaveMoreTables() {
    assertEquals(null, shape(384, TableShape.MIN_ROWS - 1));
    assertEquals(new TableShape(8, 13), shape(384, TableShape.MIN_ROWS));
    assertEquals(new TableShape(8, 14), shape(384, 116_659));
    assertEquals(new TableShape(16, 17), shape(384, 1_000_000));
    assertEquals(new TableShape(19, 20), shape(384, 10_000_000));
    assertEquals(new TableShape(24, 20), shape(1024, 10_000_000));
  }

  @Test
  void codesAndTablesTakeAnEighthOfTheVectorsAtMost() {
    for (int dimension : new int[] {64, 100, 128, 200, 384, 784, 4096}) {
      for (int rows : new int[] {50_000, 300_000, 1_000_000, 20_000_000}) {
        TableShape shape = shape(dimension, rows);
        if (shape != null) {
          long codes = (long) frame(dimension).blockBytes() * rows / SignFrame.BLOCK_DOCS;
          long tables = new TableLayout(0, shape.tables(), shape.hashesPerTable(), rows).length();
          double share = (double) (codes + tables) / ((long) rows * dimension * Float.BYTES);
          assertTrue(share <= 0.12, "dimension " + dimension + ", " + rows + " rows: " + share);
        }
      }
    }
    assertEquals(null, shape(64, 1_000_000));
    assertEquals(4, shape(128, 1_000_000).tables());
  }
}
