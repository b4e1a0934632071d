package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.ElementType;

class ExactSearchTimeoutTest {
  private static final SampleVectors VECTORS =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 9);
  private static final int DOCUMENTS = 20_000;

  /** Time that passes by being looked at. */
  private static QueryTimeout afterChecks(int checks) {
    AtomicInteger left = new AtomicInteger(checks);
    return () -> left.getAndDecrement() <= 0;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 9})
  void aTimeoutGivesWhatWasFoundFlaggedAsPartial(int checks) throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(DOCUMENTS / 2).commit().add(DOCUMENTS / 2).searcher();
      searcher.setTimeout(afterChecks(checks));
      CertifiedTopDocs topDocs = index.query(index.target(), 10).scan(searcher);
      assertTrue(topDocs.isPartial());
      assertTrue(topDocs.certificate().isEmpty());
      assertTrue(topDocs.totalHits.value() < DOCUMENTS, topDocs.totalHits::toString);
      assertEquals(topDocs.totalHits.value(), topDocs.documentsScored());
      assertEquals(Math.min(10, topDocs.totalHits.value()), topDocs.scoreDocs.length);
      if (checks >= 5) {
        assertTrue(topDocs.documentsScored() > 0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void aCertifiedSearchThatRunsOutOfTimeIsPartialToo(int checks) throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(DOCUMENTS / 2).commit().add(DOCUMENTS / 2).searcher();
      searcher.setTimeout(afterChecks(checks));
      CertifiedTopDocs topDocs = index.query(index.target(), 10).search(searcher);
      assertTrue(topDocs.isPartial());
      assertTrue(topDocs.certificate().isEmpty());
      assertTrue(topDocs.totalHits.value() < DOCUMENTS, topDocs.totalHits::toString);
    }
  }

  @Test
  void aTimeoutThatDoesNotPassChangesNothing() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(DOCUMENTS).searcher();
      Object target = index.target();
      searcher.setTimeout(() -> false);
      CertifiedTopDocs topDocs = index.query(target, 10).search(searcher);
      assertFalse(topDocs.isPartial());
      assertEquals(index.nearest(target, 10), SampleIndex.found(searcher, topDocs));
    }
  }

  @Test
  void aTimeoutDuringTheFilterIsPartialToo() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      for (int i = 0; i < 1000; i++) {
        index.add(index.target(), "all");
      }
      IndexSearcher searcher = index.searcher();
      searcher.setTimeout(afterChecks(1));
      CertifiedTopDocs topDocs =
          index.query(index.target(), 10, SampleIndex.tagged("all")).search(searcher);
      assertTrue(topDocs.isPartial());
      assertEquals(0, topDocs.documentsScored());
    }
  }

  @Test
  void asAClauseATimeoutIsSeenByTheSearcher() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(DOCUMENTS).searcher();
      searcher.setTimeout(afterChecks(3));
      searcher.search(index.query(index.target(), 10), 10);
      assertTrue(searcher.timedOut());
    }
  }

  @Test
  void asAClauseItEndsByATimeoutThatTheSearcherDoesNotKnow() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(DOCUMENTS).searcher();
      ExactKnnVectorQuery query = index.query(index.target(), 10);
      assertEquals(0, searcher.count(query.rewrite(searcher, () -> true)));
      searcher.setTimeout(() -> true);
      Query unlimited = query.rewrite(searcher, null);
      searcher.setTimeout(null);
      assertEquals(searcher.rewrite(query), unlimited);
    }
  }

  @Test
  void theTextOfASearchedClauseTellsWhatWasDone() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      IndexSearcher searcher = index.add(DOCUMENTS).searcher();
      ExactKnnVectorQuery query = index.query(index.target(), 10);
      String text = query.rewrite(searcher, null).toString();
      CertifiedTopDocs topDocs = query.search(searcher);
      String figures =
          "considered " + DOCUMENTS + ", scored " + topDocs.documentsScored() + ", pruned by ";
      assertTrue(text.contains(query + ": " + figures), text);
      assertTrue(text.endsWith(", bytes read " + topDocs.bytesRead() + "]"), text);
      String partial = query.rewrite(searcher, afterChecks(2)).toString();
      assertTrue(partial.contains(": partial, considered "), partial);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 200})
  void anExitableReaderThatExitsGivesWhatWasFound(int checks) throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      index.add(DOCUMENTS).commit();
      try (DirectoryReader reader =
          new ExitableDirectoryReader(
              DirectoryReader.open(index.directory()), afterChecks(checks))) {
        CertifiedTopDocs topDocs =
            index.query(index.target(), 10).scan(SampleIndex.uncached(reader, null));
        assertTrue(topDocs.isPartial());
        assertTrue(topDocs.totalHits.value() < DOCUMENTS, topDocs.totalHits::toString);
      }
    }
  }

  @Test
  void anExitableReaderWithTimeLeftIsOursAndExact() throws Exception {
    try (SampleIndex index = new SampleIndex(VECTORS)) {
      index.add(DOCUMENTS).commit();
      try (DirectoryReader reader =
          new ExitableDirectoryReader(DirectoryReader.open(index.directory()), () -> false)) {
        IndexSearcher searcher = SampleIndex.uncached(reader, null);
        Object target = index.target();
        CertifiedTopDocs topDocs = index.query(target, 10).search(searcher);
        assertEquals(index.nearest(target, 10), SampleIndex.found(searcher, topDocs));
        assertTrue(topDocs.foreignSegments().isEmpty());
        assertFalse(topDocs.isPartial());
      }
    }
  }
}
