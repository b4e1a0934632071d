package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.TotalHits;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.knn.KnnSearchStrategy;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSLockFactory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowScorer;

class NSeekVectorsReaderTest {

  private static final int DIMENSION = 19;

  @TempDir Path folder;

  static Stream<Arguments> allTypesAndSimilarities() {
    return Stream.of(ElementType.values())
        .flatMap(
            type ->
                Stream.of(VectorSimilarityFunction.values())
                    .map(function -> Arguments.of(type, function)));
  }

  /** One segment of 500 documents, every third without a vector if sparse, a tenth deleted. */
  private static TestIndex index(
      Directory directory, ElementType type, VectorSimilarityFunction function, boolean sparse)
      throws IOException {
    IndexWriterConfig config =
        TestIndex.writerConfig(new NSeekCodec(TestVectors.config("v", type)));
    TestIndex index = new TestIndex(directory, config.setUseCompoundFile(false));
    TestVectors vectors = new TestVectors(5);
    for (int id = 0; id < 500; id++) {
      if (sparse && id % 3 == 1) {
        index.add(id);
      } else {
        Object vector = vectors.vector(type, DIMENSION);
        index.add(id, TestVectors.field("v", type, vector, function));
      }
    }
    index.commit();
    for (int id = 7; id < 500; id += 10) {
      index.delete(id);
    }
    index.commit();
    return index;
  }

  private static RowScorer scorer(
      ElementType type, VectorSimilarityFunction function, Object target) {
    var similarity = RawScores.similarity(function);
    if (target instanceof float[] floats) {
      return RowScorer.of(type, similarity, floats);
    }
    byte[] bytes = (byte[]) target;
    return type == ElementType.F64
        ? RowScorer.of(type, similarity, DoubleRows.decode(bytes))
        : RowScorer.of(type, similarity, bytes);
  }

