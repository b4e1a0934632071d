package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/** What is refused costs its document only: the same IndexWriter commits all others. */
class RefusedDocumentsTest {

  private static final NSeekVectorsConfig CONFIG =
      NSeekVectorsConfig.DEFAULT
          .withElementType("f8", ElementType.F8)
          .withElementType("f16", ElementType.F16)
          .withElementType("bf16", ElementType.BF16)
          .withElementType("f64", ElementType.F64)
          .withElementType("contradicted", ElementType.BYTE);

  /** A field to refuse, and what the message says. */
  private record Refused(String name, Field field, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Refused> refused() {
    return Stream.concat(refusedValues(), refusedFields());
  }

  private static Stream<Refused> refusedValues() {
    return Stream.of(
        new Refused(
            "f16 overflow",
            floats("f16", VectorSimilarityFunction.EUCLIDEAN, 1, 65_520),
            "vector overflows f16, got 65520.0 at position 1 for field \"f16\""),
        new Refused(
            "bf16 overflow",
            floats("bf16", VectorSimilarityFunction.EUCLIDEAN, Float.MAX_VALUE, 1),
            "vector overflows bf16, got 3.4028235E38 at position 0 for field \"bf16\""),
        new Refused(
            "f8 overflow",
            floats("f8", VectorSimilarityFunction.EUCLIDEAN, 1, -Float.MAX_VALUE),
            "vector overflows f8, got -3.4028235E38 at position 1 for field \"f8\""),
        new Refused(
            "not a number, set behind the constructor's back",
            spoilt("f32", Float.NaN),
            "vector must be finite, got NaN at position 1 for field \"f32\""),
        new Refused(
            "infinite, set behind the constructor's back",
            spoilt("f32", Float.NEGATIVE_INFINITY),
            "vector must be finite, got -Infinity at position 1 for field \"f32\""),
        new Refused(
            "zero under cosine",
            zeroed("f32cosine"),
            "vector must have a norm of 2^-55 to 2^62 as f32 under COSINE (a zero vector has no"
                + " direction), got 0.0, its largest element being 0.0 at position 0"
                + " for field \"f32cosine\""),
        new Refused(
            "zero under cosine once encoded",
            floats("f16", VectorSimilarityFunction.COSINE, 1e-8f, -1e-8f),
            "got 0.0, its largest element being 0.0 at position 0 for field \"f16\""),
        new Refused(
            "negative zeros of doubles under cosine",
            new DoubleVectorField("f64", new double[] {-0d, 0}, VectorSimilarityFunction.COSINE),
            "got 0.0, its largest element being -0.0 at position 0 for field \"f64\""),
        new Refused(
            "too short for its square",
            floats("f32cosine", VectorSimilarityFunction.COSINE, 3e-23f, 4e-23f),
            "its largest element being 4.0E-23 at position 1 for field \"f32cosine\""),
        new Refused(
            "too short for its products",
            floats("f8", VectorSimilarityFunction.DOT_PRODUCT, 1e-20f, 0),
            "its largest element being 1.0164395E-20 at position 0 for field \"f8\""),
        new Refused(
            "too long for its distances",
            floats("f32", VectorSimilarityFunction.EUCLIDEAN, 1e20f, 2e19f),
            "its largest element being 1.0E20 at position 0 for field \"f32\""),
        new Refused(
            "too long for its products",
            floats("bf16", VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, 1, -3e38f),
            "at position 1 for field \"bf16\""),
        new Refused(
            "doubles too long for scores",
            new DoubleVectorField(
                "f64", new double[] {1, 1e19}, VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT),
            "its largest element being 1.0E19 at position 1 for field \"f64\""),
        new Refused(
            "doubles too short for their squares",
            new DoubleVectorField(
                "f64", new double[] {1e-160, -2e-160}, VectorSimilarityFunction.COSINE),
            "its largest element being -2.0E-160 at position 1 for field \"f64\""),
        new Refused(
            "doubles that are none",
            doubles("f64", DoubleRowsOf.bits(1, Double.NaN)),
            "vector must be finite, got NaN at position 1 for field \"f64\""));
  }

  private static Stream<Refused> refusedFields() {
    return Stream.of(
        new Refused(
            "bytes that are no whole doubles",
            doubles("f64", new byte[12]),
            "f64 vectors have 8 bytes an element, got 12 bytes for field \"f64\""),
        new Refused(
            "too many floats",
            new KnnFloatVectorField("f32", new float[20_000], VectorSimilarityFunction.EUCLIDEAN),
            "dimension must be 1..16384, got 20000 for field \"f32\""),
        new Refused(
            "too many bytes",
            new KnnByteVectorField("bytes", new byte[16_385]),
            "dimension must be 1..16384, got 16385 for field \"bytes\""),
        new Refused(
            "floats for a type of bytes",
            floats("contradicted", VectorSimilarityFunction.EUCLIDEAN, 1, 2),
            "element type byte does not store vectors encoded as FLOAT32"
                + " for field \"contradicted\""),
        new Refused(
            "bytes for a type of floats",
            new KnnByteVectorField("f16", new byte[] {1, 2}),
            "element type f16 does not store vectors encoded as BYTE for field \"f16\""),
        new Refused(
            "an attribute that names no type",
            labelled("f32", "f7"),
            "element type must be one of [f8, f16, bf16, f32, f64, byte], got \"f7\""
                + " for field \"f32\""));
  }

  private static Field floats(String field, VectorSimilarityFunction function, float... vector) {
    return new KnnFloatVectorField(field, vector, function);
  }

  private static Field spoilt(String field, float value) {
    float[] vector = {1, 2};
    Field made = new KnnFloatVectorField(field, vector, VectorSimilarityFunction.EUCLIDEAN);
    vector[1] = value;
    return made;
  }

  private static Field doubles(String field, byte[] bytes) {
    FieldType type = new FieldType();
    type.setVectorAttributes(bytes.length, VectorEncoding.BYTE, VectorSimilarityFunction.EUCLIDEAN);
    type.putAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE, "f64");
    return new KnnByteVectorField(field, bytes, type);
  }

