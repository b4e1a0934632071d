package org.nseekfs.benchmarks.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.benchmarks.data.DataProperties;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.data.SmallDataSet;
import org.nseekfs.benchmarks.generate.FirstVectors;
import org.nseekfs.benchmarks.generate.GeneratedSet;
import org.nseekfs.benchmarks.generate.MixtureVectors;
import org.nseekfs.benchmarks.peer.Answer;
import org.nseekfs.benchmarks.peer.Conditions;
import org.nseekfs.benchmarks.peer.EngineUnavailableException;
import org.nseekfs.benchmarks.peer.ProgressListener;
import org.nseekfs.benchmarks.peer.Session;
import org.nseekfs.benchmarks.peer.WorkDirectory;
import org.nseekfs.benchmarks.peer.Workbench;
import org.nseekfs.cli.file.VectorFile;

class EngineTest {

  private static final int K = 10;

  @TempDir Path directory;

  private Workbench bench(DataSet data, String python) {
    return new Workbench(
        data,
        Conditions.NONE,
        new WorkDirectory(directory.resolve("work")),
        K,
        python,
        (what, done, total) -> {});
  }

  private static int[] truth(DataSet data, int query) {
    return Arrays.copyOf(data.neighbors(query), K);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"FAISS_FLAT", "FAISS_PANORAMA", "FAISS_FLAT_BATCH", "READ"})
  void findsTheTrueNeighbours(Engine engine) throws Exception {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory));
        Session session = new EngineSpec(engine, null).open(bench(data, "python3"))) {
      int right = 0;
      for (int query = 0; query < data.queryCount(); query++) {
        Answer answer = session.search(query);
        assertTrue(answer.nanos() > 0);
        int[] truth = truth(data, query);
        if (engine.hits() == Engine.Hits.EXACT) {
          assertArrayEquals(truth, answer.rows());
        }
        Arrays.sort(truth);
        right +=
            (int)
                Arrays.stream(answer.rows())
                    .filter(row -> Arrays.binarySearch(truth, row) >= 0)
                    .count();
      }
      assertTrue(right >= .9 * K * data.queryCount(), "right hits: " + right);
      assertTrue(session.size().indexBytes() > data.base().count());
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"NSEEK_SCAN_F32", "LUCENE_FLAT", "READ"})
  void saysHowManyBytesAScanReads(Engine engine) throws Exception {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory));
        Session session = new EngineSpec(engine, null).open(bench(data, "python3"))) {
      assertEquals(
          (long) SmallDataSet.COUNT * SmallDataSet.DIMENSION * Float.BYTES,
          session.search(0).work().bytesRead());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FAISS_FLAT", "FAISS_PANORAMA", "FAISS_FLAT_BATCH"})
  void faissFindsTheTrueNeighboursByAnySimilarity(Engine engine) throws Exception {
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      Path small = SmallDataSet.write(directory);
      new DataProperties(function).write(small);
      try (DataSet data = DataSet.open(small);
          Session session = openFaiss(engine, data)) {
        int[] queries = IntStream.range(0, data.queryCount()).toArray();
        List<Answer> answers = session.searchAll(queries);
        for (int query : queries) {
          // Of unit vectors, all similarities have the same order.
          assertArrayEquals(truth(data, query), answers.get(query).rows());
          assertArrayEquals(truth(data, query), session.search(query).rows());
          assertTrue(answers.get(query).nanos() > 0);
        }
        String index = function == VectorSimilarityFunction.EUCLIDEAN ? "FlatL2" : "FlatIP";
        assertTrue(session.detail().contains(index), session.detail());
      }
    }
  }

  private Session openFaiss(Engine engine, DataSet data) throws IOException {
    try {
      return new EngineSpec(engine, null).open(bench(data, "python3"));
    } catch (EngineUnavailableException e) {
      String missing = e.getMessage();
      Assumptions.assumeFalse(
          missing.contains("does not start") || missing.startsWith("Python lacks a module"),
          () -> "not shown here: FAISS finds the true neighbours too: " + missing);
      throw new AssertionError("FAISS is here, but: " + missing, e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NSEEK_BATCH_F32", "NSEEK_F32"})
  void aBatchIsAnsweredAsItsQueriesAre(Engine engine) throws Exception {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory));
        Session session = new EngineSpec(engine, null).open(bench(data, "python3"));
        Session scan = new EngineSpec(Engine.NSEEK_SCAN_F32, null).open(bench(data, "python3"))) {
      assertEquals(engine == Engine.NSEEK_BATCH_F32, session.answersBatches());
      List<Answer> answers = session.searchAll(new int[] {6, 0, 3});
      assertEquals(3, answers.size());
      long times = answers.stream().mapToLong(Answer::nanos).distinct().count();
      assertEquals(session.answersBatches(), times == 1, "queries of a batch share its time");
      for (int i = 0; i < 3; i++) {
        Answer single = scan.search(new int[] {6, 0, 3}[i]);
        assertArrayEquals(single.rows(), answers.get(i).rows());
        assertArrayEquals(single.raws(), answers.get(i).raws());
        assertEquals(K, single.raws().length);
      }
    }
  }

  /** As many vectors as codes are worth making for. */
  private DataSet mixtures() throws IOException {
    Path small = SmallDataSet.write(directory);
    Path mixed = directory.resolve("mixed");
    try (VectorFile real = VectorFile.open(small.resolve("base.npy"));
        VectorFile queries = VectorFile.open(small.resolve("query.npy"))) {
      ProgressListener silent = (what, done, total) -> {};
      new GeneratedSet(mixed, VectorSimilarityFunction.DOT_PRODUCT, silent)
          .write(
              new FirstVectors(queries, SmallDataSet.QUERIES),
              new MixtureVectors(real, 3000, new Random(2), silent));
    }
    return DataSet.open(mixed);
  }

  @Test
  void codesHaveASizeAndWhatTheyPruneIsCounted() throws Exception {
    try (DataSet data = mixtures()) {
      Workbench bench = bench(data, "python3");
      try (Session session = new EngineSpec(Engine.NSEEK_F32, null).open(bench);
          Session without = new EngineSpec(Engine.NSEEK_F32, "nocodes").open(bench)) {
        assertTrue(session.size().codeBytes() > data.base().count());
        assertNull(without.size().codeBytes());
        assertEquals(without.size().vectorBytes(), session.size().vectorBytes());
        assertEquals(Map.of(), without.search(0).work().pruned());
        long pruned = 0;
        for (int query = 0; query < data.queryCount(); query++) {
          Answer answer = session.search(query);
          assertArrayEquals(truth(data, query), answer.rows());
          long others = answer.work().pruned().values().stream().mapToLong(n -> n).sum();
          assertEquals(data.base().count(), answer.work().documentsScored() + others);
          pruned += others;
        }
        assertTrue(pruned > 0, "nothing was pruned");
      }
    }
  }

  @Test
  void signCodesAreReadAndMostTrueNeighboursFoundToARecallTarget() throws Exception {
    try (DataSet data = mixtures()) {
      Workbench bench = bench(data, "python3");
      for (String label : new String[] {"nseek-lsh-f8", "nseek-lsh-f32:0.9", "nseek-lsh-f64:.99"}) {
        try (Session session = EngineSpec.parse(label).open(bench)) {
          assertTrue(session.size().lshBytes() > data.base().count(), label);
          int right = 0;
          for (int query = 0; query < data.queryCount(); query++) {
            Answer answer = session.search(query);
            assertEquals(K, answer.rows().length);
            assertEquals(K, answer.raws().length);
            assertTrue(answer.work().documentsScored() < data.base().count(), label);
            assertTrue(answer.work().signCodesRead() > 0, label);
            int[] truth = truth(data, query);
            right +=
                (int)
                    Arrays.stream(answer.rows())
                        .filter(row -> IntStream.of(truth).anyMatch(near -> near == row))
                        .count();
          }
          assertTrue(right >= .8 * K * data.queryCount(), label + ", right hits: " + right);
        }
      }
      assertEquals("recall target 0.99", detail(bench, "nseek-lsh-f64:.99"));
      assertEquals("recall target 0.95", detail(bench, "nseek-lsh-f64"));
    }
  }

  private static String detail(Workbench bench, String label) throws Exception {
    try (Session session = EngineSpec.parse(label).open(bench)) {
      return session.detail();
    }
  }

  @Test
  void whatIsLeftOutOfAnIndexTakesNoBytes() throws Exception {
    try (DataSet data = mixtures()) {
      Workbench bench = bench(data, "python3");
      try (Session all = EngineSpec.parse("nseek-f32").open(bench);
          Session noLsh = EngineSpec.parse("nseek-f32:nolsh").open(bench);
          Session noCodes = EngineSpec.parse("nseek-f32:nocodes").open(bench)) {
        assertTrue(all.size().lshBytes() > 0);
        assertNull(noLsh.size().lshBytes());
        assertEquals(all.size().codeBytes(), noLsh.size().codeBytes());
        assertNull(noCodes.size().lshBytes());
        assertNull(noCodes.size().codeBytes());
      }
    }
  }

  @Test
  void enginesOfOneRunShareAnIndex() throws Exception {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory))) {
      Workbench bench = bench(data, "python3");
      new EngineSpec(Engine.NSEEK_F32, null).open(bench).close();
      Path mark = Files.createFile(directory.resolve("work").resolve("nseek-f32").resolve("mark"));
      new EngineSpec(Engine.NSEEK_SCAN_F32, null).open(bench).close();
      new EngineSpec(Engine.NSEEK_LSH_F32, "0.9").open(bench).close();
      assertTrue(Files.exists(mark));
      new EngineSpec(Engine.NSEEK_SCAN_F32, "nocodes").open(bench).close();
      assertTrue(Files.exists(directory.resolve("work").resolve("nseek-f32-nocodes")));
    }
  }

  @Test
  void faissSaysWhatIsMissing() throws IOException {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory))) {
      EngineSpec faiss = new EngineSpec(Engine.FAISS_FLAT, null);
      assertTrue(
          assertThrows(
                  EngineUnavailableException.class, () -> faiss.open(bench(data, "no-such-python")))
              .getMessage()
              .startsWith("no-such-python does not start"));
      assertEquals(
          "faiss_search.py ended without a word",
          assertThrows(EngineUnavailableException.class, () -> faiss.open(bench(data, "true")))
              .getMessage());
    }
  }

  @Test
  void searchesLucenesIndexesAgainAndBuildsOursAnew() throws Exception {
    try (DataSet data = DataSet.open(SmallDataSet.write(directory))) {
      for (Engine engine : new Engine[] {Engine.LUCENE_FLAT, Engine.NSEEK_F32}) {
        new EngineSpec(engine, null).open(bench(data, "python3")).close();
        Path mark =
            Files.createFile(directory.resolve("work").resolve(engine.label()).resolve("mark"));
        new EngineSpec(engine, null).open(bench(data, "python3")).close();
        assertEquals(engine == Engine.LUCENE_FLAT, Files.exists(mark));
      }
    }
  }

  @Test
  void readsAnEngineAndItsParameter() {
    assertEquals(new EngineSpec(Engine.NSEEK_BF16, null), EngineSpec.parse("nseek-bf16"));
    EngineSpec hnsw = EngineSpec.parse("lucene-hnsw:400");
    assertEquals(new EngineSpec(Engine.LUCENE_HNSW, "400"), hnsw);
    assertEquals("lucene-hnsw:400", hnsw.label());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lucene",
        "nseek-f32:1",
        "nseek-f32:codes",
        "nseek-lsh-f32:0",
        "nseek-lsh-f32:1.01",
        "nseek-lsh-f32:nan",
        "nseek-lsh-f32:high",
        "nseek-lsh-f32:nocodes",
        "lucene-hnsw:0",
        "lucene-hnsw:x",
        "read:",
        ""
      })
  void refusesAnUnknownEngineOrParameter(String text) {
    assertThrows(IllegalArgumentException.class, () -> EngineSpec.parse(text));
  }
}
