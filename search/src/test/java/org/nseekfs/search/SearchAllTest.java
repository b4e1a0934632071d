package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.leaf.VectorLeaf;
import org.nseekfs.search.leaf.VectorLeaves;
import org.nseekfs.search.verify.CertificateChecker;

/** Queries searched together find what each finds by itself. */
class SearchAllTest {
  private static final int DOCUMENTS = 3000;

  private static SampleIndex fill(SampleIndex index, SampleVectors vectors) throws Exception {
    Random random = SampleVectors.random();
    for (int id = 0; id < DOCUMENTS; id++) {
      index.add(id % 7 == 3 ? null : vectors.next(random), id % 100 == 0 ? "rare" : "usual");
      if (id % 1200 == 1199) {
        index.commit();
      }
    }
    return index.delete(1).delete(1300);
  }

  /** Of many kinds: k from 1 to all, radii, filters of every density. */
  private static List<ExactVectorQuery> queries(SampleIndex index) {
    Query[] filters = {
      null,
      SampleIndex.tagged("rare"),
      SampleIndex.tagged("usual"),
      SampleIndex.tagged("none"),
      new MatchNoDocsQuery("for a test")
    };
    List<ExactVectorQuery> queries = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Object target = index.target();
      Query filter = filters[i % filters.length];
      if (i % 8 == 7) {
        double minRaw = index.nearest(target, 25).getLast().raw();
        queries.add(index.radiusQuery(target, minRaw, filter));
      } else {
        queries.add(index.query(target, i % 8 == 5 ? DOCUMENTS : 1 + 3 * i, filter));
      }
    }
    return queries;
  }

  private static void assertAsAlone(IndexSearcher searcher, List<ExactVectorQuery> queries)
      throws Exception {
    List<CertifiedTopDocs> together = ExactVectorQuery.searchAll(searcher, queries);
    assertEquals(queries.size(), together.size());
    for (int i = 0; i < queries.size(); i++) {
      CertifiedTopDocs alone = queries.get(i).search(searcher);
      Certificate certificate = together.get(i).certificate().orElseThrow();
      assertEquals(alone.certificate().orElseThrow().answer(), certificate.answer());
      assertEquals(alone.totalHits, together.get(i).totalHits);
      assertEquals(alone.foreignSegments(), together.get(i).foreignSegments());
      assertEquals(List.of(), CertificateChecker.check(searcher, queries.get(i), certificate));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachFindsWhatItFindsAlone(ElementType type) throws Exception {
    SampleVectors vectors = new SampleVectors(type, VectorSimilarityFunction.EUCLIDEAN, 20);
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        SampleIndex index = fill(new SampleIndex(vectors), vectors)) {
      List<ExactVectorQuery> queries = queries(index);
      for (Executor executor : new Executor[] {null, threads}) {
        assertAsAlone(index.searcher(executor), queries);
      }
    }
  }

  @Test
  void segmentsOfOtherFormatsAndWrappedOnesToo() throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, 20);
    try (SampleIndex index =
        new SampleIndex(
            vectors, new ByteBuffersDirectory(), config -> config.setCodec(Codec.getDefault()))) {
      index.add(100).commit().reopen(config -> {});
      fill(index, vectors).commit();
      List<ExactVectorQuery> queries = queries(index);
      assertAsAlone(index.searcher(), queries);
      try (DirectoryReader reader =
          new ExitableDirectoryReader(DirectoryReader.open(index.directory()), () -> false)) {
        assertAsAlone(SampleIndex.uncached(reader, null), queries);
      }
    }
  }

  @Test
  void ourReaderIsFoundInASegmentOfOurs() throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F16, VectorSimilarityFunction.COSINE, 3);
    try (SampleIndex index = new SampleIndex(vectors).add(10)) {
      IndexSearcher searcher = index.searcher();
      QueryVector target = index.query(index.target(), 1).getTarget();
      VectorLeaf leaf =
          VectorLeaves.find(searcher.getIndexReader(), SampleIndex.FIELD, target)
              .leaves()
              .getFirst();
      assertEquals("_0", leaf.nseekReader().segmentName());
    }
  }

  @Test
  void aTimeoutFlagsAllOfThem() throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, 4);
    try (SampleIndex index = fill(new SampleIndex(vectors), vectors)) {
      IndexSearcher searcher = index.searcher();
      AtomicInteger left = new AtomicInteger(12);
      searcher.setTimeout(() -> left.getAndDecrement() <= 0);
      List<CertifiedTopDocs> found = ExactVectorQuery.searchAll(searcher, queries(index));
      for (CertifiedTopDocs topDocs : found) {
        assertTrue(topDocs.isPartial());
        assertTrue(topDocs.certificate().isEmpty());
      }
      searcher.setTimeout(() -> false);
      for (CertifiedTopDocs topDocs : ExactVectorQuery.searchAll(searcher, queries(index))) {
        assertFalse(topDocs.isPartial());
      }
    }
  }

  @Test
  void noQueriesHaveNoResults() throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, 4);
    try (SampleIndex index = new SampleIndex(vectors).add(1)) {
      assertEquals(List.of(), ExactVectorQuery.searchAll(index.searcher(), List.of()));
    }
  }

  @Test
  void queriesThatDoNotFitTogetherOrTheFieldAreRefused() throws Exception {
    SampleVectors vectors = new SampleVectors(ElementType.F32, VectorSimilarityFunction.COSINE, 2);
    try (SampleIndex index = new SampleIndex(vectors).add(3)) {
      IndexSearcher searcher = index.searcher();
      ExactVectorQuery fits = index.query(new float[] {1, 2}, 1);
      assertEquals(
          "queries must have one field, got \"vector\" and \"other\"",
          refused(searcher, fits, new ExactKnnVectorQuery("other", new float[] {1, 2}, 1)));
      assertEquals(
          "field \"vector\" has vectors of dimension 2, got a target of dimension 3",
          refused(searcher, fits, index.query(new float[] {1, 2, 3}, 1)));
      assertEquals(
          "field \"vector\" holds f32 vectors, whose target is a float[], got a double[]",
          refused(searcher, fits, index.query(new double[] {1, 2}, 1)));
    }
  }

  private static String refused(
      IndexSearcher searcher, ExactVectorQuery first, ExactVectorQuery second) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> ExactVectorQuery.searchAll(searcher, List.of(first, second)))
        .getMessage();
  }
}
