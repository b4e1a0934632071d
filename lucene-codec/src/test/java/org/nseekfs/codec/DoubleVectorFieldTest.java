package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.DoubleRows;

class DoubleVectorFieldTest {

  private static DoubleVectorField field(double... vector) {
    return new DoubleVectorField("emb", vector, VectorSimilarityFunction.DOT_PRODUCT);
  }

  private static String refusal(Runnable code) {
    return assertThrows(IllegalArgumentException.class, code::run).getMessage();
  }

  @Test
  void luceneSeesEightBytesAnElementAndAnAttribute() {
    DoubleVectorField field = field(1, Math.PI, Double.MIN_VALUE);
    assertEquals(24, field.fieldType().vectorDimension());
    assertEquals(VectorEncoding.BYTE, field.fieldType().vectorEncoding());
    assertEquals("f64", field.fieldType().getAttributes().get("nseek.type"));
    assertArrayEquals(new double[] {1, Math.PI, Double.MIN_VALUE}, field.doubleVectorValue());
    assertArrayEquals(field.doubleVectorValue(), DoubleRows.decode(field.vectorValue()));
  }

  @Test
  void theVectorIsCopied() {
    double[] vector = {1, 2};
    DoubleVectorField field = field(vector);
    vector[0] = 5;
    field.doubleVectorValue()[1] = 5;
    assertArrayEquals(new double[] {1, 2}, field.doubleVectorValue());
    assertArrayEquals(new double[] {1, 2}, DoubleRows.decode(field.vectorValue()));
  }

  @Test
  void anotherVectorOfTheSameDimensionCanBeSet() {
    DoubleVectorField field = field(1, 2);
    field.setVectorValue(new double[] {3, 4});
    assertArrayEquals(new double[] {3, 4}, DoubleRows.decode(field.vectorValue()));
    field.setVectorValue(DoubleRows.encode(new double[] {5, 6}));
    assertArrayEquals(new double[] {5, 6}, field.doubleVectorValue());
    refusal(() -> field.setVectorValue(new double[] {1, 2, 3}));
    assertEquals(
        "vector must be finite, got Infinity at position 0 for field \"emb\"",
        refusal(() -> field.setVectorValue(new double[] {Double.POSITIVE_INFINITY, 2})));
    assertArrayEquals(new double[] {5, 6}, field.doubleVectorValue());
  }

  @Test
  void whatIsNoVectorIsRefused() {
    assertEquals(
        "vector must be finite, got NaN at position 1 for field \"emb\"",
        refusal(() -> field(1, Double.NaN)));
    assertEquals("dimension must be 1..16384, got 0 for field \"emb\"", refusal(() -> field()));
    assertEquals(
        "dimension must be 1..16384, got 16385 for field \"emb\"",
        refusal(() -> field(new double[16_385])));
    assertEquals(
        "vector must not be null for field \"emb\"", refusal(() -> field((double[]) null)));
    assertEquals(131_072, field(new double[16_384]).fieldType().vectorDimension());
  }
}