  /** Newer Lucenes refuse to make a zero vector under cosine. */
  private static Field zeroed(String field) {
    float[] vector = {1, 1};
    Field made = floats(field, VectorSimilarityFunction.COSINE, vector);
    vector[0] = 0;
    vector[1] = -0f;
    return made;
  }

  private static Field labelled(String field, String label) {
    FieldType type = new FieldType();
    type.setVectorAttributes(2, VectorEncoding.FLOAT32, VectorSimilarityFunction.EUCLIDEAN);
    type.putAttribute(NSeekVectorsFormat.TYPE_ATTRIBUTE, label);
    return new KnnFloatVectorField(field, new float[] {1, 2}, type);
  }

  /** Rows of doubles that {@link DoubleRows} would refuse. */
  private static final class DoubleRowsOf {
    static byte[] bits(double... vector) {
      byte[] row = new byte[vector.length * Double.BYTES];
      for (int i = 0; i < vector.length; i++) {
        long bits = Double.doubleToLongBits(vector[i]);
        for (int b = 0; b < Double.BYTES; b++) {
          row[i * Double.BYTES + b] = (byte) (bits >>> (8 * b));
        }
      }
      return row;
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void theWriterGoesOnAndCommitsTheOthers(Refused refused) throws Exception {
    try (TestIndex index = new TestIndex(CONFIG)) {
      Field good = floats("good", VectorSimilarityFunction.COSINE, 3, 4);
      index.add(1, good);
      index.commit();
      index.add(2, good);
      IllegalArgumentException thrown =
          assertThrows(IllegalArgumentException.class, () -> index.add(3, good, refused.field));
      assertTrue(thrown.getMessage().endsWith(refused.message), thrown.getMessage());
      index.add(4, good);
      assertThrows(IllegalArgumentException.class, () -> index.add(5, refused.field));
      index.commit();
      index.add(6, good);
      index.commit();
      assertTrue(index.writer().isOpen());
      assertEquals(Set.of(1, 2, 4, 6), index.vectors("good").keySet());
      assertEquals(Set.of(), index.vectors(refused.field.name()).keySet());

      index.merge();
      assertEquals(Set.of(1, 2, 4, 6), index.vectors("good").keySet());
      assertEquals(Set.of(), index.vectors(refused.field.name()).keySet());
    }
  }

  @Test
  void goodVectorsOfTheSameFieldAreKept() throws Exception {
    try (TestIndex index = new TestIndex(CONFIG)) {
      for (int id = 0; id < 100; id++) {
        Field field =
            floats("f16", VectorSimilarityFunction.COSINE, id, id % 3 == 0 ? 1e6f : 1, id);
        if (id % 3 == 0) {
          int refused = id;
          assertThrows(IllegalArgumentException.class, () -> index.add(refused, field));
        } else {
          index.add(id, field);
        }
      }
      index.commit();
      assertEquals(66, index.vectors("f16").size());
      try (DirectoryReader reader = index.open()) {
        assertEquals(66, TestIndex.readers(reader, "f16").getFirst().count("f16"));
      }
    }
  }

  @Test
  void aFieldOfMoreThanItsDimensionsIsRefusedByLuceneWhereItsTypeIsConfigured() throws Exception {
    NSeekVectorsFormat format = new NSeekVectorsFormat(CONFIG);
    assertEquals(16_384, format.getMaxDimensions("f16"));
    assertEquals(131_072, format.getMaxDimensions("f64"));
    assertEquals(131_072, format.getMaxDimensions("unknown"));
    try (TestIndex index = new TestIndex(CONFIG)) {
      Field large =
          new KnnFloatVectorField("f16", new float[16_385], VectorSimilarityFunction.EUCLIDEAN);
      assertThrows(IllegalArgumentException.class, () -> index.add(1, large));
      index.add(2, floats("f16", VectorSimilarityFunction.EUCLIDEAN, 1, 2));
      index.commit();
      assertEquals(Set.of(2), index.vectors("f16").keySet());
    }
  }
}
