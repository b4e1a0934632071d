package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.SortingCodecReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.codec.write.FieldFrames;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.lsh.SignFrame;

/** Which frame codes have, and that they are right after flushes and merges of all kinds. */
class CodeMergeTest {

  private static final int DIMENSION = CodedIndex.DIMENSION;

  /** Elements of a vector that takes many directions. */
  private static final int SLOWLY_DECAYING = 192;

  private static final VectorSimilarityFunction FUNCTION = VectorSimilarityFunction.EUCLIDEAN;
  private static final Sort BY_ID = new Sort(new SortField("id", SortField.Type.LONG, true));

  private static NSeekCodec codec(ElementType type) {
    return new NSeekCodec(TestVectors.config("v", type));
  }

  /** Adds a segment of {@code count} documents and deletes every seventh. */
  private static void addSegment(TestIndex index, ElementType type, int firstId, int count)
      throws IOException {
    TestVectors vectors = new TestVectors(firstId);
    for (int id = firstId; id < firstId + count; id++) {
      Object vector = vectors.decaying(type, DIMENSION);
      index.add(id, TestVectors.field("v", type, vector, FUNCTION));
    }
    index.commit();
    for (int id = firstId; id < firstId + count; id += 7) {
      index.delete(id);
    }
    index.commit();
  }

  private static TestIndex open(ElementType type) throws IOException {
    return new TestIndex(new ByteBuffersDirectory(), unhurried(codec(type)));
  }

  private static IndexWriterConfig unhurried(Codec codec) {
    return TestIndex.writerConfig(codec).setRAMBufferSizeMB(256);
  }

  /** The frames of all segments; null where there are no codes. */
  private static List<CodeFrame> frames(TestIndex index) throws IOException {
    return allFrames(index).stream().map(FieldFrames::codes).toList();
  }

  /** The same of sign codes. */
  private static List<SignFrame> signFrames(TestIndex index) throws IOException {
    return allFrames(index).stream().map(FieldFrames::signs).toList();
  }

  private static List<FieldFrames> allFrames(TestIndex index) throws IOException {
    List<FieldFrames> frames = new ArrayList<>();
    try (DirectoryReader reader = index.open()) {
      for (NSeekVectorsReader vectors : TestIndex.readers(reader, "v")) {
        frames.add(FieldFrames.NONE.orElse(vectors.field("v")));
      }
    }
    return frames;
  }

  private static CodeFrame onlyFrame(TestIndex index) throws IOException {
    List<CodeFrame> frames = frames(index);
    assertEquals(1, frames.size());
    return frames.getFirst();
  }

  private static SignFrame onlySignFrame(TestIndex index) throws IOException {
    List<SignFrame> frames = signFrames(index);
    assertEquals(1, frames.size());
    return frames.getFirst();
  }

