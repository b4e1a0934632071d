package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.certificate.Certificate;
import org.nseekfs.search.execution.SearchMode;
import org.nseekfs.search.verify.CertificateChecker;

/** Searches that leave documents unscored find what scans find, and can prove it. */
class CertifiedSearchTest {
  private static final int DOCUMENTS = 3 * SearchMode.MIN_DOCS;

  /** Of so few dimensions and so coarse elements that many documents tie. */
  private static SampleVectors tying(VectorSimilarityFunction function) {
    return new SampleVectors(ElementType.F8, function, 2);
  }

  private static SampleIndex index(SampleVectors vectors, int documents) throws Exception {
    SampleIndex index = new SampleIndex(vectors);
    Random random = SampleVectors.random();
    for (int id = 0; id < documents; id++) {
      index.add(id % 11 == 5 ? null : vectors.next(random), id % 3 == 0 ? "third" : "other");
      if (id == documents / 5) {
        index.commit();
      }
    }
    return index.delete(2).delete(documents - 1);
  }

  private static void assertCertified(
      IndexSearcher searcher, ExactVectorQuery query, CertifiedTopDocs expected) throws Exception {
    CertifiedTopDocs topDocs = query.search(searcher);
    assertEquals(
        expected.certificate().orElseThrow().answer(),
        topDocs.certificate().orElseThrow().answer());
    assertEquals(expected.totalHits, topDocs.totalHits);
    Certificate certificate = topDocs.certificate().orElseThrow();
    assertEquals(List.of(), CertificateChecker.check(searcher, query, certificate));
    assertEquals(topDocs.documentsScored(), certificate.pruning().scored());
    assertEquals(
        topDocs.documentsPruned(PruneStage.FINE),
        certificate.pruning().pruned().get(PruneStage.FINE));
    assertTrue(certificate.pruning().prunedDocuments() > 0);
  }

  static Stream<VectorSimilarityFunction> functions() {
    return Stream.of(VectorSimilarityFunction.values());
  }

  @ParameterizedTest
  @MethodSource("functions")
  void aReaderThatPrunesAllItMayLosesNoHit(VectorSimilarityFunction function) throws Exception {
    SampleVectors vectors = tying(function);
    try (SampleIndex index = index(vectors, 4000);
        MultiReader reader = PruningReader.wrap(index.searcher().getIndexReader(), vectors)) {
      IndexSearcher searcher = SampleIndex.uncached(reader, null);
      IndexSearcher plain = index.searcher();
      for (int k : List.of(1, 10, 500)) {
        Object target = index.target();
        for (Query filter : new Query[] {null, SampleIndex.tagged("third")}) {
          ExactVectorQuery query = index.query(target, k, filter);
          assertCertified(searcher, query, query.scan(plain));
          assertEquals(
              SampleIndex.ids(plain, plain.search(query, k)),
              SampleIndex.ids(searcher, searcher.search(query, k)));
        }
        double minRaw = index.query(target, k).scan(plain).hit(k - 1).raw;
        ExactVectorQuery within = index.radiusQuery(target, minRaw, null);
        assertCertified(searcher, within, within.scan(plain));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"EUCLIDEAN", "MAXIMUM_INNER_PRODUCT"})
  void partsOfABigSegmentPruneByWhatOthersFound(VectorSimilarityFunction function)
      throws Exception {
    SampleVectors vectors = tying(function);
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        SampleIndex index = index(vectors, DOCUMENTS);
        MultiReader reader = PruningReader.wrap(index.searcher().getIndexReader(), vectors)) {
      for (Executor executor : new Executor[] {null, threads}) {
        IndexSearcher searcher = SampleIndex.uncached(reader, executor);
        ExactVectorQuery query = index.query(index.target(), 10);
        assertCertified(searcher, query, query.scan(index.searcher()));
      }
    }
  }

  @Test
  void oneThreadTakesWhatItKnowsFromSegmentToSegment() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 1);
    try (SampleIndex index = new SampleIndex(vectors)) {
      for (int id = 0; id < 100; id++) {
        index.add(new float[] {id < 10 ? 0 : 1}, null);
        if (id % 10 == 9) {
          index.commit();
        }
      }
      try (MultiReader reader = PruningReader.wrap(index.searcher().getIndexReader(), vectors)) {
        CertifiedTopDocs topDocs =
            index.query(new float[] {0}, 10).search(SampleIndex.uncached(reader, null));
        assertEquals(10, topDocs.documentsScored());
        assertEquals(100, topDocs.totalHits.value());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSearchAndAScanOfTheReaderFindTheSame(ElementType type) throws Exception {
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      SampleVectors vectors = new SampleVectors(type, function, 24);
      try (SampleIndex index = index(vectors, 3000)) {
        IndexSearcher searcher = index.searcher();
        for (int k : List.of(1, 10, 5000)) {
          ExactVectorQuery query = index.query(index.target(), k, SampleIndex.tagged("other"));
          CertifiedTopDocs scan = query.scan(searcher);
          CertifiedTopDocs search = query.search(searcher);
          assertEquals(SampleIndex.found(searcher, scan), SampleIndex.found(searcher, search));
          assertEquals(scan.totalHits, search.totalHits);
          assertEquals(scan.totalHits.value(), scan.documentsScored());
          for (CertifiedTopDocs topDocs : List.of(scan, search)) {
            assertEquals(
                List.of(),
                CertificateChecker.check(searcher, query, topDocs.certificate().orElseThrow()));
          }
        }
      }
    }
  }
}
