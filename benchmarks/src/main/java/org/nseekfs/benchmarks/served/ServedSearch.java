package org.nseekfs.benchmarks.served;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.nseekfs.engines.EngineSession;
import org.nseekfs.engines.http.Dialect;
import org.nseekfs.engines.http.EngineIndex;
import org.nseekfs.engines.http.EngineRequest;

/**
 * A way of searching that is measured.
 *
 * @param name what results call it
 * @param index null if it has none in the engine
 * @param findsNeighbours whether its hits are to be judged
 */
record ServedSearch(String name, EngineIndex index, boolean findsNeighbours, Asker asker) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Puts a query. */
  @FunctionalInterface
  public interface Asker {
    /** Returns as soon as the answer is there. */
    Answer ask(float[] target) throws IOException;
  }

  /** An answer that has arrived; it is read when it is asked for. */
  @FunctionalInterface
  public interface Answer {
    /** Rows found, best first. */
    int[] rows() throws IOException;
  }

  /** Puts a query. */
  Answer ask(float[] target) throws IOException {
    return asker.ask(target);
  }

  /** A search by the library, in this process. */
  public static ServedSearch library(String name, LibrarySearch search) {
    return new ServedSearch(
        name,
        null,
        true,
        target -> {
          TopDocs found = search.search(target);
          return () -> Arrays.stream(found.scoreDocs).mapToInt((ScoreDoc hit) -> hit.doc).toArray();
        });
  }

  /** A search by the library. */
  @FunctionalInterface
  public interface LibrarySearch {
    /** The hits of {@code target}. */
    TopDocs search(float[] target) throws IOException;
  }

  /**
   * A search over HTTP.
   *
   * @param request makes it
   */
  public static ServedSearch http(
      String name,
      EngineSession session,
      EngineIndex index,
      boolean findsNeighbours,
      BiFunction<Dialect, float[], EngineRequest> request) {
    return new ServedSearch(
        name,
        index,
        findsNeighbours,
        target -> {
          String answer = session.sendRaw(request.apply(session.dialect(), target));
          return () ->
              findsNeighbours
                  ? EngineBenchmark.rows(session.dialect().hits(MAPPER.readTree(answer)))
                  : new int[0];
        });
  }
}
