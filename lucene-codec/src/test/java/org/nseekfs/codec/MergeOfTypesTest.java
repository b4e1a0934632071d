package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nseekfs.quantization.ElementType.BF16;
import static org.nseekfs.quantization.ElementType.F16;
import static org.nseekfs.quantization.ElementType.F32;
import static org.nseekfs.quantization.ElementType.F8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/** Merges of every pair of types, with values at the ends of what each type holds. */
class MergeOfTypesTest {

  private static final VectorSimilarityFunction FUNCTION = VectorSimilarityFunction.EUCLIDEAN;

  private static final List<ElementType> FLOATS = List.of(F8, F16, BF16, F32);

  /**
   * The smallest and the largest values that a document may bring, and full precision, in every
   * combination. Subnormal ones stand beside a 1, or the vector would be too short.
   */
  private static List<Object> extremes(ElementType type) {
    return switch (type) {
      case F8 ->
          floats(0, 0x1p-54f, 0x1.ep60f, 0x1.cp8f, 0x1p-30f, 0x1.ep20f, 0x1.8p-9f, 0x1.2p-6f);
      case F16 -> floats(0, 0x1p-24f, 65504, 0x1.ffcp0f, 0x1.004p0f, 0x1.ff8p-15f);
      case BF16 -> floats(1, 0x1p-133f, 0x1.fep60f, 0x1.fep0f, 0x1.02p-20f, 0x1.fcp-127f);
      case F32 -> floats(1, Float.MIN_VALUE, 0x1.fffffep60f, 0x1.fffffep0f, 0x1.000002p-100f);
      case F64 ->
          List.of(
              DoubleRows.encode(new double[] {Double.MIN_VALUE, -0x1.fffffffffffffp61}),
              DoubleRows.encode(new double[] {Math.nextUp(1d), -0d}));
      case BYTE -> List.of(new byte[] {-128, 127, 0, 1}, new byte[] {-1, 1, -127, 64});
    };
  }

  /** Rows of one value alone, for the scale of an f8 row, and of two beside each other. */
  private static List<Object> floats(float beside, float... values) {
    List<Object> vectors = new ArrayList<>();
    for (float value : values) {
      for (float other : values) {
        vectors.add(new float[] {value, -other, 0, -0f, beside});
      }
      vectors.add(new float[] {-value, 0, value, value / 2, beside});
    }
    return vectors;
  }

  private static void add(TestIndex index, ElementType type, int firstId) throws IOException {
    for (Object vector : extremes(type)) {
      index.add(firstId++, TestVectors.field("v", type, vector, FUNCTION));
    }
    index.commit();
  }

  private static Map<Integer, String> bits(TestIndex index) throws IOException {
    Map<Integer, String> bits = new TreeMap<>();
    index
        .vectors("v")
        .forEach(
            (id, vector) ->
                bits.put(
                    id,
                    vector instanceof float[] floats
                        ? Arrays.toString(floats)
                        : Arrays.toString((byte[]) vector)));
    return bits;
  }

  private static ElementType mergedType(TestIndex index) throws IOException {
    try (DirectoryReader reader = index.open()) {
      return TestIndex.readers(reader, "v").getFirst().elementType("v");
    }
  }

  private static NSeekCodec codec(ElementType type) {
    return new NSeekCodec(TestVectors.config("v", type));
  }

