package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.document.Field;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.TopKnnCollector;
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
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.codec.spi.TargetSearch;
import org.nseekfs.codec.values.StoredField;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;

/** A search that prunes by codes finds what a scan finds, bit for bit. */
class CodeScanTest {

  private static final int DIMENSION = CodedIndex.DIMENSION;
  private static final int COUNT = 3000;

  @TempDir Path folder;

  static Stream<Arguments> allTypesAndSimilarities() {
    return Stream.of(ElementType.values())
        .flatMap(
            type ->
                Stream.of(VectorSimilarityFunction.values())
                    .map(function -> Arguments.of(type, function)));
  }

  private static LeafReader leaf(DirectoryReader reader) {
    assertEquals(1, reader.leaves().size());
    return reader.leaves().getFirst().reader();
  }

  private static Object target(ElementType type) {
    return new TestVectors(99).decaying(type, DIMENSION);
  }

  private static AcceptDocs every(int step, LeafReader leaf) {
    FixedBitSet docs = new FixedBitSet(leaf.maxDoc());
    for (int doc = 0; doc < leaf.maxDoc(); doc += step) {
      docs.set(doc);
    }
    return AcceptDocs.fromIteratorSupplier(
        () -> new BitSetIterator(docs, docs.cardinality()), leaf.getLiveDocs(), leaf.maxDoc());
  }

