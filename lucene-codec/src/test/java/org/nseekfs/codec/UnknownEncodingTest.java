package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import org.apache.lucene.index.DocValuesSkipIndexType;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.api.Test;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.codec.write.FieldWriter;
import org.nseekfs.quantization.ElementType;

/** Lucene 11 has an encoding that is unknown here. */
class UnknownEncodingTest {

  private static final String REFUSAL =
      "vectors encoded as FLOAT16 are unknown to this version of NSeekFS, which takes FLOAT32 and"
          + " BYTE; index them as FLOAT32, which element type f16 stores in 2 bytes an element for"
          + " field \"emb\"";

  private static FieldInfo field() throws Throwable {
    VectorEncoding unknown =
        (VectorEncoding)
            MethodHandles.privateLookupIn(VectorEncoding.class, MethodHandles.lookup())
                .findConstructor(
                    VectorEncoding.class,
                    MethodType.methodType(void.class, String.class, int.class, int.class))
                .invoke("FLOAT16", 2, 2);
    return new FieldInfo(
        "emb",
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
        8,
        unknown,
        VectorSimilarityFunction.COSINE,
        false,
        false);
  }

  @Test
  void itIsRefusedByNameForEveryElementType() throws Throwable {
    FieldInfo field = field();
    for (ElementType type : ElementType.values()) {
      var refused =
          assertThrows(
              IllegalArgumentException.class, () -> FieldShape.of(field, type), type::name);
      assertEquals(REFUSAL, refused.getMessage());
    }
  }

  @Test
  void theConfigurationRefusesItByName() throws Throwable {
    FieldInfo field = field();
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> NSeekVectorsConfig.DEFAULT.typeOf(field));
    assertEquals(REFUSAL, refused.getMessage());
  }

  @Test
  void aWriterRefusesTheValuesAndNotTheField() throws Throwable {
    FieldInfo field = field();
    var fault = new IllegalArgumentException(REFUSAL);
    FieldWriter<Object> writer = new FieldWriter<>(field, fault);
    var refused =
        assertThrows(IllegalArgumentException.class, () -> writer.addValue(0, new short[8]));
    assertEquals(REFUSAL, refused.getMessage());
  }
}
