package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;
import org.nseekfs.engines.EngineSession;
import org.nseekfs.engines.http.EngineHit;
import org.nseekfs.engines.http.EngineIndex;
import org.nseekfs.engines.http.Nearest;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.RawScoreDoc;

/**
 * How an engine's answers compare with the library's: both should be the true nearest, in order,
 * with the same raw similarities bit for bit.
 *
 * @param queries searched for
 * @param otherIds queries with other documents, or in another order
 * @param otherRaws queries with the same documents, but other raw similarities
 * @param firstDifference null if there is none
 */
record Agreement(int queries, int otherIds, int otherRaws, String firstDifference) {

  /** Whether all answers were the same. */
  public boolean isComplete() {
    return otherIds == 0 && otherRaws == 0;
  }

  /** Asks an engine. */
  @FunctionalInterface
  interface Engine {
    /** The engine's hits, with raw similarities. */
    List<EngineHit> search(Nearest search) throws IOException;
  }

  /**
   * Asks both for the {@code k} nearest of every query.
   *
   * @param progress hears how many were asked
   */
  public static Agreement of(
      EngineSession session, EngineIndex index, Reference reference, LongConsumer progress)
      throws IOException {
    return of(
        search -> session.search(session.dialect().nearestWithRaw(index, search)),
        reference,
        progress);
  }

  static Agreement of(Engine engine, Reference reference, LongConsumer progress)
      throws IOException {
    int otherIds = 0;
    int otherRaws = 0;
    String firstDifference = null;
    EngineVectors vectors = reference.vectors();
    for (int query = 0; query < vectors.queryCount(); query++) {
      Nearest search = Nearest.exact(vectors.query(query), reference.k());
      List<EngineHit> hits = engine.search(search);
      CertifiedTopDocs expected = reference.library().exact(search.target(), search.k());
      boolean sameIds = sameIds(hits, expected);
      if (!sameIds) {
        otherIds++;
      } else if (!sameRaws(hits, expected)) {
        otherRaws++;
      }
      if (firstDifference == null && otherIds + otherRaws > 0) {
        firstDifference = "query " + query + ": expected " + text(expected) + ", got " + hits;
      }
      progress.accept(query + 1L);
    }
    return new Agreement(vectors.queryCount(), otherIds, otherRaws, firstDifference);
  }

  /** What answers are compared with. */
  public record Reference(EngineVectors vectors, LibraryIndex library, int k) {}

  private static boolean sameIds(List<EngineHit> hits, CertifiedTopDocs expected) {
    boolean same = hits.size() == expected.scoreDocs.length;
    for (int rank = 0; same && rank < hits.size(); rank++) {
      same = hits.get(rank).id().equals(Integer.toString(expected.hit(rank).doc));
    }
    return same;
  }

  private static boolean sameRaws(List<EngineHit> hits, CertifiedTopDocs expected) {
    boolean same = true;
    for (int rank = 0; same && rank < hits.size(); rank++) {
      same = Double.compare(hits.get(rank).raw(), expected.hit(rank).raw) == 0;
    }
    return same;
  }

  private static String text(CertifiedTopDocs expected) {
    StringBuilder text = new StringBuilder();
    for (int rank = 0; rank < expected.scoreDocs.length; rank++) {
      RawScoreDoc hit = expected.hit(rank);
      text.append(rank == 0 ? "" : ", ").append(hit);
    }
    return text.toString();
  }
}
