package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.execution.SearchMode;

class ExactSearchConcurrencyTest {
  private static final int BIG = 3 * SearchMode.MIN_DOCS;

  /** Ids by raw similarity, nearest first; those tied in it as a set. */
  private static Map<Double, Set<Integer>> groups(List<SampleIndex.Near> hits) {
    return hits.stream()
        .collect(
            Collectors.groupingBy(
                hit -> -hit.raw(),
                TreeMap::new,
                Collectors.mapping(SampleIndex.Near::id, Collectors.toSet())));
  }

  @ParameterizedTest
  @EnumSource
  void oneOrTwentySegmentsAndOneOrTwoThreadsFindTheSame(ElementType type) throws Exception {
    SampleVectors vectors = new SampleVectors(type, VectorSimilarityFunction.EUCLIDEAN, 33);
    try (ExecutorService twoThreads = Executors.newFixedThreadPool(2);
        SampleIndex one = new SampleIndex(vectors);
        SampleIndex twenty = new SampleIndex(vectors)) {
      one.add(2000);
      for (int segment = 0; segment < 20; segment++) {
        twenty.add(100).commit();
      }
      Object target = one.target();
      List<Map<Double, Set<Integer>>> results = new ArrayList<>();
      for (SampleIndex index : List.of(one, twenty)) {
        for (Executor executor : List.<Executor>of(Runnable::run, twoThreads)) {
          IndexSearcher searcher = index.searcher(executor);
          results.add(
              groups(SampleIndex.found(searcher, index.query(target, 50).search(searcher))));
        }
      }
      for (Map<Double, Set<Integer>> result : results) {
        assertEquals(results.getFirst(), result);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBigSegmentIsSearchedByTheExecutorInParts(ElementType type) throws Exception {
    SampleVectors vectors = new SampleVectors(type, VectorSimilarityFunction.COSINE, 5);
    AtomicInteger handedOver = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(2);
        SampleIndex index = new SampleIndex(vectors)) {
      Executor counting =
          task -> {
            handedOver.incrementAndGet();
            threads.execute(task);
          };
      index.add(BIG + 17);
      IndexSearcher searcher = index.searcher(counting);
      assertEquals(1, searcher.getIndexReader().leaves().size());
      Object target = index.target();
      CertifiedTopDocs topDocs = index.query(target, 100).scan(searcher);
      assertEquals(2, handedOver.get());
      assertEquals(index.nearest(target, 100), SampleIndex.found(searcher, topDocs));
      assertEquals(BIG + 17, topDocs.totalHits.value());
      assertEquals(BIG + 17, topDocs.documentsScored());
    }
  }

  @Test
  void theBoundaryOfAPartHidesNoDocument() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F32, VectorSimilarityFunction.DOT_PRODUCT, 1);
    try (SampleIndex index = new SampleIndex(vectors)) {
      for (int id = 0; id < BIG; id++) {
        boolean atBoundary = id % SearchMode.MIN_DOCS == 0 || (id + 1) % SearchMode.MIN_DOCS == 0;
        index.add(new float[] {atBoundary ? 1 : .5f}, atBoundary ? "boundary" : null);
      }
      IndexSearcher searcher = index.searcher();
      float[] target = {1};
      for (ExactKnnVectorQuery query :
          List.of(index.query(target, 6), index.query(target, 7, SampleIndex.tagged("boundary")))) {
        List<SampleIndex.Near> found = SampleIndex.found(searcher, query.search(searcher));
        assertEquals(6, found.size());
        assertTrue(found.stream().allMatch(near -> near.raw() == 1));
      }
    }
  }
}
