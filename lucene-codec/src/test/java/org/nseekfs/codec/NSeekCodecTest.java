package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;

class NSeekCodecTest {

  @Test
  void segmentsCarryTheNameOfTheDelegate() {
    assertEquals(Codec.getDefault().getName(), new NSeekCodec().getName());
    assertFalse(Codec.availableCodecs().contains("NSeek1"));
  }

  @Test
  void luceneFindsTheFormatByItsName() {
    assertEquals("NSeek1", KnnVectorsFormat.forName("NSeek1").getName());
    assertTrue(KnnVectorsFormat.forName("NSeek1") instanceof NSeekVectorsFormat);
  }

  @Test
  void allOurFieldsShareOneFormatAndOthersKeepTheirs() {
    var config = NSeekVectorsConfig.DEFAULT.withFields(Set.of("a", "b"));
    var ours = (PerFieldKnnVectorsFormat) new NSeekCodec(config).knnVectorsFormat();
    var theirs = (PerFieldKnnVectorsFormat) Codec.getDefault().knnVectorsFormat();
    KnnVectorsFormat a = ours.getKnnVectorsFormatForField("a");
    assertEquals("NSeek1", a.getName());
    assertSame(a, ours.getKnnVectorsFormatForField("b"));
    assertSame(theirs.getKnnVectorsFormatForField("c"), ours.getKnnVectorsFormatForField("c"));
  }

  @Test
  void aDelegateThatCouldNotReadTheIndexIsRefused() {
    Codec simpleText = Codec.forName("SimpleText");
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new NSeekCodec(simpleText, NSeekVectorsConfig.DEFAULT));
    assertTrue(
        refused.getMessage().startsWith("codec SimpleText has no per-field vectors format"),
        refused.getMessage());
  }

  @Test
  void aCodecOfOursMayBeTheDelegate() throws Exception {
    Codec inner = new NSeekCodec(TestVectors.config("a", ElementType.F8));
    NSeekVectorsConfig outer = TestVectors.config("b", ElementType.F16).withFields(Set.of("b"));
    try (TestIndex index =
        new TestIndex(
            new org.apache.lucene.store.ByteBuffersDirectory(), new NSeekCodec(inner, outer))) {
      float[] vector = {1, 2};
      for (int id = 0; id < 2; id++) {
        index.add(id, new KnnFloatVectorField("a", vector), new KnnFloatVectorField("b", vector));
        index.commit();
      }
      index.merge();
      try (DirectoryReader reader = index.open()) {
        assertEquals(ElementType.F8, TestIndex.readers(reader, "a").getFirst().elementType("a"));
        assertEquals(ElementType.F16, TestIndex.readers(reader, "b").getFirst().elementType("b"));
      }
    }
  }

  @Test
  void fieldsOfAnotherFormatLiveBesideOurs() throws Exception {
    var config = NSeekVectorsConfig.DEFAULT.withFields(Set.of("ours"));
    try (TestIndex index = new TestIndex(config)) {
      for (int id = 0; id < 20; id++) {
        float[] vector = {id, 1};
        index.add(
            id, new KnnFloatVectorField("ours", vector), new KnnFloatVectorField("theirs", vector));
        if (id % 5 == 4) {
          index.commit();
        }
      }
      index.merge();
      assertEquals(20, index.vectors("theirs").size());
      try (DirectoryReader reader = index.open()) {
        assertEquals(1, TestIndex.readers(reader, "ours").size());
        assertEquals(0, TestIndex.readers(reader, "theirs").size());
      }
    }
  }
}
