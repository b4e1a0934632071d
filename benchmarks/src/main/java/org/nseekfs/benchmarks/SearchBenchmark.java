package org.nseekfs.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nseekfs.benchmarks.engine.Answer;
import org.nseekfs.benchmarks.engine.Engine;
import org.nseekfs.benchmarks.engine.EngineSpec;
import org.nseekfs.benchmarks.engine.EngineUnavailableException;
import org.nseekfs.benchmarks.engine.Session;
import org.nseekfs.benchmarks.engine.Workbench;
import org.nseekfs.benchmarks.result.EngineRow;
import org.nseekfs.benchmarks.result.Latency;

/**
 * Searches with several engines in turns: each answers a few queries, then the next engine the same
 * queries, in an order that rotates, so that whatever slows the machine slows all of them.
 */
final class SearchBenchmark {

  private final Workbench bench;
  private final Settings settings;

  SearchBenchmark(Workbench bench, Settings settings) {
    this.bench = bench;
    this.settings = settings;
  }

  /**
   * How much is measured.
   *
   * @param queries the first so many queries of the data set
   * @param rounds how often every query is searched
   * @param turn queries in a row by one engine
   * @param warmup queries by every engine before that, also in turns
   */
  record Settings(int queries, int rounds, int turn, int warmup) {

    Settings {
      requirePositive("queries", queries);
      requirePositive("rounds", rounds);
      requirePositive("turn", turn);
      if (warmup < 0) {
        throw new IllegalArgumentException("warmup must not be negative, got " + warmup);
      }
    }

    private static void requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be positive, got " + value);
      }
    }
  }

  Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("k", bench.k());
    parameters.put("similarity", bench.data().functionName());
    parameters.put("threads", 1);
    parameters.put("segments", 1);
    parameters.put("queries", settings.queries());
    parameters.put("rounds", settings.rounds());
    parameters.put("turn", settings.turn());
    parameters.put("warmup", settings.warmup());
    return parameters;
  }

  /** Runs all engines; those that cannot run are rows that say so. */
  List<EngineRow> run(List<EngineSpec> specs) throws IOException {
    List<EngineRow> skipped = new ArrayList<>();
    List<Contender> contenders = new ArrayList<>();
    try {
      for (EngineSpec spec : specs) {
        try {
          contenders.add(new Contender(spec, spec.open(bench), settings));
        } catch (EngineUnavailableException e) {
          skipped.add(new EngineRow.Skipped(spec.label(), e.getMessage()));
        }
      }
      List<EngineRow> rows = measure(contenders);
      rows.addAll(skipped);
      return rows;
    } finally {
      for (Contender contender : contenders) {
        contender.session.close();
      }
    }
  }

  private List<EngineRow> measure(List<Contender> contenders) throws IOException {
    for (int first = 0; first < settings.warmup(); first += settings.turn()) {
      bench.progress().at("warm up", first, settings.warmup());
      takeTurns(contenders, first, Math.min(first + settings.turn(), settings.warmup()), -1);
    }
    for (int round = 0; round < settings.rounds(); round++) {
      bench.progress().at("measure, rounds", round, settings.rounds());
      for (int first = 0; first < settings.queries(); first += settings.turn()) {
        takeTurns(contenders, first, Math.min(first + settings.turn(), settings.queries()), round);
      }
    }
    bench.progress().at("measure, rounds", settings.rounds(), settings.rounds());
    List<EngineRow> rows = new ArrayList<>();
    for (Contender contender : contenders) {
      rows.add(contender.row(new Recall(bench.data(), bench.k())));
    }
    return rows;
  }

  private void takeTurns(List<Contender> contenders, int first, int end, int round)
      throws IOException {
    List<Contender> order = new ArrayList<>(contenders);
    Collections.rotate(order, -(first / settings.turn()));
    for (Contender contender : order) {
      for (int i = first; i < end; i++) {
        int query = i % settings.queries();
        Answer answer = contender.session.search(query);
        if (round >= 0) {
          contender.note(query, round, answer);
        }
      }
    }
  }

  /** An engine in the run, and what it has done so far. */
  private static final class Contender {
    private final EngineSpec spec;
    private final Session session;
    private final long[][] nanos;
    private final Answer[] answers;

    Contender(EngineSpec spec, Session session, Settings settings) {
      this.spec = spec;
      this.session = session;
      this.nanos = new long[settings.queries()][settings.rounds()];
      this.answers = new Answer[settings.queries()];
    }

    void note(int query, int round, Answer answer) {
      nanos[query][round] = answer.nanos();
      answers[query] = answer;
    }

    EngineRow row(Recall recall) throws IOException {
      int[][] found = new int[answers.length][];
      double documents = 0;
      double bytes = 0;
      for (int query = 0; query < answers.length; query++) {
        found[query] = answers[query].rows();
        documents += answers[query].documentsScored();
        bytes += answers[query].bytesRead();
      }
      Latency latency = Latency.of(nanos);
      Double meanBytes = known(bytes / answers.length);
      return new EngineRow.Searched(
          spec.label(),
          session.detail(),
          latency,
          recall.of(found, spec.engine().hits()),
          new EngineRow.Effort(
              spec.engine().hits() == Engine.Hits.NONE ? null : known(documents / answers.length),
              meanBytes,
              meanBytes == null ? null : meanBytes / latency.p50Ms() / 1e6,
              session.indexBytes()));
    }

    private static Double known(double mean) {
      return mean < 0 ? null : mean;
    }
  }
}
