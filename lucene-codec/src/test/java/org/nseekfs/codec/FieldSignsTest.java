package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.values.FieldSigns;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.lsh.SignFrame;

/** Which segments have sign codes, and that they are their vectors'. */
class FieldSignsTest {

  private static final VectorSimilarityFunction DOT = VectorSimilarityFunction.DOT_PRODUCT;

  @TempDir Path folder;

  private static FieldSigns only(DirectoryReader reader) {
    return TestIndex.readers(reader, "v").getFirst().field("v").signs();
  }

  private static void assertRight(TestIndex index) throws IOException {
    try (DirectoryReader reader = index.open()) {
      SignOracle.assertRight(reader.leaves().getFirst().reader());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeAndSimilarityHasThem(ElementType type) throws IOException {
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      for (boolean sparse : new boolean[] {false, true}) {
        try (TestIndex index =
            CodedIndex.ofOneSegment(
                new ByteBuffersDirectory(),
                TestVectors.config("v", type),
                function,
                sparse,
                1700)) {
          assertRight(index);
          index.merge();
          assertRight(index);
        }
      }
    }
  }

  @Test
  void mappedChunkedAndCopiedBlocksHoldTheSameBytes() throws IOException {
    for (Directory directory :
        new Directory[] {
          new MMapDirectory(folder.resolve("mapped")),
          new MMapDirectory(folder.resolve("chunked"), FSLockFactory.getDefault(), 1 << 10),
          new NIOFSDirectory(folder.resolve("read"))
        }) {
      try (TestIndex index = CodedIndex.ofOneSegment(directory, ElementType.BF16, DOT, 1500)) {
        assertRight(index);
      }
    }
  }

  @Test
  void theFewestRowsThatHaveThemAreThoseOfCodes() throws IOException {
    assertEquals(false, hasSigns(NSeekVectorsConfig.DEFAULT, CodeFrames.MIN_ROWS - 1));
    assertEquals(true, hasSigns(NSeekVectorsConfig.DEFAULT, CodeFrames.MIN_ROWS));
    assertEquals(false, hasSigns(NSeekVectorsConfig.DEFAULT.withLsh(false), CodeFrames.MIN_ROWS));
    assertEquals(true, hasSigns(NSeekVectorsConfig.DEFAULT.withCodes(false), CodeFrames.MIN_ROWS));
  }

  private static boolean hasSigns(NSeekVectorsConfig config, int count) throws IOException {
    NSeekVectorsConfig f32 = config.withElementType("v", ElementType.F32);
    try (TestIndex index =
            CodedIndex.ofOneSegment(new ByteBuffersDirectory(), f32, DOT, false, count);
        DirectoryReader reader = index.open()) {
      return only(reader) != null;
    }
  }

  @Test
  void vectorsForWhichBoundsDoNotPayHaveThem() throws IOException {
    try (TestIndex index = new TestIndex(NSeekVectorsConfig.DEFAULT)) {
      TestVectors vectors = new TestVectors(3);
      for (int id = 0; id < 1100; id++) {
        index.add(id, new KnnFloatVectorField("v", vectors.floats(1), DOT));
      }
      index.commit();
      try (DirectoryReader reader = index.open()) {
        assertEquals(false, TestIndex.readers(reader, "v").getFirst().hasCodes("v"));
      }
      assertRight(index);
    }
  }

  @Test
  void aFieldOfVectorsTooLongToBeCodedHasNone() throws IOException {
    try (TestIndex index = new TestIndex(NSeekVectorsConfig.DEFAULT)) {
      for (int id = 0; id < 1100; id++) {
        float[] vector = {0x1p62f, id, 1};
        index.add(id, new KnnFloatVectorField("v", vector, VectorSimilarityFunction.EUCLIDEAN));
      }
      index.commit();
      try (DirectoryReader reader = index.open()) {
        assertEquals(null, only(reader));
      }
    }
  }

  @Test
  void aFrameOfAnotherFieldIsRefused() throws IOException {
    try (TestIndex index =
            CodedIndex.ofOneSegment(new ByteBuffersDirectory(), ElementType.F32, DOT, 1500);
        DirectoryReader reader = index.open()) {
      FieldSigns signs = only(reader);
      assertEquals(signs.frame().id(), signs.frame().get().id());
      signs.frame().requireFits(signs.frame().get());
      float[][] sample = {new float[CodedIndex.DIMENSION + 1]};
      SignFrame longer = SignFrame.learn(Similarity.DOT_PRODUCT, sample);
      Exception refused =
          assertThrows(CorruptIndexException.class, () -> signs.frame().requireFits(longer));
      assertTrue(refused.getMessage().contains(".vex"), refused.getMessage());
      float[][] other = {new float[CodedIndex.DIMENSION]};
      SignFrame euclidean = SignFrame.learn(Similarity.EUCLIDEAN, other);
      assertThrows(CorruptIndexException.class, () -> signs.frame().requireFits(euclidean));
    }
  }
}