  /**
   * Checks that in every segment codes of both kinds, where there are any, are those of the rows,
   * and that those that bound find what a scan finds.
   */
  private static void assertSearchable(TestIndex index, ElementType type) throws IOException {
    TestVectors vectors = new TestVectors(77);
    try (DirectoryReader reader = index.open()) {
      CodedIndex.assertCodesAreOfTheirRows(reader);
      for (LeafReaderContext context : reader.leaves()) {
        LeafReader leaf = context.reader();
        AcceptDocs live = AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc());
        for (int i = 0; i < 5; i++) {
          Object target = vectors.decaying(type, DIMENSION);
          BestHits scan = BestHits.scan(leaf, 10).search(leaf, target, live);
          BestHits.certified(leaf, 10).search(leaf, target, live).assertFinds(scan);
        }
        if (((NSeekVectorsReader) TestIndex.vectorsReader(leaf, "v")).field("v").signs() != null) {
          SignOracle.assertRight(leaf);
        }
      }
    }
  }

  @Test
  void segmentsWrittenOneAfterTheOtherHaveEqualFrames() throws IOException {
    try (TestIndex index = open(ElementType.F32)) {
      addSegment(index, ElementType.F32, 0, 1100);
      addSegment(index, ElementType.F32, 10_000, 4399);
      List<CodeFrame> frames = frames(index);
      assertEquals(frames.get(0).id(), frames.get(1).id());
      assertEquals(1100, frames.get(0).sampleCount());
      List<SignFrame> signFrames = signFrames(index);
      assertEquals(signFrames.get(0).id(), signFrames.get(1).id());
      assertEquals(1100, signFrames.get(1).sampleCount());
    }
  }

  @Test
  void fewVectorsAreCodedInAKnownFrameOnly() throws IOException {
    try (TestIndex index = open(ElementType.F32)) {
      addSegment(index, ElementType.F32, 0, CodeFrames.MIN_ROWS - 1);
      addSegment(index, ElementType.F32, 10_000, 1100);
      addSegment(index, ElementType.F32, 20_000, 300);
      addSegment(index, ElementType.F32, 30_000, 255);
      List<CodeFrame> frames = frames(index);
      assertNull(frames.get(0));
      assertEquals(frames.get(1).id(), frames.get(2).id());
      assertNull(frames.get(3));
      assertNull(signFrames(index).get(2));
      assertSearchable(index, ElementType.F32);
    }
  }

  @Test
  void aFrameLargeBesideFewVectorsIsNotWrittenForThem() throws IOException {
    try (TestIndex index = open(ElementType.F32)) {
      addSlowlyDecaying(index, 0, 2000);
      int rowBytes = Float.BYTES * SLOWLY_DECAYING;
      int rowsOfTwoFrames = (int) Math.ceilDiv(2 * onlyFrame(index).storedBytes(), rowBytes);
      addSlowlyDecaying(index, 10_000, rowsOfTwoFrames - 1);
      addSlowlyDecaying(index, 20_000, rowsOfTwoFrames);
      List<CodeFrame> frames = frames(index);
      assertTrue(rowsOfTwoFrames > 256 && rowsOfTwoFrames < 1024, rowsOfTwoFrames + " rows");
      assertNull(frames.get(1));
      assertEquals(frames.get(0).id(), frames.get(2).id());
    }
  }

  /** Vectors that take many directions to code. */
  private static void addSlowlyDecaying(TestIndex index, int firstId, int count)
      throws IOException {
    Random random = new Random(firstId);
    for (int id = firstId; id < firstId + count; id++) {
      float[] vector = new float[SLOWLY_DECAYING];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) (random.nextGaussian() / Math.sqrt(i + 1));
      }
      index.add(id, TestVectors.field("v", ElementType.F32, vector, FUNCTION));
    }
    index.commit();
  }

  @Test
  void aFrameLearnedFromTooFewIsNotUsedForManyMore() throws IOException {
    try (TestIndex index = open(ElementType.F32)) {
      addSegment(index, ElementType.F32, 0, 1100);
      addSegment(index, ElementType.F32, 10_000, 4400);
      List<CodeFrame> frames = frames(index);
      assertNotEquals(frames.get(0).id(), frames.get(1).id());
      assertEquals(CodeFrame.MAX_SAMPLE, frames.get(1).sampleCount());
      assertEquals(CodeFrame.MAX_SAMPLE, signFrames(index).get(1).sampleCount());
      addSegment(index, ElementType.F32, 20_000, 40_000);
      assertEquals(frames.get(1).id(), frames(index).get(2).id());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMergeKeepsTheFrameOfItsLargestSource(ElementType type) throws IOException {
    try (TestIndex index = open(type)) {
      addSegment(index, type, 0, 1200);
      index.reopen(codec(type));
      addSegment(index, type, 10_000, 1500);
      index.reopen(codec(type));
      addSegment(index, type, 20_000, 1100);
      addSegment(index, type, 30_000, 500);
      List<CodeFrame> frames = frames(index);
      assertEquals(3, frames.stream().limit(3).map(CodeFrame::id).distinct().count());
      assertEquals(frames.get(2).id(), frames.get(3).id());
      List<SignFrame> signFrames = signFrames(index);
      assertEquals(3, signFrames.stream().limit(3).map(SignFrame::id).distinct().count());
      assertEquals(null, signFrames.get(3));
      index.reopen(codec(type));
      index.merge();
      assertEquals(frames.get(1).id(), onlyFrame(index).id());
      assertEquals(signFrames.get(1).id(), onlySignFrame(index).id());
      assertSearchable(index, type);
    }
  }

  @Test
  void aMergeOfFourTimesWhatTheFrameWasLearnedFromLearnsAnother() throws IOException {
    try (TestIndex index = open(ElementType.F32)) {
      addSegment(index, ElementType.F32, 0, 1500);
      addSegment(index, ElementType.F32, 10_000, 1500);
      addSegment(index, ElementType.F32, 20_000, 1500);
      index.merge();
      assertEquals(1500, onlyFrame(index).sampleCount());
      addSegment(index, ElementType.F32, 30_000, 2300);
      index.merge();
      CodeFrame learned = onlyFrame(index);
      assertEquals(CodeFrame.MAX_SAMPLE, learned.sampleCount());
      assertEquals(CodeFrame.MAX_SAMPLE, onlySignFrame(index).sampleCount());
      assertSearchable(index, ElementType.F32);
    }
  }

  @ParameterizedTest
  @EnumSource
  void segmentsWithoutCodesGetThemWhenTheyMerge(ElementType type) throws IOException {
    try (TestIndex index = open(type)) {
      for (int segment = 0; segment < 4; segment++) {
        addSegment(index, type, 1000 * segment, 600);
      }
      for (CodeFrame frame : frames(index)) {
        assertEquals(null, frame);
      }
      index.merge();
      assertEquals(2400, onlyFrame(index).sampleCount());
      assertEquals(2400, onlySignFrame(index).sampleCount());
      assertSearchable(index, type);
    }
  }

  @Test
  void aMergeThatTurnsOutSmallOrEmptyIsReadable() throws IOException {
    try (TestIndex index = open(ElementType.F32)) {
      index.add(-1);
      addSegment(index, ElementType.F32, 0, 2000);
      for (int id = 0; id < 1900; id++) {
        index.delete(id);
      }
      index.merge();
      assertSearchable(index, ElementType.F32);
      for (int id = 1900; id < 2000; id++) {
        index.delete(id);
      }
      index.merge();
      assertEquals(null, onlyFrame(index));
      assertEquals(null, onlySignFrame(index));
      assertSearchable(index, ElementType.F32);
    }
  }

  @Test
  void codesAreWrittenNoMoreOnceTheyAreTurnedOff() throws IOException {
    try (TestIndex index = open(ElementType.F32)) {
      addSegment(index, ElementType.F32, 0, 2000);
      addSegment(index, ElementType.F32, 10_000, 2000);
      index.reopen(new NSeekCodec(TestVectors.config("v", ElementType.F32).withCodes(false)));
      index.merge();
      assertEquals(null, onlyFrame(index));
      assertTrue(onlySignFrame(index) != null);
      assertSearchable(index, ElementType.F32);
    }
  }

  @Test
  void signCodesAreWrittenNoMoreOnceTheyAreTurnedOff() throws IOException {
    try (TestIndex index = open(ElementType.F32)) {
      addSegment(index, ElementType.F32, 0, 2000);
      addSegment(index, ElementType.F32, 10_000, 2000);
      index.reopen(new NSeekCodec(TestVectors.config("v", ElementType.F32).withLsh(false)));
      addSegment(index, ElementType.F32, 20_000, 2000);
      assertEquals(null, signFrames(index).get(2));
      assertSearchable(index, ElementType.F32);
      index.merge();
      assertEquals(null, onlySignFrame(index));
      assertTrue(onlyFrame(index) != null);
      assertSearchable(index, ElementType.F32);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "F64", "BYTE"})
  void anIndexSortReordersCodesAtFlushAndMerge(ElementType type) throws IOException {
    var sorted = unhurried(codec(type)).setIndexSort(BY_ID);
    try (TestIndex index = new TestIndex(new ByteBuffersDirectory(), sorted)) {
      addSegment(index, type, 0, 2500);
      addSegment(index, type, 10_000, 2500);
      assertSearchable(index, type);
      index.merge();
      assertTrue(onlyFrame(index) != null);
      assertTrue(onlySignFrame(index) != null);
      assertSearchable(index, type);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "F64", "BYTE"})
  void foreignAndWrappedSourcesGetCodes(ElementType type) throws IOException {
    try (TestIndex source = open(type)) {
      addSegment(source, type, 0, 1500);
      addSegment(source, type, 10_000, 1500);
      source.reopen(Codec.getDefault());
      source.merge();
      try (DirectoryReader foreign = source.open();
          TestIndex index =
              new TestIndex(
                  new ByteBuffersDirectory(), unhurried(codec(type)).setIndexSort(BY_ID))) {
        CodecReader added = SlowCodecReaderWrapper.wrap(foreign.leaves().getFirst().reader());
        index.writer().addIndexes(SortingCodecReader.wrap(added, BY_ID));
        index.merge();
        assertTrue(onlyFrame(index).sampleCount() > 2000);
        assertTrue(onlySignFrame(index).sampleCount() > 2000);
        assertSearchable(index, type);
      }
    }
  }

  @Test
  void aFieldOfAnotherSimilarityDoesNotInheritTheFrame() throws IOException {
    NSeekCodec codec = codec(ElementType.F32);
    try (TestIndex one = new TestIndex(new ByteBuffersDirectory(), unhurried(codec));
        TestIndex other = new TestIndex(new ByteBuffersDirectory(), unhurried(codec))) {
      addSegment(one, ElementType.F32, 0, 1500);
      TestVectors vectors = new TestVectors(1);
      for (int id = 0; id < 1500; id++) {
        var function = VectorSimilarityFunction.COSINE;
        other.add(id, TestVectors.field("v", ElementType.F32, vectors.floats(16), function));
      }
      other.commit();
      assertFalse(onlyFrame(one).similarity() == onlyFrame(other).similarity());
      assertEquals(16, onlyFrame(other).dimension());
      assertFalse(onlySignFrame(one).similarity() == onlySignFrame(other).similarity());
      assertEquals(16, onlySignFrame(other).dimension());
    }
  }
}
