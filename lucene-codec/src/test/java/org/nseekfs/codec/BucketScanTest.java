package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.spi.SearchCodes;
import org.nseekfs.codec.write.CodeFrames;
import org.nseekfs.quantization.ElementType;

/**
 * Recall is measured against brute force over {@link #QUERIES} targets near clusters of documents.
 * The share found per query has a standard deviation below .25, so the mean of so many is above the
 * target less {@link #SLACK} all but certainly where it is the target's.
 */
class BucketScanTest {

  private static final int DIMENSION = 128;
  private static final int ROWS = CodeFrames.MIN_HASHED_ROWS + 77;
  private static final int CLUSTER = 20;
  private static final int QUERIES = 40;
  private static final int K = 10;
  private static final double SLACK = 0.1;

  @TempDir Path folder;

  /** A document of all leaves. */
  private record Hit(int doc, double raw) {}

  /** The k best documents of all leaves searched so far. */
  private static final class Best {
    private final TreeSet<Hit> hits =
        new TreeSet<>(Comparator.comparingDouble(Hit::raw).thenComparingInt(Hit::doc));
    private final Set<Integer> seen = new HashSet<>();
    private long scored;
    private long passedOver;
    private long codesRead;
    private long buckets;

    void add(Hit hit) {
      assertTrue(seen.add(hit.doc), () -> hit + " comes twice");
      hits.add(hit);
      if (hits.size() > K) {
        hits.pollFirst();
      }
    }
  }

  /** One leaf's search, which knows what was found in those before. */
  private static final class LeafHits extends RawCollector {
    private final Best best;
    private final List<Double> own = new ArrayList<>();
    private final int docBase;

    LeafHits(Best best, LeafReaderContext leaf, SearchCodes codes) {
      super(0, leaf.reader().maxDoc(), codes);
      this.best = best;
      this.docBase = leaf.docBase;
    }

    @Override
    protected double minKey() {
      return best.hits.size() < K ? Double.NEGATIVE_INFINITY : best.hits.first().raw();
    }

    @Override
    public double[] bestRaws() {
      return own.stream().mapToDouble(raw -> raw).toArray();
    }

    @Override
    public void collectRaws(int[] docs, int from, double[] raws, int count) {
      for (int i = 0; i < count; i++) {
        collect(docs[from + i], raws[i]);
      }
    }

    private void collect(int doc, double raw) {
      best.add(new Hit(docBase + doc, raw));
      own.add(raw);
    }
  }

  /** Documents of a leaf that are live and one of {@code step}. */
  private static Bits every(int step, LeafReaderContext leaf) {
    Bits live = leaf.reader().getLiveDocs();
    if (step == 1) {
      return live;
    }
    return new Bits() {
      @Override
      public boolean get(int doc) {
        return doc % step == 0 && (live == null || live.get(doc));
      }

      @Override
      public int length() {
        return leaf.reader().maxDoc();
      }
    };
  }

  private static Best search(IndexReader reader, float[] target, SearchCodes codes, int step)
      throws IOException {
    Best best = new Best();
    for (LeafReaderContext leaf : reader.leaves()) {
      LeafHits hits = new LeafHits(best, leaf, codes);
      Bits accepted = every(step, leaf);
      leaf.reader()
          .searchNearestVectors(
              "v", target, hits, AcceptDocs.fromLiveDocs(accepted, leaf.reader().maxDoc()));
      best.scored += hits.work().scored();
      best.passedOver += hits.work().passedOver();
      best.codesRead += hits.work().signCodesRead();
      best.buckets += hits.work().bucketsProbed();
    }
    return best;
  }

  /** Vectors in clusters: a direction each has, and three quarters as much of its own. */
  private static final class Clusters {
    private final TestVectors vectors = new TestVectors(17);
    private final List<float[]> centres = new ArrayList<>();

    Clusters(int count) {
      for (int i = 0; i < count; i++) {
        centres.add(vectors.floats(DIMENSION));
      }
    }

