package org.nseekfs.benchmarks.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.data.SmallDataSet;
import picocli.CommandLine;

class BenchDataCommandTest {

  @TempDir Path directory;

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new BenchDataCommand()).setErr(new PrintWriter(err)).execute(arguments);
  }

  private static void assertTruth(DataSet data) throws IOException {
    for (int query = 0; query < data.queryCount(); query++) {
      double last = Double.POSITIVE_INFINITY;
      for (int rank = 0; rank < data.truthDepth(); rank++) {
        double similarity = data.similarity(query, data.neighbors(query)[rank]);
        assertEquals(similarity, data.similarities(query)[rank], 1e-12 * Math.abs(similarity));
        assertTrue(similarity <= last + 1e-12);
        last = similarity;
      }
      for (int row = 0; row < data.base().count(); row++) {
        assertTrue(
            data.similarity(query, row) <= last + 1e-12 || contains(data.neighbors(query), row),
            "row " + row + " is nearer to query " + query + " than the last of its truth");
      }
    }
  }

  private static boolean contains(int[] rows, int wanted) {
    for (int row : rows) {
      if (row == wanted) {
        return true;
      }
    }
    return false;
  }

  @Test
  void drawsGaussianVectorsTheSameForTheSameSeed() throws IOException {
    for (String name : new String[] {"one", "again"}) {
      int code =
          run(
              "gaussian",
              "--out=" + directory.resolve(name),
              "--count=300",
              "--dimension=9",
              "--queries=4",
              "--seed=3");
      assertEquals(0, code, err::toString);
    }
    for (String file : new String[] {"base.npy", "query.npy", "neighbors.npy"}) {
      assertArrayEquals(
          Files.readAllBytes(directory.resolve("one").resolve(file)),
          Files.readAllBytes(directory.resolve("again").resolve(file)));
    }
    try (DataSet data = DataSet.open(directory.resolve("one"))) {
      assertEquals(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, data.function());
      assertEquals(300, data.base().count());
      assertEquals(100, data.truthDepth());
      assertTruth(data);
    }
  }

  @Test
  void mixesVectorsOfAnotherDataSet() throws IOException {
    Path small = SmallDataSet.write(directory);
    Path mixed = directory.resolve("mixed");
    int code = run("mixture", "--from=" + small, "--out=" + mixed, "--count=900", "--queries=5");
    assertEquals(0, code, err::toString);
    try (DataSet data = DataSet.open(mixed);
        DataSet real = DataSet.open(small)) {
      assertEquals(VectorSimilarityFunction.DOT_PRODUCT, data.function());
      assertEquals(900, data.base().count());
      assertEquals(5, data.queryCount());
      assertArrayEquals(real.floatQuery(4), data.floatQuery(4));
      assertTruth(data);
    }
  }

  @Test
  void convertsFashionMnist() throws IOException {
    images("train-images-idx3-ubyte.gz", 70);
    images("t10k-images-idx3-ubyte.gz", 3);
    Path out = directory.resolve("fashion");
    assertEquals(0, run("fashion-mnist", "--from=" + directory, "--out=" + out), err::toString);
    try (DataSet data = DataSet.open(out)) {
      assertEquals(VectorSimilarityFunction.EUCLIDEAN, data.function());
      assertEquals(70, data.base().count());
      assertEquals(70, data.truthDepth());
      assertArrayEquals(new float[] {2, 5, 14, 29}, data.floatQuery(2));
      assertEquals(0, data.similarities(2)[0], "query 2 is row 2 of the base");
      assertTruth(data);
    }
  }

  /** Images of 2 x 2: element i of image n is (n + 1) * i^2 + n. */
  private void images(String name, int count) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new GZIPOutputStream(Files.newOutputStream(directory.resolve(name))))) {
      for (int header : new int[] {0x803, count, 2, 2}) {
        out.writeInt(header);
      }
      for (int image = 0; image < count; image++) {
        for (int i = 0; i < 4; i++) {
          out.writeByte((image + 1) * i * i + image);
        }
      }
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertUsage("name the kind of data set");
    assertUsage(
        "count and dimension must be positive, got 0 and 384",
        "gaussian",
        "--count=0",
        "--out=" + directory.resolve("none"));
    Path small = SmallDataSet.write(directory);
    assertUsage(
        "vectors of query.npy must be 1..7, got 8",
        "mixture",
        "--from=" + small,
        "--queries=8",
        "--out=" + directory.resolve("none"));
  }

  private void assertUsage(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertEquals(2, run(arguments));
    assertTrue(err.toString().contains(message), err::toString);
  }
}
