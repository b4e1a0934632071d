package org.nseekfs.benchmarks.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nseekfs.benchmarks.engine.Engine;
import org.nseekfs.benchmarks.engine.EngineSpec;
import org.nseekfs.benchmarks.peer.EngineUnavailableException;
import org.nseekfs.benchmarks.peer.Workbench;
import org.nseekfs.benchmarks.result.EngineRow;

/**
 * Searches with several engines in turns: each answers a few queries, then the next engine the same
 * queries, in an order that rotates, so that whatever slows the machine slows all of them.
 */
final class SearchBenchmark {

  private final Workbench bench;
  private final Settings settings;
  private final boolean overStored;

  /** With {@code overStored}, hits of engines that round are judged over what they store too. */
  SearchBenchmark(Workbench bench, Settings settings, boolean overStored) {
    this.bench = bench;
    this.settings = settings;
    this.overStored = overStored;
  }

  /**
   * How much is measured.
   *
   * @param queries the first so many queries of the data set
   * @param rounds how often every query is searched
   * @param turn queries in a row by one engine
   * @param batch queries a call of engines that answer batches
   * @param warmup queries by every engine before that, also in turns
   */
  record Settings(int queries, int rounds, int turn, int batch, int warmup) {

    Settings {
      requirePositive("queries", queries);
      requirePositive("rounds", rounds);
      requirePositive("turn", turn);
      requirePositive("batch", batch);
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
    parameters.putAll(bench.conditions().parameters());
    parameters.put("queries", settings.queries());
    parameters.put("rounds", settings.rounds());
    parameters.put("turn", settings.turn());
    parameters.put("batch", settings.batch());
    parameters.put("warmup", settings.warmup());
    return parameters;
  }

  /** Runs all engines; those that cannot run are rows that say so. */
  List<EngineRow> run(List<EngineSpec> specs) throws IOException {
    List<Contender> contenders = new ArrayList<>();
    List<EngineRow> skipped = new ArrayList<>();
    try {
      for (EngineSpec spec : specs) {
        try {
          contenders.add(
              new Contender(spec, spec.open(bench), settings.queries(), settings.rounds()));
        } catch (EngineUnavailableException e) {
          skipped.add(new EngineRow.Skipped(spec.label(), e.getMessage()));
        }
      }
      measure(contenders);
      List<EngineRow> rows = rows(contenders);
      rows.addAll(skipped);
      return rows;
    } finally {
      for (Contender contender : contenders) {
        contender.close();
      }
    }
  }

  private void measure(List<Contender> contenders) throws IOException {
    bench.progress().at("warm up", 0, settings.warmup());
    takeTurns(contenders, settings.warmup(), Contender::warmUp);
    for (int round = 0; round < settings.rounds(); round++) {
      int current = round;
      bench.progress().at("measure, rounds", round, settings.rounds());
      takeTurns(
          contenders,
          settings.queries(),
          (contender, queries) -> contender.measure(queries, current));
    }
    bench.progress().at("measure, rounds", settings.rounds(), settings.rounds());
  }

  /** What an engine does in its turn. */
  @FunctionalInterface
  private interface Turn {
    void take(Contender contender, int[] queries) throws IOException;
  }

  /**
   * Has every engine answer {@code total} queries. One that answers batches answers a whole batch
   * when the others come to its first query, and sits out their turns until they have passed it.
   */
  private void takeTurns(List<Contender> contenders, int total, Turn turn) throws IOException {
    Map<Contender, Integer> answered = new HashMap<>();
    for (int first = 0; first < total; first += settings.turn()) {
      int end = Math.min(first + settings.turn(), total);
      List<Contender> order = new ArrayList<>(contenders);
      Collections.rotate(order, -(first / settings.turn()));
      for (Contender contender : order) {
        int size = contender.answersBatches() ? settings.batch() : settings.turn();
        int from = answered.getOrDefault(contender, 0);
        while (from < end) {
          int to = Math.min(from + size, total);
          turn.take(contender, queries(from, to));
          from = to;
        }
        answered.put(contender, from);
      }
    }
  }

  /** Queries {@code from} to {@code to}, exclusive; after the last one the first again. */
  private int[] queries(int from, int to) {
    return IntStream.range(from, to).map(i -> i % settings.queries()).toArray();
  }

  private List<EngineRow> rows(List<Contender> contenders) throws IOException {
    Map<Engine, Contender> byEngine = new EnumMap<>(Engine.class);
    contenders.forEach(contender -> byEngine.putIfAbsent(contender.engine(), contender));
    Recall recall = new Recall(bench.data(), bench.k());
    List<EngineRow> rows = new ArrayList<>();
    for (Contender contender : contenders) {
      Integer mismatches =
          contender.engine().scan().map(byEngine::get).map(contender::differencesFrom).orElse(null);
      rows.add(
          contender.row(contender.accuracy(recall, overStored).withScanMismatches(mismatches)));
    }
    return rows;
  }
}
