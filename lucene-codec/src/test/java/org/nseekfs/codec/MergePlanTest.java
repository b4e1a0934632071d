package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nseekfs.quantization.ElementType.BF16;
import static org.nseekfs.quantization.ElementType.BYTE;
import static org.nseekfs.quantization.ElementType.F16;
import static org.nseekfs.quantization.ElementType.F32;
import static org.nseekfs.quantization.ElementType.F64;
import static org.nseekfs.quantization.ElementType.F8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.InfoStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.ElementType;

/** What a merged field's type is, and that a merge sees its sources. */
class MergePlanTest {

  /** Collects what merges report. */
  private static final class Report extends InfoStream {
    final List<String> messages = new ArrayList<>();

    @Override
    public void message(String component, String message) {
      messages.add(message);
    }

    @Override
    public boolean isEnabled(String component) {
      return component.equals("NSeek");
    }

    @Override
    public void close() {}
  }

  private static Field labelled(ElementType type, float... vector) {
    FieldType fieldType = new FieldType();
    fieldType.setVectorAttributes(
        vector.length, VectorEncoding.FLOAT32, VectorSimilarityFunction.EUCLIDEAN);
    if (type != null) {
      fieldType.putAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE, type.label());
    }
    return new KnnFloatVectorField("v", vector, fieldType);
  }

  private static ElementType onlyType(TestIndex index) throws IOException {
    try (DirectoryReader reader = index.open()) {
      List<NSeekVectorsReader> readers = TestIndex.readers(reader, "v");
      assertEquals(1, readers.size());
      ElementType type = readers.getFirst().elementType("v");
      String label =
          reader
              .leaves()
              .getFirst()
              .reader()
              .getFieldInfos()
              .fieldInfo("v")
              .getAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE);
      assertEquals(type.label(), label);
      return type;
    }
  }

  @Test
  void theAdapterOfThisLuceneSeesTheSourcesOfEveryMerge() throws IOException {
    Report report = new Report();
    Directory directory = new ByteBuffersDirectory();
    var config =
        TestIndex.writerConfig(new NSeekCodec(TestVectors.config("b", BYTE))).setInfoStream(report);
    try (TestIndex index = new TestIndex(directory, config)) {
      int id = 0;
      for (int size : new int[] {10, 3, 1}) {
        for (int i = 0; i < size; i++) {
          index.add(id++, labelled(F16, i, 1), new KnnByteVectorField("b", new byte[] {(byte) i}));
        }
        index.commit();
      }
      assertEquals(List.of(), report.messages);
      index.merge();
    }
    assertEquals(
        List.of(
            "merge field \"b\" as byte from [_0 (byte, 10), _1 (byte, 3), _2 (byte, 1)]",
            "merge field \"v\" as f16 from [_0 (f16, 10), _1 (f16, 3), _2 (f16, 1)]"),
        report.messages.stream().sorted().toList());
  }

  @Test
  void theFirstDocumentOfASegmentSetsItsType() throws IOException {
    try (TestIndex index = new TestIndex(NSeekVectorsConfig.DEFAULT)) {
      index.add(1, labelled(F16, 1, 2));
      index.add(2, labelled(F32, 3, 4));
      index.add(3, labelled(null, 5, 6));
      index.commit();
      assertEquals(F16, onlyType(index));
      assertEquals(3, index.vectors("v").size());
    }
  }

  static Stream<Arguments> mixtures() {
    return Stream.of(
        Arguments.of(List.of(F16, F16, F16), F16),
        Arguments.of(List.of(F16, F32), F32),
        Arguments.of(List.of(F32, F16), F32),
        Arguments.of(List.of(F8, BF16, F8), F32),
        Arguments.of(List.of(F16, F8), F32),
        Arguments.of(List.of(F16, BF16), F32),
        Arguments.of(List.of(BF16, F8, F16), F32));
  }

  @ParameterizedTest
  @MethodSource("mixtures")
  void aMergeOfTypesHasTheTypeThatHoldsAll(List<ElementType> types, ElementType expected)
      throws IOException {
    try (TestIndex index = new TestIndex(NSeekVectorsConfig.DEFAULT)) {
      for (int id = 0; id < types.size(); id++) {
        index.add(id, labelled(types.get(id), 1 + id, .1f));
        index.commit();
      }
      Map<Integer, Object> before = index.vectors("v");
      index.merge();
      assertEquals(expected, onlyType(index));
      Map<Integer, Object> after = index.vectors("v");
      assertEquals(before.keySet(), after.keySet());
      for (int id = 0; id < types.size(); id++) {
        assertEquals(((float[]) before.get(id))[1], ((float[]) after.get(id))[1]);
      }
    }
  }

  @Test
  void theConfigurationBeatsTheAttributeButNotWhatIsStored() throws IOException {
    try (TestIndex index = new TestIndex(NSeekVectorsConfig.DEFAULT)) {
      index.add(1, labelled(F32, 0x1p20f, 0x1.fffffep-1f));
      index.commit();
      index.reopen(new NSeekCodec(TestVectors.config("v", F16)));
      index.add(2, labelled(F8, 1, 2));
      index.commit();
      try (DirectoryReader reader = index.open()) {
        assertEquals(
            List.of(F32, F16),
            TestIndex.readers(reader, "v").stream().map(r -> r.elementType("v")).toList());
      }
      index.merge();
      assertEquals(F32, onlyType(index));
      assertArrayEquals(
          new float[] {0x1p20f, 0x1.fffffep-1f}, (float[]) index.vectors("v").get(1), 0);
    }
  }

  @Test
  void equalTypesStayWhateverTheConfigurationSays() throws IOException {
    try (TestIndex index = new TestIndex(TestVectors.config("v", F16))) {
      for (int id = 0; id < 2; id++) {
        index.add(id, labelled(null, 1, 2));
        index.commit();
      }
      index.reopen(new NSeekCodec(TestVectors.config("v", F32)));
      index.merge();
      assertEquals(F16, onlyType(index));
    }
  }

  @Test
  void bytesAndDoublesNeverMix() throws IOException {
    Directory directory = new ByteBuffersDirectory();
    NSeekCodec codec = new NSeekCodec();
    TestIndex index = new TestIndex(directory, codec);
    index.add(1, new KnnByteVectorField("v", new byte[16], VectorSimilarityFunction.EUCLIDEAN));
    index.commit();
    double[] vector = {1, 2};
    index.add(2, new DoubleVectorField("v", vector, VectorSimilarityFunction.EUCLIDEAN));
    index.commit();
    Exception failed = assertThrows(Exception.class, index::merge);
    assertTrue(
        allMessages(failed)
            .contains("_0 (byte, 1) and _1 (f64, 1) cannot be merged for field \"v\""),
        allMessages(failed));
    index.writer().rollback();
    try (TestIndex unharmed = new TestIndex(directory, codec)) {
      assertEquals(2, unharmed.vectors("v").size());
    }
  }

  private static String allMessages(Throwable failed) {
    return failed == null ? "" : failed.getMessage() + "; " + allMessages(failed.getCause());
  }

  @Test
  void segmentsWithoutVectorsOfTheFieldHaveNoSay() throws IOException {
    try (TestIndex index = new TestIndex(NSeekVectorsConfig.DEFAULT)) {
      index.add(1, labelled(F8, 1, 2));
      index.commit();
      index.add(2);
      index.commit();
      index.add(3, labelled(F8, 3, 4));
      index.commit();
      index.merge();
      assertEquals(F8, onlyType(index));
      assertEquals(2, index.vectors("v").size());
    }
  }

  @Test
  void typesOfBytesAreLeftAlone() throws IOException {
    for (ElementType type : List.of(BYTE, F64)) {
      try (TestIndex index = new TestIndex(TestVectors.config("v", type))) {
        TestVectors vectors = new TestVectors(1);
        for (int id = 0; id < 3; id++) {
          Object vector = vectors.vector(type, 4);
          index.add(id, TestVectors.field("v", type, vector, VectorSimilarityFunction.DOT_PRODUCT));
          index.commit();
        }
        index.merge();
        assertEquals(type, onlyType(index));
      }
    }
  }
}