  /** Raw values of the documents that {@code accepted} takes (all if null), one by one. */
  private static Map<Integer, Double> expected(
      LeafReader leaf, ElementType type, RowScorer scorer, Bits accepted) throws IOException {
    Map<Integer, Double> raw = new TreeMap<>();
    MemorySegment row = Arena.ofAuto().allocate(type.rowBytes(DIMENSION));
    var values = type.isFloat() ? leaf.getFloatVectorValues("v") : leaf.getByteVectorValues("v");
    var docs = values.iterator();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (accepted == null || accepted.get(doc)) {
        if (type.isFloat()) {
          type.encode(leaf.getFloatVectorValues("v").vectorValue(docs.index()), row, 0);
        } else {
          byte[] bytes = leaf.getByteVectorValues("v").vectorValue(docs.index());
          MemorySegment.copy(bytes, 0, row, ValueLayout.JAVA_BYTE, 0, bytes.length);
        }
        raw.put(doc, scorer.score(row, 0));
      }
    }
    return raw;
  }

  private static AcceptDocs accept(FixedBitSet docs, Bits liveDocs) {
    return AcceptDocs.fromIteratorSupplier(
        () -> new BitSetIterator(docs, docs.cardinality()), liveDocs, docs.length());
  }

  @ParameterizedTest
  @MethodSource("allTypesAndSimilarities")
  void rawValuesAreTheScorersOfEveryAcceptedDocument(
      ElementType type, VectorSimilarityFunction function) throws IOException {
    for (boolean sparse : new boolean[] {false, true}) {
      try (TestIndex index = index(new ByteBuffersDirectory(), type, function, sparse);
          DirectoryReader reader = index.open()) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        Object target = new TestVectors(99).vector(type, DIMENSION);
        RowScorer scorer = scorer(type, function, target);
        Bits liveDocs = leaf.getLiveDocs();
        for (AcceptDocs acceptDocs :
            new AcceptDocs[] {
              AcceptDocs.fromLiveDocs(null, leaf.maxDoc()),
              AcceptDocs.fromLiveDocs(liveDocs, leaf.maxDoc()),
              accept(every(2, leaf.maxDoc()), liveDocs),
              accept(every(31, leaf.maxDoc()), liveDocs),
              accept(every(499, leaf.maxDoc()), null)
            }) {
          RawHits hits = RawHits.search(leaf, "v", target, acceptDocs);
          Map<Integer, Double> expected = expected(leaf, type, scorer, acceptDocs.bits());
          assertEquals(new ArrayList<>(expected.entrySet()), List.copyOf(hits.raw.entrySet()));
          assertTrue(hits.isAcknowledged());
          assertEquals(expected.size(), hits.documentsScored());
          assertEquals((long) expected.size() * scorer.rowBytes(), hits.bytesRead());
        }
      }
    }
  }

  private static FixedBitSet every(int step, int maxDoc) {
    FixedBitSet docs = new FixedBitSet(maxDoc);
    for (int doc = 0; doc < maxDoc; doc += step) {
      docs.set(doc);
    }
    return docs;
  }

  @ParameterizedTest
  @MethodSource("allTypesAndSimilarities")
  void anyOtherCollectorGetsTheBestScoresAndTheScorerAgrees(
      ElementType type, VectorSimilarityFunction function) throws IOException {
    try (TestIndex index = index(new ByteBuffersDirectory(), type, function, true);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = reader.leaves().getFirst().reader();
      Object target = new TestVectors(99).vector(type, DIMENSION);
      Map<Integer, Double> raw =
          expected(leaf, type, scorer(type, function, target), leaf.getLiveDocs());
      List<ScoreDoc> expected =
          raw.entrySet().stream()
              .map(
                  hit ->
                      new ScoreDoc(
                          hit.getKey(), RawScores.score(function, type, DIMENSION, hit.getValue())))
              .sorted(
                  Comparator.comparingDouble((ScoreDoc hit) -> -hit.score)
                      .thenComparingInt(hit -> hit.doc))
              .limit(20)
              .toList();
      AcceptDocs live = AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc());
      TopDocs found =
          type.isFloat()
              ? leaf.searchNearestVectors("v", (float[]) target, 20, live, Integer.MAX_VALUE)
              : leaf.searchNearestVectors("v", (byte[]) target, 20, live, Integer.MAX_VALUE);
      assertEquals(TotalHits.Relation.EQUAL_TO, found.totalHits.relation());
      assertEquals(raw.size(), found.totalHits.value());
      Map<Integer, Float> scores = scoresOfScorer(leaf, type, target);
      for (int i = 0; i < 20; i++) {
        assertEquals(expected.get(i).doc, found.scoreDocs[i].doc);
        assertEquals(expected.get(i).score, found.scoreDocs[i].score);
        assertEquals(expected.get(i).score, scores.get(found.scoreDocs[i].doc));
      }
    }
  }

  private static Map<Integer, Float> scoresOfScorer(
      LeafReader leaf, ElementType type, Object target) throws IOException {
    VectorScorer scorer =
        type.isFloat()
            ? leaf.getFloatVectorValues("v").scorer((float[]) target)
            : leaf.getByteVectorValues("v").scorer((byte[]) target);
    Map<Integer, Float> scores = new TreeMap<>();
    DocIdSetIterator docs = scorer.iterator();
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      scores.put(doc, scorer.score());
    }
    return scores;
  }

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
      try (TestIndex index = index(directory, type, VectorSimilarityFunction.COSINE, true);
          DirectoryReader reader = index.open()) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        Map<Integer, Double> raw = RawHits.search(leaf, "v", target, null).raw;
        mapped = mapped == null ? raw : mapped;
        assertEquals(mapped, raw);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F16", "F64"})
  void rangesOfDocumentsAddUpToTheWhole(ElementType type) throws IOException {
    for (boolean sparse : new boolean[] {false, true}) {
      try (TestIndex index =
              index(new ByteBuffersDirectory(), type, VectorSimilarityFunction.EUCLIDEAN, sparse);
          DirectoryReader reader = index.open()) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        Object target = new TestVectors(99).vector(type, DIMENSION);
        for (AcceptDocs acceptDocs :
            new AcceptDocs[] {
              AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc()),
              accept(every(23, leaf.maxDoc()), leaf.getLiveDocs())
            }) {
          Map<Integer, Double> parts = new TreeMap<>();
          int[] cuts = {0, 0, 1, 64, 100, 101, 250, 499, 500};
          for (int i = 1; i < cuts.length; i++) {
            RawHits part = new RawHits(cuts[i - 1], cuts[i]);
            part.run(leaf, "v", target, acceptDocs);
            for (Map.Entry<Integer, Double> hit : part.raw.entrySet()) {
              assertTrue(hit.getKey() >= cuts[i - 1] && hit.getKey() < cuts[i]);
              parts.put(hit.getKey(), hit.getValue());
            }
          }
          assertEquals(RawHits.search(leaf, "v", target, acceptDocs).raw, parts);
        }
      }
    }
  }

  @Test
  void ourStrategyIsFoundInsideASeededOne() throws IOException {
    try (TestIndex index =
            index(
                new ByteBuffersDirectory(),
                ElementType.F32,
                VectorSimilarityFunction.EUCLIDEAN,
                false);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = reader.leaves().getFirst().reader();
      RawHits hits = new RawHits(0, 500);
      KnnSearchStrategy seeded = new KnnSearchStrategy.Seeded(DocIdSetIterator.empty(), 0, hits);
      leaf.searchNearestVectors(
          "v",
          new TestVectors(1).floats(DIMENSION),
          new TopKnnCollector(1, Integer.MAX_VALUE, seeded),
          null);
      assertEquals(500, hits.raw.size());
    }
  }

  @Test
  void theVisitLimitIsKeptExactly() throws IOException {
    try (TestIndex index =
            index(
                new ByteBuffersDirectory(),
                ElementType.F32,
                VectorSimilarityFunction.EUCLIDEAN,
                false);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = reader.leaves().getFirst().reader();
      float[] target = new TestVectors(1).floats(DIMENSION);
      for (int limit : new int[] {1, 63, 64, 65, 449}) {
        TopDocs found =
            leaf.searchNearestVectors(
                "v", target, 5, AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc()), limit);
        assertEquals(limit, found.totalHits.value());
        assertEquals(TotalHits.Relation.GREATER_THAN_OR_EQUAL_TO, found.totalHits.relation());
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
            reader, "f16", new float[2], "target must not have a squared norm of 0.0 under cosine");
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
        index(
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
        index(
            new MMapDirectory(folder.resolve("closing")),
            ElementType.F32,
            VectorSimilarityFunction.EUCLIDEAN,
            false)) {
      DirectoryReader reader = index.open();
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      index.writer().close();
      RawSearchStrategy closing =
          new RawSearchStrategy(0, 500) {
            @Override
            public void collect(int doc, double raw) {
              try {
                reader.close();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            }
          };
      var collector = new TopKnnCollector(1, Integer.MAX_VALUE, closing);
      float[] target = new TestVectors(1).floats(DIMENSION);
      assertThrows(
          AlreadyClosedException.class, () -> vectors.search("v", target, collector, null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void sizesAreTrue(ElementType type) throws IOException {
    try (TestIndex index =
            index(new ByteBuffersDirectory(), type, VectorSimilarityFunction.DOT_PRODUCT, true);
        DirectoryReader reader = index.open()) {
      SegmentReader leaf = (SegmentReader) reader.leaves().getFirst().reader();
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      assertEquals(type, vectors.elementType("v"));
      assertEquals(333, vectors.count("v"));
      assertEquals(type.rowBytes(DIMENSION), vectors.rowBytes("v"));
      assertEquals(type.label(), leaf.getFieldInfos().fieldInfo("v").getAttribute("nseek.type"));
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
  void manyThreadsMayShareAReader() throws Exception {
    try (TestIndex index =
            index(
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
