package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.codec.write.FieldFrames;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

class NSeekVectorsReaderTest {

  private static final int DIMENSION = TestIndex.DIMENSION;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void mappedChunkedAndCopiedRowsGiveTheSameBits(ElementType type) throws IOException {
    Object target = new TestVectors(99).vector(type, DIMENSION);
    Map<Integer, Double> mapped = null;
    for (Directory directory :
        new Directory[] {
          new MMapDirectory(folder.resolve("mapped")),
          new MMapDirectory(folder.resolve("chunked"), FSLockFactory.getDefault(), 1 << 10),
          new NIOFSDirectory(folder.resolve("read")),
          new ByteBuffersDirectory()
        }) {
      try (TestIndex index =
              TestIndex.ofOneSegment(directory, type, VectorSimilarityFunction.COSINE, true);
          DirectoryReader reader = index.open()) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        Map<Integer, Double> raw = RawHits.search(leaf, "v", target, null).raw;
        mapped = mapped == null ? raw : mapped;
        assertEquals(mapped, raw);
      }
    }
  }

  @Test
  void targetsThatDoNotFitAreRefusedNamingTheField() throws IOException {
    NSeekVectorsConfig config = TestVectors.config("f16", ElementType.F16);
    try (TestIndex index = new TestIndex(config)) {
      VectorSimilarityFunction function = VectorSimilarityFunction.COSINE;
      index.add(
          1,
          TestVectors.field("f16", ElementType.F16, new float[] {1, 2}, function),
          TestVectors.field("byte", ElementType.BYTE, new byte[] {1, 2}, function),
          TestVectors.field(
              "f64", ElementType.F64, DoubleRows.encode(new double[] {1, 2}), function));
      try (DirectoryReader open = index.open()) {
        NSeekVectorsReader reader = TestIndex.readers(open, "f16").getFirst();
        assertRefused(reader, "f16", new byte[] {1, 2}, "vectors are f16, not bytes");
        assertRefused(reader, "byte", new float[] {1, 2}, "vectors are byte, not floats");
        assertRefused(reader, "f64", new float[] {1, 2}, "vectors are f64, not floats");
        assertRefused(reader, "f16", new float[3], "target must have length 2, got 3");
        assertRefused(reader, "f64", new byte[2], "target must have length 16, got 2");
        assertRefused(
            reader,
            "f16",
            new float[] {1, Float.NaN},
            "target must be finite, got NaN at position 1");
        assertRefused(
            reader,
            "f16",
            new float[2],
            "target must have a norm of 2^-55 to 2^62 as f16 under COSINE (a zero vector has no"
                + " direction), got 0.0, its largest element being 0.0 at position 0");
        assertRefused(
            reader,
            "f16",
            new float[] {1e-20f, 0},
            "target must have a norm of 2^-55 to 2^62 as f16 under COSINE (multiply all vectors"
                + " and targets by a factor), got "
                + (double) 1e-20f
                + ", its largest element being 1.0E-20 at position 0");
        assertRefused(reader, "none", new float[2], "segment _0 has no vectors");
      }
    }
  }

  private static void assertRefused(
      KnnVectorsReader reader, String field, Object target, String message) {
    var collector = new TopKnnCollector(1, Integer.MAX_VALUE);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> {
              if (target instanceof float[] floats) {
                reader.search(field, floats, collector, null);
              } else {
                reader.search(field, (byte[]) target, collector, null);
              }
            });
    assertEquals(message + " for field \"" + field + "\"", refused.getMessage());
  }

  @Test
  void aClosedFileSurfacesAsAlreadyClosed() throws IOException {
    try (TestIndex index =
        TestIndex.ofOneSegment(
            new MMapDirectory(folder.resolve("closed")),
            ElementType.F32,
            VectorSimilarityFunction.EUCLIDEAN,
            false)) {
      DirectoryReader reader = index.open();
      LeafReader leaf = reader.leaves().getFirst().reader();
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      var values = leaf.getFloatVectorValues("v");
      float[] target = values.vectorValue(0).clone();
      VectorScorer scorer = values.scorer(target);
      scorer.iterator().nextDoc();
      index.writer().close();
      reader.close();
      var collector = new TopKnnCollector(1, Integer.MAX_VALUE);
      assertThrows(
          AlreadyClosedException.class, () -> vectors.search("v", target, collector, null));
      assertThrows(AlreadyClosedException.class, () -> values.vectorValue(1));
      assertThrows(AlreadyClosedException.class, scorer::score);
    }
  }

  @Test
  void aSearchFromInsideWhichTheFileIsClosedSurfacesAsAlreadyClosed() throws IOException {
    try (TestIndex index =
        TestIndex.ofOneSegment(
            new MMapDirectory(folder.resolve("closing")),
            ElementType.F32,
            VectorSimilarityFunction.EUCLIDEAN,
            false)) {
      DirectoryReader reader = index.open();
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      index.writer().close();
      RawCollector closing =
          new RawCollector(0, 500, SearchCodes.scan()) {
            @Override
            protected double minKey() {
              return Double.NEGATIVE_INFINITY;
            }

            @Override
            public void collectRaws(int[] docs, int from, double[] raws, int count) {
              try {
                reader.close();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
          };
      float[] target = new TestVectors(1).floats(DIMENSION);
      assertThrows(AlreadyClosedException.class, () -> vectors.search("v", target, closing, null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sizesAreTrue(ElementType type) throws IOException {
    try (TestIndex index =
            TestIndex.ofOneSegment(
                new ByteBuffersDirectory(), type, VectorSimilarityFunction.DOT_PRODUCT, true);
        DirectoryReader reader = index.open()) {
      SegmentReader leaf = (SegmentReader) reader.leaves().getFirst().reader();
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      assertEquals(type, vectors.elementType("v"));
      assertEquals(333, vectors.count("v"));
      assertEquals(type.rowBytes(DIMENSION), vectors.rowBytes("v"));
      assertEquals(type.label(), leaf.getFieldInfos().fieldInfo("v").getAttribute("nseek.type"));
      assertEquals(333, vectors.getVectorCount(leaf.getFieldInfos().fieldInfo("v")));
      Map<String, Long> offHeap = vectors.getOffHeapByteSize(leaf.getFieldInfos().fieldInfo("v"));
      assertEquals(Map.of("vec", 333L * type.rowBytes(DIMENSION)), offHeap);
      long fileLength = 0;
      for (String file : leaf.getSegmentInfo().files()) {
        fileLength += file.endsWith(".vec") ? leaf.directory().fileLength(file) : 0;
      }
      assertTrue(offHeap.get("vec") <= fileLength);
      assertTrue(fileLength <= offHeap.get("vec") + 200 + 4 * 500, fileLength + " of " + offHeap);
    }
  }

  @Test
  void codesHaveASizeOfTheirOwn() throws IOException {
    try (TestIndex index =
            CodedIndex.ofOneSegment(
                new ByteBuffersDirectory(),
                ElementType.F16,
                VectorSimilarityFunction.DOT_PRODUCT,
                3000);
        DirectoryReader reader = index.open()) {
      SegmentReader leaf = (SegmentReader) reader.leaves().getFirst().reader();
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      Map<String, Long> offHeap = vectors.getOffHeapByteSize(leaf.getFieldInfos().fieldInfo("v"));
      FieldFrames frames = FieldFrames.NONE.orElse(vectors.field("v"));
      long blocks = 47L * frames.codes().blockBytes();
      assertEquals(3000L * 2 * CodedIndex.DIMENSION, offHeap.get("vec"));
      assertEquals(blocks, offHeap.get("veq"));
      long fine = 3000L * frames.codes().fineBytes();
      assertEquals(fine == 0 ? null : (Long) fine, offHeap.get("veb"));
      assertEquals(47L * frames.signs().blockBytes(), offHeap.get("vex"));
    }
  }

  @Test
  void manyThreadsMayShareAReader() throws Exception {
    try (TestIndex index =
            TestIndex.ofOneSegment(
                new ByteBuffersDirectory(), ElementType.F8, VectorSimilarityFunction.COSINE, true);
        DirectoryReader reader = index.open()) {
      LeafReaderContext leaf = reader.leaves().getFirst();
      List<float[]> targets = new ArrayList<>();
      List<Map<Integer, Double>> expected = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        targets.add(new TestVectors(i).floats(DIMENSION));
        expected.add(RawHits.search(leaf.reader(), "v", targets.get(i), null).raw);
      }
      Stream.iterate(0, i -> i + 1)
          .limit(400)
          .parallel()
          .forEach(
              i -> {
                try {
                  var raw = RawHits.search(leaf.reader(), "v", targets.get(i % 8), null).raw;
                  assertEquals(expected.get(i % 8), raw);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
    }
  }

  @Test
  void aFieldOfTheLargestDimensionIsStoredAndFound() throws IOException {
    for (ElementType type : ElementType.values()) {
      try (TestIndex index = new TestIndex(TestVectors.config("v", type))) {
        TestVectors vectors = new TestVectors(3);
        Object third = null;
        for (int id = 0; id < 5; id++) {
          Object vector = vectors.vector(type, 16_384);
          third = id == 3 ? vector : third;
          Field field = TestVectors.field("v", type, vector, VectorSimilarityFunction.EUCLIDEAN);
          index.add(id, field);
          index.commit();
        }
        index.merge();
        try (DirectoryReader reader = index.open()) {
          Map<Integer, Double> raw =
              RawHits.search(reader.leaves().getFirst().reader(), "v", third, null).raw;
          int nearest =
              raw.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
          assertEquals(3, nearest);
        }
      }
    }
  }
}
