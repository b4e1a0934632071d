package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.engine.Engine;
import org.nseekfs.benchmarks.harness.Recall;
import org.nseekfs.benchmarks.result.EngineRow;
import org.nseekfs.benchmarks.result.Latency;
import org.nseekfs.engines.EngineSession;
import org.nseekfs.engines.http.EngineHit;
import org.nseekfs.engines.http.EngineIndex;

/**
 * Measures searches by our plugin beside those of the engine's own vectors, in one engine, and
 * beside the library in this process: every query is put to all of them in turn, one at a time.
 */
final class EngineBenchmark {

  private final EngineSession session;
  private final DataSet set;
  private final EngineVectors vectors;
  private final Settings settings;
  private final Consumer<String> progress;

  /**
   * How much is measured.
   *
   * @param k hits per query
   * @param rounds how often every query is put
   * @param warmup queries put before
   */
  public record Settings(int k, int rounds, int warmup) {}

  /**
   * A benchmark of an engine that runs.
   *
   * @param vectors those of {@code set}, and the queries to put
   */
  public EngineBenchmark(
      EngineSession session,
      DataSet set,
      EngineVectors vectors,
      Settings settings,
      Consumer<String> progress) {
    this.session = session;
    this.set = set;
    this.vectors = vectors;
    this.settings = settings;
    this.progress = progress;
  }

  /** An index that was built. */
  private record Built(double seconds, long bytes) {}

  /** Measures {@code searches}, whose indexes are built first. */
  public List<EngineRow> run(List<ServedSearch> searches) throws IOException {
    List<EngineIndex> indexes =
        searches.stream()
            .map(ServedSearch::index)
            .filter(index -> index != null)
            .distinct()
            .toList();
    List<Built> built = new ArrayList<>();
    for (EngineIndex index : indexes) {
      built.add(build(index));
    }
    int[][][] found = new int[searches.size()][vectors.queryCount()][];
    long[][][] nanos = new long[searches.size()][vectors.queryCount()][settings.rounds()];
    warmUp(searches);
    for (int round = 0; round < settings.rounds(); round++) {
      progress.accept("round " + (round + 1) + " of " + settings.rounds());
      for (int query = 0; query < vectors.queryCount(); query++) {
        for (int i = 0; i < searches.size(); i++) {
          long start = System.nanoTime();
          ServedSearch.Answer answer = searches.get(i).ask(vectors.query(query));
          nanos[i][query][round] = System.nanoTime() - start;
          found[i][query] = answer.rows();
        }
      }
    }
    List<EngineRow> rows = new ArrayList<>();
    for (int i = 0; i < searches.size(); i++) {
      ServedSearch search = searches.get(i);
      int place = indexes.indexOf(search.index());
      rows.add(
          new EngineRow.Served(
              search.name(),
              Latency.of(nanos[i]),
              search.findsNeighbours()
                  ? new Recall(set, settings.k()).of(found[i], Engine.Hits.EXACT).recall()
                  : null,
              place < 0 ? null : built.get(place).seconds(),
              place < 0 ? null : built.get(place).bytes()));
    }
    return rows;
  }

  private Built build(EngineIndex index) throws IOException {
    progress.accept("indexing " + index.name());
    long start = System.nanoTime();
    session.index(index, vectors.entries(), added -> {});
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Built(seconds, session.bytes(index));
  }

  private void warmUp(List<ServedSearch> searches) throws IOException {
    progress.accept("warming up");
    for (int i = 0; i < settings.warmup(); i++) {
      for (ServedSearch search : searches) {
        search.ask(vectors.query(i % vectors.queryCount()));
      }
    }
  }

  /** The rows that hits name. */
  static int[] rows(List<EngineHit> hits) {
    return hits.stream().mapToInt(hit -> Integer.parseInt(hit.id())).toArray();
  }
}
