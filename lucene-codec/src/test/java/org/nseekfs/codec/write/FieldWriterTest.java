package org.nseekfs.codec.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import org.apache.lucene.index.DocValuesSkipIndexType;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.TestVectors;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.ElementType;

class FieldWriterTest {

  private static final int DIMENSION = 40;

  private static FieldInfo field(ElementType type) {
    return new FieldInfo(
        "v",
        0,
        false,
        false,
        false,
        IndexOptions.NONE,
        DocValuesType.NONE,
        DocValuesSkipIndexType.NONE,
        -1,
        new HashMap<>(),
        0,
        0,
        0,
        type == ElementType.F64 ? DIMENSION * Double.BYTES : DIMENSION,
        type.isFloat() ? VectorEncoding.FLOAT32 : VectorEncoding.BYTE,
        VectorSimilarityFunction.COSINE,
        false,
        false);
  }

  private static FieldWriter<Object> buffering(ElementType type) {
    return new FieldWriter<>(field(type), FieldShape.of(field(type), type));
  }

  @ParameterizedTest
  @EnumSource
  void ramBytesUsedIsThatOfTheRowsAndLittleMore(ElementType type) throws IOException {
    FieldWriter<Object> writer = buffering(type);
    TestVectors vectors = new TestVectors(1);
    int count = 20_000;
    for (int doc = 0; doc < count; doc++) {
      writer.addValue(doc, vectors.vector(type, DIMENSION));
    }
    long rows = (long) count * type.rowBytes(DIMENSION);
    assertTrue(writer.ramBytesUsed() >= rows);
    assertTrue(
        writer.ramBytesUsed() < rows * 1.02 + 40_000, writer.ramBytesUsed() + " for " + rows);
  }

  @Test
  void aSecondValueOfADocumentIsRefused() throws IOException {
    FieldWriter<Object> writer = buffering(ElementType.F32);
    float[] vector = new TestVectors(1).floats(DIMENSION);
    writer.addValue(3, vector);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> writer.addValue(3, vector));
    assertTrue(refused.getMessage().contains("\"v\" appears more than once"));
    writer.addValue(4, vector);
    assertEquals(2, writer.docs().cardinality());
  }

  @Test
  void aFaultIsKeptForTheFirstValue() {
    IllegalArgumentException fault = new IllegalArgumentException("what is wrong with the field");
    FieldWriter<Object> writer = new FieldWriter<>(field(ElementType.F32), fault);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> writer.addValue(0, new float[DIMENSION]));
    assertEquals("what is wrong with the field", refused.getMessage());
    assertEquals(0, writer.docs().cardinality());
  }

  @Test
  void aValueOfAnotherLengthIsRefused() {
    FieldWriter<Object> writer = buffering(ElementType.F16);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> writer.addValue(0, new float[3]));
    assertEquals("vector must have length 40, got 3 for field \"v\"", refused.getMessage());
  }
}
