package org.nseekfs.search.leaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.SortingCodecReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.spi.RawVectorScorer;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.ForeignSegmentsTest;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;

class RawValuesTest {
  private static final int DOCUMENTS = 300;

  private static SampleVectors of(ElementType type) {
    return new SampleVectors(type, VectorSimilarityFunction.COSINE, 45);
  }

  /** One segment, every seventh document without a vector, one deleted. */
  private static SampleIndex fill(SampleIndex index) throws IOException {
    for (int id = 0; id < DOCUMENTS; id++) {
      index.add(id % 7 == 6 ? null : index.target(), null);
    }
    return index.commit().delete(20);
  }

  private static QueryVector targetOf(Object vector) {
    return QueryVector.ofArray(vector);
  }

  private static LeafReader leaf(SampleIndex index) throws IOException {
    return index.searcher().getIndexReader().leaves().getFirst().reader();
  }

  /** Looks at some documents in order, of which {@code reader} has number i at place ids[i]. */
  private static void assertCanonical(
      SampleIndex index, SampleVectors vectors, LeafReader reader, int[] ids) throws IOException {
    Object target = index.target();
    ToDoubleFunction<Object> raw = vectors.rawTo(target);
    Random random = SampleVectors.random();
    RawValues values = RawValues.of(reader.getContext(), SampleIndex.FIELD, targetOf(target));
    int seen = 0;
    for (int doc = random.nextInt(3); doc < DOCUMENTS; doc += random.nextInt(4)) {
      Object vector = index.vector(ids[doc]);
      assertEquals(vector != null, values.advanceExact(doc));
      if (vector != null) {
        assertEquals(raw.applyAsDouble(vector), values.raw());
        assertEquals(vectors.score(values.raw()), values.score());
        seen++;
      }
    }
    assertTrue(seen > DOCUMENTS / 4);
  }

  private static int[] inOrder() {
    int[] ids = new int[DOCUMENTS];
    for (int i = 0; i < DOCUMENTS; i++) {
      ids[i] = i;
    }
    return ids;
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfOurFormatAreScoredWhereTheyLie(ElementType type) throws Exception {
    SampleVectors vectors = of(type);
    try (SampleIndex index = fill(new SampleIndex(vectors))) {
      LeafReader reader = leaf(index);
      Object target = VectorLeaf.readerTarget(targetOf(index.target()));
      assertInstanceOf(
          RawVectorScorer.class,
          type.isFloat()
              ? reader.getFloatVectorValues(SampleIndex.FIELD).scorer((float[]) target)
              : reader.getByteVectorValues(SampleIndex.FIELD).scorer((byte[]) target));
      assertCanonical(index, vectors, reader, inOrder());
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrappedReadersGiveTheSameBits(ElementType type) throws Exception {
    SampleVectors vectors = of(type);
    try (SampleIndex index = fill(new SampleIndex(vectors))) {
      LeafReader reader = leaf(index);
      List<LeafReader> wrapped = new ArrayList<>();
      wrapped.add(new ExitableDirectoryReader.ExitableSubReaderWrapper(() -> false).wrap(reader));
      wrapped.add(SlowCodecReaderWrapper.wrap(new ForeignSegmentsTest.PlainLeafReader(reader)));
      for (LeafReader wrapper : wrapped) {
        assertCanonical(index, vectors, wrapper, inOrder());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSortedViewGivesTheSameBits(ElementType type) throws Exception {
    SampleVectors vectors = of(type);
    try (SampleIndex index = fill(new SampleIndex(vectors))) {
      Sort descending = new Sort(new SortField(SampleIndex.ID, SortField.Type.LONG, true));
      CodecReader sorted = SortingCodecReader.wrap((CodecReader) leaf(index), descending);
      int[] ids = new int[DOCUMENTS];
      for (int doc = 0; doc < DOCUMENTS; doc++) {
        ids[doc] = DOCUMENTS - 1 - doc;
      }
      assertCanonical(index, vectors, sorted, ids);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BYTE"})
  void otherFormatsGiveTheSameBits(ElementType type) throws Exception {
    SampleVectors vectors = of(type);
    try (SampleIndex index =
        fill(
            new SampleIndex(
                vectors,
                new ByteBuffersDirectory(),
                config -> config.setCodec(Codec.getDefault())))) {
      assertCanonical(index, vectors, leaf(index), inOrder());
    }
  }

  @Test
  void aLeafWithoutVectorsHasNoValues() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F32))) {
      Object target = index.target();
      index.add(null, null).commit().add(2);
      for (LeafReaderContext context : index.searcher().getIndexReader().leaves()) {
        RawValues values = RawValues.of(context, SampleIndex.FIELD, targetOf(target));
        assertEquals(context.ord == 0, values == null);
      }
      assertNull(RawValues.of(leaf(index).getContext(), "typo", targetOf(target)));
    }
  }
}