  private static List<AcceptDocs> filters(LeafReader leaf) {
    return List.of(
        AcceptDocs.fromLiveDocs(null, leaf.maxDoc()),
        AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc()),
        every(2, leaf),
        every(17, leaf),
        every(499, leaf));
  }

  @ParameterizedTest
  @MethodSource("allTypesAndSimilarities")
  void findsWhatAScanFinds(ElementType type, VectorSimilarityFunction function) throws IOException {
    for (boolean sparse : new boolean[] {false, true}) {
      NSeekVectorsConfig config = TestVectors.config("v", type);
      try (TestIndex index =
              CodedIndex.ofOneSegment(new ByteBuffersDirectory(), config, function, sparse, COUNT);
          DirectoryReader reader = index.open()) {
        LeafReader leaf = leaf(reader);
        assertTrue(TestIndex.readers(reader, "v").getFirst().hasCodes("v"));
        for (AcceptDocs acceptDocs : filters(leaf)) {
          for (int k : new int[] {1, 10, 300, 5000}) {
            for (int[] range : new int[][] {{0, COUNT}, {1, COUNT - 1}, {70, 1999}, {200, 201}}) {
              BestHits.certified(range[0], range[1], k)
                  .search(leaf, target(type), acceptDocs)
                  .assertFinds(
                      BestHits.scan(range[0], range[1], k).search(leaf, target(type), acceptDocs));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void scoresFewWhereAFewDirectionsTellMost(VectorSimilarityFunction function) throws IOException {
    try (TestIndex index =
            CodedIndex.ofOneSegment(new ByteBuffersDirectory(), ElementType.F32, function, 80_000);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = leaf(reader);
      AcceptDocs live = AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc());
      for (int k : new int[] {1, 10, 1000, 70_000}) {
        BestHits scan = BestHits.scan(leaf, k).search(leaf, target(ElementType.F32), live);
        BestHits found = BestHits.certified(leaf, k).search(leaf, target(ElementType.F32), live);
        found.assertFinds(scan);
        if (k <= 10) {
          assertTrue(found.work().scored() < 20_000, found.work().scored() + " scored");
          assertTrue(found.work().bytesRead() > found.work().scored() * 4 * DIMENSION);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "F32", "F64"})
  void extremeVectorsAreNeverLost(ElementType type) throws IOException {
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      try (TestIndex index = new TestIndex(TestVectors.config("v", type))) {
        TestVectors vectors = new TestVectors(7);
        boolean isWide = type == ElementType.F64 && function == VectorSimilarityFunction.COSINE;
        double largest = isWide ? 1e150 : 1e16;
        for (int id = 0; id < 2000; id++) {
          double scale = id % 5 == 0 ? Math.pow(largest, 2 * vectors.random().nextDouble() - 1) : 1;
          double[] vector = vectors.doubles(DIMENSION);
          for (int i = 0; i < DIMENSION; i++) {
            vector[i] *= scale;
          }
          index.add(id, TestVectors.field("v", type, TestVectors.cast(type, vector), function));
        }
        index.commit();
        try (DirectoryReader reader = index.open()) {
          LeafReader leaf = leaf(reader);
          for (double scale : new double[] {1, largest, 1 / largest}) {
            double[] target = new TestVectors(3).doubles(DIMENSION);
            for (int i = 0; i < DIMENSION; i++) {
              target[i] *= scale;
            }
            Object cast = TestVectors.cast(type, target);
            BestHits scan = BestHits.scan(leaf, 10).search(leaf, cast, null);
            BestHits.certified(leaf, 10).search(leaf, cast, null).assertFinds(scan);
          }
        }
      }
    }
  }

  @Test
  void mappedChunkedAndCopiedCodesGiveTheSame() throws IOException {
    List<BestHits.Hit> mapped = null;
    for (Directory directory :
        new Directory[] {
          new MMapDirectory(folder.resolve("mapped")),
          new MMapDirectory(folder.resolve("chunked"), FSLockFactory.getDefault(), 1 << 12),
          new NIOFSDirectory(folder.resolve("read")),
          new ByteBuffersDirectory()
        }) {
      try (TestIndex index =
              CodedIndex.ofOneSegment(
                  directory, ElementType.F16, VectorSimilarityFunction.EUCLIDEAN, 10_000);
          DirectoryReader reader = index.open()) {
        LeafReader leaf = leaf(reader);
        BestHits found =
            BestHits.certified(leaf, 20).search(leaf, target(ElementType.F16), every(2, leaf));
        found.assertFinds(
            BestHits.scan(leaf, 20).search(leaf, target(ElementType.F16), every(2, leaf)));
        mapped = mapped == null ? found.hits() : mapped;
        assertEquals(mapped, found.hits());
      }
    }
  }

  /** Documents with vectors in every density that Lucene's set of them stores in its own way. */
  @Test
  void filtersMeetTheRowsOfFieldsWithGapsOfAnyLength() throws IOException {
    try (TestIndex index = new TestIndex(TestVectors.config("v", ElementType.F32))) {
      TestVectors vectors = new TestVectors(17);
      Random random = vectors.random();
      int[] percents = {100, 100, 3, 0, 50, 97};
      for (int id = 0; id < percents.length * 40_000; id++) {
        if (random.nextInt(100) < percents[id / 40_000]) {
          Object vector = vectors.decaying(ElementType.F32, DIMENSION);
          index.add(
              id,
              TestVectors.field(
                  "v", ElementType.F32, vector, VectorSimilarityFunction.DOT_PRODUCT));
        } else {
          index.add(id);
        }
      }
      index.commit();
      try (DirectoryReader reader = index.open()) {
        for (LeafReaderContext context : reader.leaves()) {
          LeafReader leaf = context.reader();
          for (int percent : new int[] {5, 50, 99}) {
            FixedBitSet accepted = new FixedBitSet(leaf.maxDoc());
            for (int doc = 0; doc < leaf.maxDoc(); doc++) {
              if (random.nextInt(100) < percent) {
                accepted.set(doc);
              }
            }
            AcceptDocs docs = AcceptDocs.fromLiveDocs(accepted, leaf.maxDoc());
            int minDoc = random.nextInt(leaf.maxDoc() / 2);
            for (int from : new int[] {0, minDoc}) {
              int to = from == 0 ? leaf.maxDoc() : from + leaf.maxDoc() / 3;
              BestHits scan =
                  BestHits.scan(from, to, 3000).search(leaf, target(ElementType.F32), docs);
              BestHits found =
                  BestHits.certified(from, to, 3000).search(leaf, target(ElementType.F32), docs);
              found.assertFinds(scan);
              assertEquals(scan.work().scored(), found.work().considered());
            }
          }
        }
      }
    }
  }

  @Test
  void blocksWithoutAcceptedRowsAreNotRead() throws IOException {
    try (TestIndex index =
            CodedIndex.ofOneSegment(
                new MMapDirectory(folder),
                ElementType.F32,
                VectorSimilarityFunction.DOT_PRODUCT,
                10_000);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = leaf(reader);
      FixedBitSet some = new FixedBitSet(leaf.maxDoc());
      some.set(1000, 3000);
      AcceptDocs accepted = AcceptDocs.fromLiveDocs(some, leaf.maxDoc());
      BestHits ofAll = BestHits.certified(leaf, 1).search(leaf, target(ElementType.F32), null);
      BestHits ofSome = BestHits.certified(leaf, 1).search(leaf, target(ElementType.F32), accepted);
      assertEquals(2000, ofSome.work().considered());
      long codesOfAll = ofAll.work().bytesRead() - ofAll.work().scored() * 4 * DIMENSION;
      long codesOfSome = ofSome.work().bytesRead() - ofSome.work().scored() * 4 * DIMENSION;
      assertTrue(codesOfSome < codesOfAll / 2, codesOfSome + " of " + codesOfAll);
    }
  }

  @Test
  void fieldsWithoutCodesAreScanned() throws IOException {
    NSeekVectorsConfig config = TestVectors.config("v", ElementType.F32);
    assertIsScanned(config.withCodes(false), CodeFrames.MIN_ROWS);
    assertIsScanned(config, CodeFrames.MIN_ROWS - 1);
  }

  private static void assertIsScanned(NSeekVectorsConfig config, int count) throws IOException {
    var function = VectorSimilarityFunction.DOT_PRODUCT;
    try (TestIndex index =
            CodedIndex.ofOneSegment(new ByteBuffersDirectory(), config, function, false, count);
        DirectoryReader reader = index.open()) {
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      assertFalse(vectors.hasCodes("v"));
      LeafReader leaf = leaf(reader);
      BestHits found = BestHits.certified(leaf, 3).search(leaf, target(ElementType.F32), null);
      assertEquals(count, found.work().scored());
      assertEquals(0, found.work().pruned().get(PruneStage.COARSE));
      assertEquals(4L * DIMENSION * count, found.work().bytesRead());
    }
  }

  @Test
  void searchesOfABatchFindWhatTheyFindAlone() throws IOException {
    for (ElementType type : new ElementType[] {ElementType.F32, ElementType.F64}) {
      try (TestIndex index =
              CodedIndex.ofOneSegment(
                  new ByteBuffersDirectory(), type, VectorSimilarityFunction.COSINE, 10_000);
          DirectoryReader reader = index.open()) {
        LeafReader leaf = leaf(reader);
        NSeekVectorsReader ours = TestIndex.readers(reader, "v").getFirst();
        StoredField stored = ours.field("v");
        List<AcceptDocs> filters = filters(leaf);
        List<BestHits> expected = new ArrayList<>();
        List<BestHits> together = new ArrayList<>();
        List<TargetSearch> searches = new ArrayList<>();
        TestVectors vectors = new TestVectors(11);
        for (int i = 0; i < 75; i++) {
          Object target = vectors.decaying(type, DIMENSION);
          AcceptDocs filter = filters.get(i % filters.size());
          int minDoc = i % 4 == 0 ? 5000 + 13 * i : 0;
          int k = 1 + i * i % 200;
          expected.add(BestHits.scan(minDoc, 10_000, k).search(leaf, target, filter));
          together.add(
              i % 9 == 8
                  ? BestHits.scan(minDoc, 10_000, k)
                  : BestHits.certified(minDoc, 10_000, k));
          searches.add(new TargetSearch(stored.target(target), together.getLast(), filter));
        }
        ours.search("v", searches);
        for (int i = 0; i < 75; i++) {
          together.get(i).assertFinds(expected.get(i));
        }
      }
    }
  }

  @Test
  void aTargetThatDoesNotFitKeepsTheWholeBatchFromBeginning() throws IOException {
    try (TestIndex index =
            CodedIndex.ofOneSegment(
                new ByteBuffersDirectory(),
                ElementType.F32,
                VectorSimilarityFunction.COSINE,
                COUNT);
        DirectoryReader reader = index.open()) {
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      BestHits first = BestHits.certified(leaf(reader), 1);
      var searches =
          List.of(
              new TargetSearch(QueryVector.ofArray(target(ElementType.F32)), first, null),
              new TargetSearch(QueryVector.of(new float[3]), first, null));
      assertThrows(IllegalArgumentException.class, () -> vectors.search("v", searches));
      assertFalse(first.isAcknowledged());
    }
  }

  @Test
  void theVisitLimitIsNeverPassed() throws IOException {
    try (TestIndex index =
            CodedIndex.ofOneSegment(
                new ByteBuffersDirectory(),
                ElementType.F32,
                VectorSimilarityFunction.EUCLIDEAN,
                COUNT);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = leaf(reader);
      for (int limit : new int[] {1, 2, 63, 64, 65, 100}) {
        TopKnnCollector collector = new TopKnnCollector(200, limit);
        leaf.searchNearestVectors("v", (float[]) target(ElementType.F32), collector, null);
        assertEquals(limit, collector.visitedCount());
      }
    }
  }

  @Test
  void aSearchFromInsideWhichTheFileIsClosedSurfacesAsAlreadyClosed() throws IOException {
    try (TestIndex index =
        CodedIndex.ofOneSegment(
            new MMapDirectory(folder.resolve("closing")),
            ElementType.F32,
            VectorSimilarityFunction.EUCLIDEAN,
            COUNT)) {
      DirectoryReader reader = index.open();
      NSeekVectorsReader vectors = TestIndex.readers(reader, "v").getFirst();
      index.writer().close();
      AcceptDocs closing = AcceptDocs.fromLiveDocs(new ClosingBits(reader), reader.maxDoc());
      BestHits hits = BestHits.certified(leaf(reader), 1);
      float[] target = (float[]) target(ElementType.F32);
      assertThrows(AlreadyClosedException.class, () -> vectors.search("v", target, hits, closing));
    }
  }

  /** Accepts all documents, and closes their reader on the way. */
  private record ClosingBits(DirectoryReader reader) implements Bits {
    @Override
    public boolean get(int index) {
      try {
        reader.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      return true;
    }

    @Override
    public int length() {
      return reader.maxDoc();
    }
  }

  @Test
  void manyThreadsMayShareASearchsCodes() throws IOException {
    try (TestIndex index =
            CodedIndex.ofOneSegment(
                new ByteBuffersDirectory(),
                ElementType.F32,
                VectorSimilarityFunction.DOT_PRODUCT,
                COUNT);
        DirectoryReader reader = index.open()) {
      LeafReader leaf = leaf(reader);
      Object target = target(ElementType.F32);
      BestHits scan = BestHits.scan(leaf, 10).search(leaf, target, null);
      SearchCodes codes = SearchCodes.certified(10);
      IntStream.range(0, 200)
          .parallel()
          .forEach(
              i -> {
                try {
                  BestHits.certified(leaf, 10, codes).search(leaf, target, null).assertFinds(scan);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
    }
  }

  @Test
  void isotropicVectorsAreFoundToo() throws IOException {
    try (TestIndex index = new TestIndex(TestVectors.config("v", ElementType.F32))) {
      TestVectors vectors = new TestVectors(5);
      for (int id = 0; id < 5000; id++) {
        Field field =
            TestVectors.field(
                "v", ElementType.F32, vectors.floats(48), VectorSimilarityFunction.COSINE);
        index.add(id, field);
      }
      index.commit();
      try (DirectoryReader reader = index.open()) {
        LeafReader leaf = leaf(reader);
        for (int i = 0; i < 20; i++) {
          float[] target = vectors.floats(48);
          BestHits.certified(leaf, 10)
              .search(leaf, target, null)
              .assertFinds(BestHits.scan(leaf, 10).search(leaf, target, null));
        }
      }
    }
  }
}
