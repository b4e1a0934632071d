package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.lucene.document.Field;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekVectorsFormat;
import org.nseekfs.quantization.ElementType;

class VectorElementsTest {

  private static VectorField field(ElementType type, VectorSimilarityFunction function) {
    return new VectorField("emb", 3, type, function, true, true);
  }

  private static VectorField field(ElementType type) {
    return field(type, VectorSimilarityFunction.EUCLIDEAN);
  }

  private static String refusal(VectorField field, double... elements) {
    return assertThrows(
            IllegalArgumentException.class, () -> VectorElements.of(field, elements).toField())
        .getMessage();
  }

  @Test
  void everyTypeGetsItsArray() {
    double[] elements = {1, -2, .1};
    assertArrayEquals(
        new float[] {1, -2, .1f},
        (float[]) VectorElements.of(field(ElementType.F16), elements).toArray());
    assertArrayEquals(
        elements, (double[]) VectorElements.of(field(ElementType.F64), elements).toArray());
    assertArrayEquals(
        new byte[] {1, -128, 127},
        (byte[]) VectorElements.of(field(ElementType.BYTE), new double[] {1, -128, 127}).toArray());
  }

  @ParameterizedTest
  @EnumSource
  void aFieldSaysHowItsElementsAreStored(ElementType type) {
    Field stored = field(type).indexed(new double[] {1, 2, 3});
    assertEquals(
        type.label(), stored.fieldType().getAttributes().get(NSeekVectorsFormat.TYPE_ATTRIBUTE));
    assertEquals(field(type).fieldType(), stored.fieldType());
    assertEquals(type == ElementType.F64, stored instanceof DoubleVectorField);
  }

  @ParameterizedTest
  @EnumSource
  void anotherDimensionIsRefusedWithWhatWasExpectedAndGot(ElementType type) {
    String start = "vector of field \"emb\" must have dimension 3, got ";
    assertEquals(start + 2, refusal(field(type), 1, 2));
    assertEquals(start + 5, refusal(field(type), 1, 2, 3, 4, 5));
    assertEquals(start + 0, refusal(field(type)));
  }

  @ParameterizedTest
  @CsvSource({
    "BYTE, 128, an integer from -128 to 127",
    "BYTE, .5, an integer from -128 to 127",
    "F64, NaN, finite",
    "F32, 1e39, a finite float",
    "F8, -Infinity, a finite float"
  })
  void aValueThatTheTypeDoesNotHaveIsRefusedWithItsPosition(
      ElementType type, double value, String expected) {
    assertEquals(
        "element must be " + expected + ", got " + value + " at position 1 for field \"emb\"",
        refusal(field(type), 0, value, 0));
  }

  @Test
  void whatOverflowsOrLosesItsDirectionOnceEncodedIsRefused() {
    String overflow = refusal(field(ElementType.F16), 0, 0, 65_520);
    assertEquals(true, overflow.contains("65520") && overflow.contains("\"emb\""), () -> overflow);
    String zero = refusal(field(ElementType.F16, VectorSimilarityFunction.COSINE), 1e-8, 0, 0);
    assertEquals(
        "vector must have a norm of 2^-55 to 2^62 as f16 under COSINE (a zero vector has no"
            + " direction), got 0.0, its largest element being 0.0 at position 0 for field \"emb\"",
        zero);
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "16385"})
  void aDimensionOutOfRangeIsRefused(int dimension) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new VectorField(
                        "emb",
                        dimension,
                        ElementType.F32,
                        VectorSimilarityFunction.COSINE,
                        true,
                        true))
            .getMessage();
    assertEquals("dimension must be 1..16384, got " + dimension + " for field \"emb\"", message);
  }
}
