package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.SortingCodecReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.index.memory.MemoryIndex;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.execution.SearchMode;

public class ForeignSegmentsTest {
  private static final int K = 20;

  static Stream<SampleVectors> typesThatLuceneScores() {
    return Stream.of(ElementType.F32, ElementType.BYTE)
        .flatMap(
            type ->
                Arrays.stream(VectorSimilarityFunction.values())
                    .map(function -> new SampleVectors(type, function, 24)));
  }

  private static SampleVectors of(ElementType type) {
    return new SampleVectors(type, VectorSimilarityFunction.EUCLIDEAN, 24);
  }

  /** Settings of a writer that knows nothing of our codec. */
  private static void stock(IndexWriterConfig config) {
    config.setCodec(Codec.getDefault()).setMergePolicy(new LogDocMergePolicy());
  }

  @ParameterizedTest
  @MethodSource("typesThatLuceneScores")
  void anIndexHalfStockHalfOursIsSearchedExactly(SampleVectors vectors) throws Exception {
    try (SampleIndex index =
        new SampleIndex(vectors, new ByteBuffersDirectory(), ForeignSegmentsTest::stock)) {
      index.add(3000).commit().reopen(config -> {}).add(500).commit().delete(2).delete(3001);
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      CertifiedTopDocs topDocs = index.query(target, K).search(searcher);
      assertEquals(index.nearest(target, K), SampleIndex.found(searcher, topDocs));
      assertEquals(List.of("_0"), topDocs.foreignSegments());
      assertEquals(3498, topDocs.totalHits.value());
      assertEquals(
          index.nearestByScore(target, K).stream().map(SampleIndex.Near::id).toList(),
          SampleIndex.ids(searcher, searcher.search(index.query(target, K), K)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "BYTE"})
  void aMemoryIndexIsSearchedExactly(ElementType type) throws Exception {
    SampleVectors vectors = of(type);
    try (SampleIndex index = new SampleIndex(vectors)) {
      Object target = index.target();
      Object inMemory = index.target();
      index.add(10);
      Document document = new Document();
      document.add(vectors.field(SampleIndex.FIELD, inMemory));
      MemoryIndex memoryIndex = MemoryIndex.fromDocument(document, new StandardAnalyzer());
      IndexReader memory = memoryIndex.createSearcher().getIndexReader();
      try (MultiReader both = new MultiReader(memory, index.searcher().getIndexReader())) {
        CertifiedTopDocs topDocs = index.query(target, 11).search(SampleIndex.uncached(both, null));
        assertEquals(11, topDocs.scoreDocs.length);
        assertEquals(List.of("MemoryIndexReader(leaf 0)"), topDocs.foreignSegments());
        assertEquals(vectors.raw(target, inMemory), hitOf(topDocs, 0).raw);
      }
    }
  }

  private static RawScoreDoc hitOf(CertifiedTopDocs topDocs, int doc) {
    return Stream.of(topDocs.scoreDocs)
        .filter(hit -> hit.doc == doc)
        .map(RawScoreDoc.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static MultiReader wrapped(IndexReader reader, Wrapper wrapper) throws IOException {
    List<IndexReader> wrapped = new ArrayList<>();
    for (LeafReaderContext context : reader.leaves()) {
      wrapped.add(wrapper.wrap(context.reader()));
    }
    return new MultiReader(wrapped.toArray(IndexReader[]::new), false);
  }

  private interface Wrapper {
    IndexReader wrap(LeafReader reader) throws IOException;
  }

  @ParameterizedTest
  @EnumSource
  void slowCodecReadersAreSearchedExactly(ElementType type) throws Exception {
    try (SampleIndex index = new SampleIndex(of(type))) {
      index.add(100).commit().add(100).delete(5);
      try (MultiReader reader =
          wrapped(
              index.searcher().getIndexReader(),
              leaf -> SlowCodecReaderWrapper.wrap(new PlainLeafReader(leaf)))) {
        assertFindsTheNearest(index, SampleIndex.uncached(reader, null));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void readersThatCannotSearchAreSearchedExactly(ElementType type) throws Exception {
    Sort backwards = new Sort(new SortField(SampleIndex.ID, SortField.Type.LONG, true));
    try (SampleIndex index = new SampleIndex(of(type))) {
      index.add(100).commit().add(100).delete(5);
      try (MultiReader reader =
          wrapped(
              index.searcher().getIndexReader(),
              leaf -> SortingCodecReader.wrap((CodecReader) leaf, backwards))) {
        IndexSearcher searcher = SampleIndex.uncached(reader, null);
        assertFindsTheNearest(index, searcher);
        assertEquals(2, index.query(index.target(), 1).search(searcher).foreignSegments().size());
      }
    }
  }

  private static void assertFindsTheNearest(SampleIndex index, IndexSearcher searcher)
      throws Exception {
    Object target = index.target();
    CertifiedTopDocs topDocs = index.query(target, K).search(searcher);
    assertEquals(index.nearest(target, K), SampleIndex.found(searcher, topDocs));
    ExactKnnVectorQuery filtered =
        index.query(target, K, NumericDocValuesField.newSlowRangeQuery(SampleIndex.ID, 100, 110));
    assertTrue(
        SampleIndex.found(searcher, filtered.search(searcher)).stream()
            .allMatch(near -> near.id() >= 100 && near.id() <= 110));
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "F16", "BF16", "F32", "BYTE"})
  void aSegmentMergedByAStockWriterIsSearchedAsFloats(ElementType type) throws Exception {
    try (SampleIndex index = new SampleIndex(of(type))) {
      index.add(300).commit().add(300).reopen(ForeignSegmentsTest::stock).merge();
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      CertifiedTopDocs topDocs = index.query(target, K).search(searcher);
      assertEquals(index.nearestOnceStockMerged(target, K), SampleIndex.found(searcher, topDocs));
      assertEquals(List.of("_2"), topDocs.foreignSegments());
    }
  }

  @Test
  void f64MergedByAStockWriterIsRefusedNeverScored() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F64))) {
      index.add(30).commit().add(30).reopen(ForeignSegmentsTest::stock).merge();
      IndexSearcher searcher = index.searcher();
      ExactKnnVectorQuery query = index.query(index.target(), K);
      for (RuntimeException refused :
          List.of(
              assertThrows(IllegalStateException.class, () -> query.search(searcher)),
              assertThrows(IllegalStateException.class, () -> searcher.count(query)))) {
        assertEquals(
            "field \"vector\" of segment _2 holds f64 vectors in format"
                + " Lucene99HnswVectorsFormat, which cannot score them; a merge with NSeekCodec"
                + " restores them",
            refused.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMergeByOurWriterRestoresWhatAStockWriterHasMerged(ElementType type) throws Exception {
    try (SampleIndex index = new SampleIndex(of(type))) {
      index.add(30).commit().add(30).reopen(ForeignSegmentsTest::stock).merge();
      index
          .reopen(config -> config.setMergePolicy(new LogDocMergePolicy()))
          .add(1)
          .commit()
          .merge();
      IndexSearcher searcher = index.searcher();
      assertEquals(1, searcher.getIndexReader().leaves().size());
      Object target = index.target();
      CertifiedTopDocs topDocs = index.query(target, K).search(searcher);
      assertEquals(index.nearest(target, K), SampleIndex.found(searcher, topDocs));
      assertEquals(List.of(), topDocs.foreignSegments());
    }
  }

  @ParameterizedTest
  @EnumSource
  void readersThatLoseTheCollectorAreSearchedExactly(ElementType type) throws Exception {
    assertEquals(List.of("_0", "_1"), foreign(type, collector -> new TopKnnCollector(1, 100)));
  }

  /** As Elasticsearch does where a search is profiled. */
  @ParameterizedTest
  @EnumSource
  void readersThatWrapTheCollectorAreSearchedAsEver(ElementType type) throws Exception {
    assertEquals(List.of(), foreign(type, collector -> new KnnCollector.Decorator(collector) {}));
  }

  @Test
  void aReaderThatIsToldToEndByAWrapperGivesAPartialResult() throws Exception {
    try (SampleIndex index = new SampleIndex(of(ElementType.F32)).add(200);
        MultiReader reader =
            wrapped(
                index.searcher().getIndexReader(),
                leaf -> new OtherCollectorReader(leaf, ForeignSegmentsTest::limited))) {
      CertifiedTopDocs topDocs =
          index.query(index.target(), 1).search(SampleIndex.uncached(reader, null));
      assertTrue(topDocs.isPartial());
      assertEquals(Optional.empty(), topDocs.certificate());
      assertEquals(100, topDocs.documentsScored());
    }
  }

  private static KnnCollector limited(KnnCollector collector) {
    return new KnnCollector.Decorator(collector) {
      @Override
      public long visitLimit() {
        return 100;
      }
    };
  }

  private static List<String> foreign(ElementType type, UnaryOperator<KnnCollector> other)
      throws Exception {
    try (SampleIndex index = new SampleIndex(of(type))) {
      index.add(200).commit().add(200).delete(5);
      try (MultiReader reader =
          wrapped(
              index.searcher().getIndexReader(), leaf -> new OtherCollectorReader(leaf, other))) {
        IndexSearcher searcher = SampleIndex.uncached(reader, null);
        assertFindsTheNearest(index, searcher);
        return index.query(index.target(), 1).search(searcher).foreignSegments();
      }
    }
  }

  @Test
  void bigLeavesThatLoseTheCollectorAreScoredOnce() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F16, VectorSimilarityFunction.EUCLIDEAN, 2);
    int documents = 2 * SearchMode.MIN_DOCS;
    try (SampleIndex index = new SampleIndex(vectors).add(documents);
        MultiReader reader =
            wrapped(
                index.searcher().getIndexReader(),
                leaf -> new OtherCollectorReader(leaf, collector -> new TopKnnCollector(1, 100)))) {
      IndexSearcher searcher = SampleIndex.uncached(reader, null);
      assertFindsTheNearest(index, searcher);
      assertEquals(documents, index.query(index.target(), K).search(searcher).documentsScored());
    }
  }

  @Test
  void documentsOfForeignSegmentsAreExplained() throws Exception {
    try (SampleIndex index =
        new SampleIndex(
            of(ElementType.F32), new ByteBuffersDirectory(), ForeignSegmentsTest::stock)) {
      IndexSearcher searcher = index.add(50).searcher();
      Object target = index.target();
      List<SampleIndex.Near> nearest = index.nearest(target, 50);
      for (int rank : List.of(0, 1, 2, 49)) {
        Explanation explanation = searcher.explain(index.query(target, 2), nearest.get(rank).id());
        assertEquals(rank < 2, explanation.isMatch());
        assertEquals(nearest.get(rank).raw(), explanation.getDetails()[0].getValue());
      }
    }
  }

  /** Searches with another collector than it is given. */
  private static final class OtherCollectorReader extends PlainLeafReader {
    private final UnaryOperator<KnnCollector> other;

    OtherCollectorReader(LeafReader in, UnaryOperator<KnnCollector> other) {
      super(in);
      this.other = other;
    }

    @Override
    public void searchNearestVectors(
        String field, float[] target, KnnCollector collector, AcceptDocs acceptDocs)
        throws IOException {
      in.searchNearestVectors(field, target, other.apply(collector), acceptDocs);
    }

    @Override
    public void searchNearestVectors(
        String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
        throws IOException {
      in.searchNearestVectors(field, target, other.apply(collector), acceptDocs);
    }
  }

  /** Hides that a leaf is a segment. */
  public static class PlainLeafReader extends FilterLeafReader {
    public PlainLeafReader(LeafReader in) {
      super(in);
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return null;
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return null;
    }
  }
}
