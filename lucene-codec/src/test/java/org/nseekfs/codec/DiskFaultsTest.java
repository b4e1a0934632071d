package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.quantization.ElementType;

/** A failing disk costs what was not committed, and leaves nothing half-written behind. */
class DiskFaultsTest {

  private static final NSeekVectorsConfig CONFIG =
      TestVectors.config("v", ElementType.F16).withElementType("d", ElementType.F64);

  private static MockDirectoryWrapper directory(long seed) {
    MockDirectoryWrapper directory =
        new MockDirectoryWrapper(new Random(seed), new ByteBuffersDirectory());
    directory.setThrottling(MockDirectoryWrapper.Throttling.NEVER);
    directory.setAllowRandomFileNotFoundException(false);
    directory.setCheckIndexOnClose(false);
    return directory;
  }

  private static IndexWriterConfig config() {
    return TestIndex.writerConfig(new NSeekCodec(CONFIG));
  }

  private static void add(IndexWriter writer, TestVectors vectors, int id) throws IOException {
    var function = VectorSimilarityFunction.COSINE;
    var v = TestVectors.field("v", ElementType.F16, vectors.floats(16), function);
    var d = TestVectors.field("d", ElementType.F64, vectors.vector(ElementType.F64, 16), function);
    writer.addDocument(id % 4 == 0 ? TestIndex.document(id, v) : TestIndex.document(id, v, d));
  }

  /** Adds ids from {@code first} on in four segments, then merges them, then commits. */
  private static void addAndMerge(IndexWriter writer, int first, int count) throws IOException {
    TestVectors vectors = new TestVectors(first);
    for (int id = first; id < first + count; id++) {
      add(writer, vectors, id);
      if ((id - first) % (count / 4) == count / 4 - 1) {
        writer.flush();
      }
    }
    writer.forceMerge(1);
    writer.commit();
  }

  private static Map<Integer, Object> committed(MockDirectoryWrapper directory) throws IOException {
    TestIndex.assertClean(directory);
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      return TestIndex.vectors(reader, "v");
    }
  }

  private static void assertSame(Map<Integer, Object> expected, Map<Integer, Object> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (id, vector) -> assertTrue(Arrays.equals((float[]) vector, (float[]) found.get(id))));
  }

  /** Opens a writer, which removes what no commit names, and checks that it removed all. */
  private static void assertNothingLeftBehind(MockDirectoryWrapper directory) throws IOException {
    new IndexWriter(directory, config()).close();
    Set<String> named = new TreeSet<>(SegmentInfos.readLatestCommit(directory).files(true));
    Set<String> present = new TreeSet<>(Arrays.asList(directory.listAll()));
    present.remove("write.lock");
    assertEquals(named, present);
  }

  @Test
  void aFullDiskAtAnyPointHarmsNoCommit() throws IOException {
    int failures = 0;
    for (long spare = 0; spare < 60_000; spare += 2500) {
      try (MockDirectoryWrapper directory = directory(spare)) {
        try (IndexWriter writer = new IndexWriter(directory, config())) {
          addAndMerge(writer, 0, 40);
        }
        Map<Integer, Object> before = committed(directory);
        directory.setMaxSizeInBytes(directory.sizeInBytes() + spare);
        failures += failsToAdd(directory) ? 1 : 0;
        directory.setMaxSizeInBytes(0);
        assertGoesOn(directory, before);
      }
    }
    assertTrue(failures > 10, failures + " failures");
  }

  private static boolean failsToAdd(MockDirectoryWrapper directory) {
    return failsToAdd(directory, 40);
  }

  private static boolean failsToAdd(MockDirectoryWrapper directory, int count) {
    IndexWriter writer = null;
    try {
      writer = new IndexWriter(directory, config());
      addAndMerge(writer, 100, count);
      writer.close();
      return false;
    } catch (IOException | AlreadyClosedException e) {
      rollback(writer);
      return true;
    }
  }

  private static void rollback(IndexWriter writer) {
    if (writer != null) {
      try {
        writer.rollback();
      } catch (IOException | AlreadyClosedException e) {
        assertTrue(!writer.isOpen());
      }
    }
  }

  @Test
  void segmentsWithCodesSurviveFullDisksAndRandomFailures() throws IOException {
    int failures = 0;
    for (int seed = 0; seed < 20; seed++) {
      try (MockDirectoryWrapper directory = directory(seed)) {
        try (IndexWriter writer = new IndexWriter(directory, config())) {
          addAndMerge(writer, 0, 40);
        }
        Map<Integer, Object> before = committed(directory);
        if (seed % 2 == 0) {
          directory.setMaxSizeInBytes(directory.sizeInBytes() + 60_000L * seed);
        } else {
          directory.setRandomIOExceptionRate(0.0001 * seed);
        }
        failures += failsToAdd(directory, 4 * CodeFrames.MIN_ROWS) ? 1 : 0;
        directory.setMaxSizeInBytes(0);
        directory.setRandomIOExceptionRate(0);
        Map<Integer, Object> after = committed(directory);
        after.keySet().retainAll(before.keySet());
        assertSame(before, after);
        assertNothingLeftBehind(directory);
      }
    }
    assertTrue(failures > 5 && failures < 20, failures + " failures");
  }

  private static void assertGoesOn(MockDirectoryWrapper directory, Map<Integer, Object> before)
      throws IOException {
    Map<Integer, Object> after = committed(directory);
    assertTrue(after.size() == 40 || after.size() == 80, "committed " + after.size());
    after.keySet().retainAll(before.keySet());
    assertSame(before, after);
    assertNothingLeftBehind(directory);
    try (IndexWriter writer = new IndexWriter(directory, config())) {
      addAndMerge(writer, 200, 20);
    }
    assertTrue(committed(directory).size() >= 60);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.002, 0.01, 0.05})
  void randomFailuresOfWritesAndOpensHarmNoCommit(double rate) throws IOException {
    int failures = 0;
    for (int seed = 0; seed < 25; seed++) {
      try (MockDirectoryWrapper directory = directory(seed)) {
        try (IndexWriter writer = new IndexWriter(directory, config())) {
          addAndMerge(writer, 0, 40);
        }
        Map<Integer, Object> before = committed(directory);
        directory.setRandomIOExceptionRate(rate);
        directory.setRandomIOExceptionRateOnOpen(rate);
        failures += failsToAdd(directory) ? 1 : 0;
        directory.setRandomIOExceptionRate(0);
        directory.setRandomIOExceptionRateOnOpen(0);
        assertGoesOn(directory, before);
      }
    }
    assertTrue(failures > 0);
  }
}