    float[] near(int cluster) {
      float[] vector = vectors.floats(DIMENSION);
      double square = 0;
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = centres.get(cluster)[i] + 0.75f * vector[i];
        square += vector[i] * vector[i];
      }
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] /= (float) Math.sqrt(square);
      }
      return vector;
    }
  }

  private TestIndex index() throws IOException {
    NSeekVectorsConfig config = TestVectors.config("v", ElementType.F32).withCodes(false);
    var writer = TestIndex.writerConfig(new NSeekCodec(config)).setRAMBufferSizeMB(256);
    return new TestIndex(new MMapDirectory(folder), writer.setUseCompoundFile(false));
  }

  /** Adds {@code ROWS} documents with a vector, and some without. */
  private static void add(
      TestIndex index, Clusters clusters, VectorSimilarityFunction function, int firstId)
      throws IOException {
    for (int i = 0; i < ROWS; i++) {
      float[] vector = clusters.near(i % clusters.centres.size());
      index.add(firstId + i, TestVectors.field("v", ElementType.F32, vector, function));
      if (i % 5000 == 0) {
        index.add(firstId + ROWS + i);
      }
    }
    index.commit();
  }

  /** All accepted documents' raw values, from plain loops. */
  private static List<Hit> all(
      IndexReader reader, float[] target, VectorSimilarityFunction function, int step)
      throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Bits accepted = every(step, leaf);
      FloatVectorValues values = leaf.reader().getFloatVectorValues("v");
      var docs = values.iterator();
      for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
        if (accepted == null || accepted.get(doc)) {
          double raw = raw(target, values.vectorValue(docs.index()), function);
          hits.add(new Hit(leaf.docBase + doc, raw));
        }
      }
    }
    hits.sort(Comparator.comparingDouble(Hit::raw).reversed());
    return hits;
  }

  private static double raw(float[] target, float[] vector, VectorSimilarityFunction function) {
    double dot = 0;
    double square = 0;
    double distance = 0;
    for (int i = 0; i < DIMENSION; i++) {
      double difference = (double) target[i] - vector[i];
      dot += (double) target[i] * vector[i];
      square += (double) vector[i] * vector[i];
      distance += difference * difference;
    }
    return switch (function) {
      case EUCLIDEAN -> -distance;
      case COSINE -> dot / Math.sqrt(square);
      case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot;
    };
  }

  /** Searches for targets near clusters, and checks that recall and counts are right. */
  private static Best assertReached(
      IndexReader reader,
      Clusters clusters,
      VectorSimilarityFunction function,
      double recallTarget,
      int step)
      throws IOException {
    double found = 0;
    Best last = null;
    for (int query = 0; query < QUERIES; query++) {
      float[] target = clusters.near(query);
      List<Hit> all = all(reader, target, function, step);
      last = search(reader, target, SearchCodes.lsh(K, recallTarget), step);
      Set<Integer> nearest = new HashSet<>();
      all.subList(0, K).forEach(hit -> nearest.add(hit.doc));
      found += last.hits.stream().filter(hit -> nearest.contains(hit.doc)).count();
      assertEquals(K, last.hits.size());
      assertEquals(all.size(), last.scored + last.passedOver);
    }
    double recall = found / (QUERIES * K);
    assertTrue(recall >= recallTarget - SLACK, "recall " + recall);
    return last;
  }

  @ParameterizedTest
  @EnumSource
  void theRecallTargetIsReachedByFewCodes(VectorSimilarityFunction function) throws IOException {
    Clusters clusters = new Clusters(ROWS / CLUSTER);
    try (TestIndex index = index()) {
      add(index, clusters, function, 0);
      try (DirectoryReader reader = index.open()) {
        long codesRead = 0;
        for (double recallTarget : new double[] {0.5, 0.95}) {
          Best last = assertReached(reader, clusters, function, recallTarget, 1);
          assertTrue(last.buckets > 0);
          assertTrue(last.codesRead < ROWS / 2, "codes read " + last.codesRead);
          assertTrue(last.codesRead > codesRead, "codes read " + last.codesRead);
          codesRead = last.codesRead;
        }
      }
    }
  }

  @Test
  void deletesFiltersAndSegmentsKeepTheTarget() throws IOException {
    Clusters clusters = new Clusters(ROWS / CLUSTER);
    VectorSimilarityFunction function = VectorSimilarityFunction.DOT_PRODUCT;
    try (TestIndex index = index()) {
      add(index, clusters, function, 0);
      add(index, clusters, function, 1_000_000);
      for (int id = 3; id < ROWS; id += 5) {
        index.delete(id);
      }
      index.commit();
      try (DirectoryReader reader = index.open()) {
        assertEquals(2, reader.leaves().size());
        for (int step : new int[] {1, 2, 10}) {
          Best last = assertReached(reader, clusters, function, 0.9, step);
          assertTrue(last.buckets > 0);
        }
      }
    }
  }

  @Test
  void indexSortAnotherFieldAndMergesKeepTheTarget() throws IOException {
    Clusters clusters = new Clusters(ROWS / CLUSTER);
    VectorSimilarityFunction function = VectorSimilarityFunction.COSINE;
    TestVectors others = new TestVectors(3);
    Sort sort = new Sort(new SortField("rank", SortField.Type.INT));
    NSeekVectorsConfig config = TestVectors.config("v", ElementType.F16).withCodes(false);
    var writer = TestIndex.writerConfig(new NSeekCodec(config)).setIndexSort(sort);
    try (TestIndex index = new TestIndex(new MMapDirectory(folder), writer)) {
      for (int i = 0; i < ROWS; i++) {
        index.add(
            i,
            TestVectors.field("v", ElementType.F16, clusters.near(i % (ROWS / CLUSTER)), function),
            TestVectors.field("other", ElementType.F32, others.floats(24), function),
            new NumericDocValuesField("rank", i * 7919 % ROWS));
        if (i % 4000 == 0) {
          index.commit();
        }
      }
      index.merge();
      try (DirectoryReader reader = index.open()) {
        NSeekVectorsReader merged = TestIndex.readers(reader, "v").getFirst();
        assertTrue(merged.hasBuckets("v") && merged.hasBuckets("other"));
        assertReached(reader, clusters, function, 0.9, 1);
        assertReached(reader, clusters, function, 0.9, 3);
      }
    }
  }

  /**
   * Two clusters so tight and so far apart that all rows of one have nearly the same sign code:
   * half of all rows seem to be hits, and to score them here and there would cost more than a scan.
   */
  @Test
  void aSearchInWhichMostRowsSeemToBeHitsIsMadeExactly() throws IOException {
    VectorSimilarityFunction function = VectorSimilarityFunction.EUCLIDEAN;
    TestVectors vectors = new TestVectors(5);
    float[] target = new float[DIMENSION];
    Arrays.fill(target, 1);
    try (TestIndex index = index()) {
      for (int i = 0; i < ROWS; i++) {
        float[] vector = vectors.floats(DIMENSION);
        for (int j = 0; j < DIMENSION; j++) {
          vector[j] = vector[j] / 1024 + (i % 2 == 0 ? 1 : -1);
        }
        index.add(i, TestVectors.field("v", ElementType.F32, vector, function));
      }
      index.commit();
      try (DirectoryReader reader = index.open()) {
        Best best = search(reader, target, SearchCodes.lsh(K, 0.95), 1);
        assertTrue(best.codesRead > 0);
        assertEquals(0, best.passedOver);
        List<Integer> nearest =
            all(reader, target, function, 1).stream().limit(K).map(Hit::doc).toList();
        assertEquals(nearest, best.hits.descendingSet().stream().map(Hit::doc).toList());
      }
    }
  }

  /** Those of 2^61 cannot be coded, those of 2^50 not be hashed. */
  @ParameterizedTest
  @ValueSource(floats = {0x1p50f, 0x1p61f})
  void rowsInNoBucketOfTheHashAreFound(float length) throws IOException {
    Clusters clusters = new Clusters(ROWS / CLUSTER);
    VectorSimilarityFunction function = VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
    try (TestIndex index = index()) {
      float[] target = clusters.near(0);
      float[] huge = target.clone();
      for (int i = 0; i < DIMENSION; i++) {
        huge[i] *= length;
      }
      index.add(2_000_000, TestVectors.field("v", ElementType.F32, huge, function));
      add(index, clusters, function, 0);
      try (DirectoryReader reader = index.open()) {
        Best best = search(reader, target, SearchCodes.lsh(K, 0.5), 1);
        assertTrue(best.buckets > 0);
        assertEquals(0, best.hits.last().doc);
      }
    }
  }
}