  static Stream<Arguments> pairs() {
    return FLOATS.stream().flatMap(one -> FLOATS.stream().map(other -> Arguments.of(one, other)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyValueOfBothSurvivesWhateverIsConfigured(ElementType one, ElementType other)
      throws IOException {
    for (ElementType configured : FLOATS) {
      try (TestIndex index = new TestIndex(TestVectors.config("v", one))) {
        add(index, one, 0);
        index.reopen(codec(other));
        add(index, other, 1000);
        Map<Integer, String> before = bits(index);
        assertEquals(extremes(one).size() + extremes(other).size(), before.size());
        index.reopen(codec(configured));
        index.merge();
        assertEquals(before, bits(index), one + " and " + other + " under " + configured);
        assertEquals(one == other ? one : F32, mergedType(index));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyValueOfOneTypeSurvives(ElementType type) throws IOException {
    try (TestIndex index = new TestIndex(TestVectors.config("v", type))) {
      add(index, type, 0);
      add(index, type, 1000);
      Map<Integer, String> before = bits(index);
      index.merge();
      assertEquals(before, bits(index));
      assertEquals(type, mergedType(index));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "F16", "BF16", "F32"})
  void whatAnotherCodecWroteIsNotNarrowed(ElementType configured) throws IOException {
    try (TestIndex index = new TestIndex(new ByteBuffersDirectory(), Codec.getDefault())) {
      // No larger, for the graph of the other codec needs finite distances.
      int id = 0;
      for (Object vector : floats(0, Float.MIN_VALUE, 0x1.fffffep50f, 0x1.fffffep0f, 0x1p-30f)) {
        index.add(id++, TestVectors.field("v", F32, vector, FUNCTION));
      }
      index.commit();
      Map<Integer, String> before = bits(index);
      index.reopen(codec(configured));
      index.add(-1);
      index.merge();
      assertEquals(before, bits(index));
      assertEquals(F32, mergedType(index));
    }
  }

  @ParameterizedTest
  @EnumSource
  void vectorsOutsideOfTheLimitsThatAnotherCodecWroteAreKeptAndComeLast(
      VectorSimilarityFunction function) throws IOException {
    float[][] vectors = {
      {3e38f, -3e38f}, {1e20f, 2e19f}, {0, 0}, {3e-23f, 3e-23f}, {-1, 1}, {2, 1}, {1e-30f, 3}
    };
    try (TestIndex index = new TestIndex(new ByteBuffersDirectory(), Codec.getDefault())) {
      for (int id = 0; id < vectors.length; id++) {
        float[] vector = {1, 1};
        Field field = new KnnFloatVectorField("v", vector, function);
        // Newer Lucenes refuse to make a zero vector under cosine.
        System.arraycopy(vectors[id], 0, vector, 0, 2);
        index.add(id, field);
        index.commit();
      }
      index.reopen(codec(F32));
      index.merge();
      for (int id = 0; id < vectors.length; id++) {
        assertArrayEquals(vectors[id], (float[]) index.vectors("v").get(id));
      }
      try (DirectoryReader reader = index.open()) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        BestHits found = BestHits.certified(leaf, 7).search(leaf, new float[] {1, 1}, null);
        BestHits scan = BestHits.scan(leaf, 7).search(leaf, new float[] {1, 1}, null);
        found.assertFinds(scan);
        long without =
            scan.hits().stream().filter(hit -> hit.raw() == Double.NEGATIVE_INFINITY).count();
        assertEquals(
            switch (function) {
              case EUCLIDEAN -> 2;
              case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> 0;
              case COSINE -> 4;
            },
            without);
        for (float[] target : List.of(vectors[0], vectors[1], vectors[3], new float[] {7e25f, 0})) {
          assertThrows(
              IllegalArgumentException.class,
              () -> leaf.getFloatVectorValues("v").scorer(target).score());
        }
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new IndexSearcher(reader)
                    .search(new KnnFloatVectorQuery("v", new float[] {7e25f, 0}, 3), 3));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "F16", "BF16", "F32"})
  void whatAnotherCodecWroteHasTheConfiguredTypeIfAllOfItIs(ElementType type) throws IOException {
    try (TestIndex index = new TestIndex(new ByteBuffersDirectory(), Codec.getDefault())) {
      index.add(0, new KnnFloatVectorField("v", new float[] {1.5f, -.25f, 0}, FUNCTION));
      index.commit();
      index.reopen(codec(type));
      index.add(1, new KnnFloatVectorField("v", new float[] {1, 2, 3}, FUNCTION));
      index.merge();
      assertEquals(type, mergedType(index));
      assertEquals(Map.of(0, "[1.5, -0.25, 0.0]", 1, "[1.0, 2.0, 3.0]"), bits(index));
    }
  }

  /** As when a stock writer adds to a field of ours and merges it. */
  @Test
  void anAttributeThatIsNotTrueOfAllValuesIsNotBelieved() throws IOException {
    for (String label : List.of("f8", "f16", "bf16", "byte", "f64", "f4")) {
      FieldType fieldType = new FieldType();
      fieldType.setVectorAttributes(2, VectorEncoding.FLOAT32, FUNCTION);
      fieldType.putAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE, label);
      try (TestIndex index = new TestIndex(new ByteBuffersDirectory(), Codec.getDefault())) {
        index.add(0, new KnnFloatVectorField("v", new float[] {1, 2}, fieldType));
        index.add(1, new KnnFloatVectorField("v", new float[] {1e15f, .1f}, fieldType));
        index.commit();
        index.reopen(new NSeekCodec());
        index.add(2);
        index.merge();
        assertEquals(F32, mergedType(index), label);
        assertEquals(Map.of(0, "[1.0, 2.0]", 1, "[1.0E15, 0.1]"), bits(index), label);
      }
    }
  }
}
