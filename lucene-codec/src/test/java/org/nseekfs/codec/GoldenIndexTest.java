package org.nseekfs.codec;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.codec.GoldenIndex.GoldenField;
import org.nseekfs.codec.layout.SegmentFile;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/** What any version of the layout has written is read, searched and merged for ever. */
class GoldenIndexTest {

  private static final int K = 20;
  private static final int TARGETS = 40;
  private static final double RECALL_TARGET = 0.8;

  /** By how much so few targets may miss it. */
  private static final double SLACK = 0.1;

  /** What roundings may make of a raw value, relative to 1 or to a larger one. */
  private static final double TOLERANCE = 1e-5;

  /** Every version that is read; there must be an index of each. */
  static IntStream versions() {
    return IntStream.rangeClosed(SegmentFile.VERSION_START, SegmentFile.VERSION_CURRENT);
  }

  @Test
  @EnabledIfSystemProperty(
      named = "nseek.golden.write",
      matches = "true",
      disabledReason = "would write the golden index of a new version, once")
  void writesTheCurrentVersion() throws IOException {
    GoldenIndex.writeZip(SegmentFile.VERSION_CURRENT);
  }

  @ParameterizedTest
  @MethodSource("versions")
  void isReadAndSearched(int version) throws IOException {
    try (Directory directory = GoldenIndex.unzip(version)) {
      assertEquals(Set.of(version), versionsOf(directory));
      TestIndex.assertClean(directory);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        assertEquals(2, reader.leaves().size());
        assertTrue(reader.hasDeletions());
        assertHoldsAll(reader);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void isMerged(int version) throws IOException {
    try (TestIndex index = new TestIndex(GoldenIndex.unzip(version), GoldenIndex.codec())) {
      index.merge();
      assertMerged(index);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void isAddedToAnotherIndex(int version) throws IOException {
    try (Directory golden = GoldenIndex.unzip(version);
        TestIndex index = new TestIndex(new ByteBuffersDirectory(), GoldenIndex.codec())) {
      index.writer().addIndexes(golden);
      index.commit();
      assertEquals(Set.of(version), versionsOf(index.directory));
      try (DirectoryReader reader = index.open()) {
        assertHoldsAll(reader);
      }
      index.writer().deleteAll();
      try (DirectoryReader reader = DirectoryReader.open(golden)) {
        index
            .writer()
            .addIndexes(
                reader.leaves().stream()
                    .map(leaf -> (CodecReader) leaf.reader())
                    .toArray(CodecReader[]::new));
      }
      index.commit();
      assertMerged(index);
    }
  }

  private static void assertMerged(TestIndex index) throws IOException {
    assertEquals(Set.of(SegmentFile.VERSION_CURRENT), versionsOf(index.directory));
    try (DirectoryReader reader = index.open()) {
      assertEquals(1, reader.leaves().size());
      assertHoldsAll(reader);
    }
  }

  /** The versions of all our files. */
  private static Set<Integer> versionsOf(Directory directory) throws IOException {
    Set<Integer> versions = new TreeSet<>();
    for (String file : directory.listAll()) {
      if (file.contains("_" + NSeekVectorsFormat.NAME + "_")) {
        try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
          assertEquals(CodecUtil.CODEC_MAGIC, CodecUtil.readBEInt(in));
          in.readString();
          versions.add(CodecUtil.readBEInt(in));
        }
      }
    }
    return versions;
  }

  private static void assertHoldsAll(DirectoryReader reader) throws IOException {
    for (GoldenField field : GoldenField.values()) {
      Map<Integer, Object> expected = field.vectors();
      Map<Integer, Object> found = TestIndex.vectors(reader, field.name());
      assertEquals(expected.keySet(), found.keySet(), field.name());
      expected.forEach(
          (id, vector) ->
              assertTrue(Objects.deepEquals(vector, found.get(id)), () -> field + " of " + id));
      for (NSeekVectorsReader ours : TestIndex.readers(reader, field.name())) {
        assertEquals(field.type(), ours.elementType(field.name()));
      }
      assertEquals(reader.leaves().size(), TestIndex.readers(reader, field.name()).size());
      Map<Integer, double[]> doubles = new HashMap<>();
      expected.forEach((id, vector) -> doubles.put(id, doubles(field, vector)));
      Work work = new Work();
      Random random = new Random(11);
      for (int i = 0; i < TARGETS; i++) {
        Object target = field.draw(random);
        for (LeafReaderContext leaf : reader.leaves()) {
          work.search(leaf.reader(), field, doubles, target);
        }
      }
      work.assertUsedCodesOf(field);
    }
  }

  /** Searches in all ways, and what codes were good for in them. */
  private static final class Work {
    private long pruned;
    private long prunedByFineCodes;
    private long signCodesRead;
    private long bucketsRead;
    private long passedOver;
    private int hits;
    private int hitsFoundBySigns;

    void search(LeafReader leaf, GoldenField field, Map<Integer, double[]> vectors, Object target)
        throws IOException {
      BestHits scan = search(leaf, field, target, SearchCodes.scan());
      assertNearest(truth(leaf, field, vectors, doubles(field, target)), scan.hits());
      BestHits certified = search(leaf, field, target, SearchCodes.certified(K));
      assertEquals(scan.hits(), certified.hits());
      pruned += certified.work().pruned().get(PruneStage.COARSE);
      prunedByFineCodes += certified.work().pruned().get(PruneStage.FINE);
      BestHits bySigns = search(leaf, field, target, SearchCodes.lsh(K, RECALL_TARGET));
      signCodesRead += bySigns.work().signCodesRead();
      bucketsRead += bySigns.work().bucketsProbed();
      passedOver += bySigns.work().passedOver();
      hits += scan.hits().size();
      double least = scan.hits().getLast().raw();
      hitsFoundBySigns += (int) bySigns.hits().stream().filter(hit -> hit.raw() >= least).count();
    }

    private static BestHits search(
        LeafReader leaf, GoldenField field, Object target, SearchCodes codes) throws IOException {
      AcceptDocs live = AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc());
      return BestHits.certified(leaf, K, codes).search(leaf, field.name(), target, live);
    }

    void assertUsedCodesOf(GoldenField field) {
      boolean isCoded = field == GoldenField.CODES || field == GoldenField.BUCKETS;
      assertEquals(isCoded, pruned > 0, field.name());
      assertEquals(field == GoldenField.CODES, prunedByFineCodes > 0, field.name());
      assertEquals(isCoded, signCodesRead > 0, field.name());
      assertEquals(isCoded, passedOver > 0, field.name());
      assertEquals(field == GoldenField.BUCKETS, bucketsRead > 0, field.name());
      assertTrue(
          hitsFoundBySigns >= (RECALL_TARGET - SLACK) * hits,
          () -> field + ": found " + hitsFoundBySigns + " of " + hits);
    }
  }

  /** Raw values by document, by plain loops in double. */
  private static Map<Integer, Double> truth(
      LeafReader leaf, GoldenField field, Map<Integer, double[]> vectors, double[] target)
      throws IOException {
    Map<Integer, Double> truth = new HashMap<>();
    NumericDocValues ids = leaf.getNumericDocValues("id");
    for (int doc = ids.nextDoc(); doc != NO_MORE_DOCS; doc = ids.nextDoc()) {
      double[] vector = vectors.get((int) ids.longValue());
      if (vector != null) {
        truth.put(doc, raw(field, target, vector));
      }
    }
    return truth;
  }

  private static double[] doubles(GoldenField field, Object vector) {
    if (field.type() == ElementType.F64) {
      return DoubleRows.decode((byte[]) vector);
    }
    double[] doubles = new double[Array.getLength(vector)];
    Arrays.setAll(doubles, i -> Array.getDouble(vector, i));
    return doubles;
  }

  private static double raw(GoldenField field, double[] target, double[] vector) {
    double dot = 0;
    double squares = 0;
    double targetSquares = 0;
    double distance = 0;
    for (int i = 0; i < target.length; i++) {
      double t = target[i];
      double v = vector[i];
      dot += t * v;
      squares += v * v;
      targetSquares += t * t;
      distance += (t - v) * (t - v);
    }
    return switch (field.function()) {
      case EUCLIDEAN -> -distance;
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot;
      case COSINE -> dot / Math.sqrt(squares * targetSquares);
    };
  }

  private static void assertNearest(Map<Integer, Double> truth, List<BestHits.Hit> hits) {
    List<Double> best = truth.values().stream().sorted(Comparator.reverseOrder()).toList();
    assertEquals(Math.min(K, best.size()), hits.size());
    for (int rank = 0; rank < hits.size(); rank++) {
      double tolerance = TOLERANCE * Math.max(1, Math.abs(best.get(rank)));
      assertEquals(best.get(rank), hits.get(rank).raw(), tolerance);
      assertEquals(truth.get(hits.get(rank).doc()), hits.get(rank).raw(), tolerance);
    }
  }
}
