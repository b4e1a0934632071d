package org.nseekfs.benchmarks.served;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nseekfs.engines.http.EngineHit;
import org.nseekfs.engines.http.Nearest;
import org.nseekfs.search.CertifiedTopDocs;

class AgreementTest {

  private static final int K = 5;
  private static final EngineVectors VECTORS = EngineVectors.random(200, 8, 10, 42);

  @TempDir Path folder;
  private LibraryIndex library;

  @BeforeEach
  void index() throws IOException {
    library = new LibraryIndex(VECTORS, folder);
  }

  @AfterEach
  void close() throws IOException {
    library.close();
  }

  private Agreement agreement(Agreement.Engine engine) throws IOException {
    return Agreement.of(engine, new Agreement.Reference(VECTORS, library, K), asked -> {});
  }

  private List<EngineHit> libraryHits(Nearest search) throws IOException {
    CertifiedTopDocs found = library.exact(search.target(), search.k());
    List<EngineHit> hits = new ArrayList<>();
    for (int rank = 0; rank < found.scoreDocs.length; rank++) {
      String id = Integer.toString(found.hit(rank).doc);
      hits.add(new EngineHit(id, null, null, found.hit(rank).score, found.hit(rank).raw));
    }
    return hits;
  }

  @Test
  void theSameAnswersAgree() throws IOException {
    Agreement agreement = agreement(this::libraryHits);
    assertTrue(agreement.isComplete());
    assertEquals(10, agreement.queries());
    assertNull(agreement.firstDifference());
  }

  @Test
  void anotherOrderIsADifference() throws IOException {
    Agreement agreement =
        agreement(
            search -> {
              List<EngineHit> hits = libraryHits(search);
              Collections.swap(hits, 3, 4);
              return hits;
            });
    assertEquals(10, agreement.otherIds());
    assertFalse(agreement.isComplete());
    assertTrue(agreement.firstDifference().startsWith("query 0: "));
  }

  @Test
  void aHitTooFewIsADifference() throws IOException {
    assertEquals(10, agreement(search -> libraryHits(search).subList(0, K - 1)).otherIds());
  }

  @Test
  void theLastBitOfASimilarityIsADifference() throws IOException {
    Agreement agreement =
        agreement(
            search -> {
              List<EngineHit> hits = libraryHits(search);
              EngineHit last = hits.removeLast();
              hits.add(new EngineHit(last.id(), null, null, last.score(), Math.nextUp(last.raw())));
              return hits;
            });
    assertEquals(0, agreement.otherIds());
    assertEquals(10, agreement.otherRaws());
  }
}
