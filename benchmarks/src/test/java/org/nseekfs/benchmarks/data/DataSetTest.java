package org.nseekfs.benchmarks.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.cli.file.ElementKind;
import org.nseekfs.cli.file.MalformedFileException;
import org.nseekfs.cli.file.NpyWriter;

class DataSetTest {

  @TempDir Path directory;

  @Test
  void readsVectorsQueriesAndTruth() throws IOException {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory))) {
      assertEquals("small", data.name());
      assertEquals(SmallDataSet.COUNT, data.base().count());
      assertEquals(SmallDataSet.QUERIES, data.queryCount());
      assertEquals(SmallDataSet.DEPTH, data.truthDepth());
      for (int query = 0; query < data.queryCount(); query++) {
        for (int rank = 0; rank < data.truthDepth(); rank++) {
          assertEquals(
              data.similarities(query)[rank],
              data.similarity(query, data.neighbors(query)[rank]),
              1e-15);
        }
        assertEquals(data.doubleQuery(query)[3], data.floatQuery(query)[3]);
      }
    }
  }

  @Test
  void givesTheChecksumOfEveryFile() throws IOException {
    Path small = SmallDataSet.write(directory);
    Files.write(small.resolve("base.npy"), Files.readAllBytes(small.resolve("query.npy")));
    try (DataSet data = DataSet.open(small)) {
      var checksums = data.checksums();
      assertEquals(
          Set.of("base.npy", "query.npy", "neighbors.npy", "similarities.npy"), checksums.keySet());
      assertEquals(64, checksums.get("base.npy").length());
      assertEquals(checksums.get("query.npy"), checksums.get("base.npy"));
    }
  }

  @Test
  void thePropertiesSayWhatNearMeans() throws IOException {
    Path small = SmallDataSet.write(directory);
    try (DataSet data = DataSet.open(small)) {
      assertEquals("dot_product", data.functionName());
      assertEquals(1, data.magnitude(0, data.base().doubleVector(0)), 1e-6);
    }
    new DataProperties(VectorSimilarityFunction.EUCLIDEAN).write(small);
    try (DataSet data = DataSet.open(small)) {
      assertEquals(VectorSimilarityFunction.EUCLIDEAN, data.function());
      double dot = data.similarities(0)[0];
      assertEquals(2 * dot - 2, data.similarity(0, data.neighbors(0)[0]), 1e-6);
      assertEquals(2, data.magnitude(0, data.base().doubleVector(0)), 1e-6);
      assertTrue(data.checksums().containsKey("dataset.properties"));
    }
    new DataProperties(VectorSimilarityFunction.COSINE).write(small);
    try (DataSet data = DataSet.open(small)) {
      assertEquals(data.similarities(0)[0], data.similarity(0, data.neighbors(0)[0]), 1e-6);
      assertEquals(1, data.magnitude(0, data.base().doubleVector(0)));
    }
  }

  @Test
  void refusesAnUnknownSimilarity() throws IOException {
    Path small = SmallDataSet.write(directory);
    Files.writeString(small.resolve("dataset.properties"), "similarity=manhattan");
    assertRefused("similarity must be one of [euclidean, dot_product, cosine, ", small);
    assertRefused("got \"manhattan\"", small);
    Files.writeString(small.resolve("dataset.properties"), "");
    assertRefused("got none", small);
  }

  @Test
  void refusesFilesThatDoNotFitEachOther() throws IOException {
    Path small = SmallDataSet.write(directory);
    writeFloats(small.resolve("query.npy"), 3, 1);
    assertRefused("the dimension must be the base's, 24, got 3", small);
    writeFloats(small.resolve("query.npy"), 24, 2);
    assertRefused("must have a row for each of the 2 queries, has 7", small);
    Files.delete(small.resolve("query.npy"));
    assertThrows(NoSuchFileException.class, () -> DataSet.open(small).close());
  }

  private static void writeFloats(Path path, int dimension, int rows) throws IOException {
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.FLOAT32, dimension)) {
      for (int row = 0; row < rows; row++) {
        writer.write(new float[dimension]);
      }
      writer.commit();
    }
  }

  private static void assertRefused(String message, Path directory) {
    MalformedFileException refused =
        assertThrows(MalformedFileException.class, () -> DataSet.open(directory).close());
    assertTrue(refused.getMessage().contains(message), refused::getMessage);
  }
}
