package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.result.EngineRow;
import org.nseekfs.benchmarks.result.Environment;
import org.nseekfs.benchmarks.result.ResultLog;
import org.nseekfs.benchmarks.result.ResultTable;
import org.nseekfs.benchmarks.result.RunRecord;
import org.nseekfs.cli.index.DisposableDirectory;
import org.nseekfs.cli.output.Output;
import org.nseekfs.engines.EngineSession;
import org.nseekfs.engines.InstalledEngine;
import org.nseekfs.engines.http.EngineIndex;
import org.nseekfs.engines.http.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures our plugin in a real engine beside the engine's own vectors. */
@Command(
    name = "bench-engine",
    description =
        "Measure our plugin beside a real engine's own vectors, over HTTP, in one engine, on the same"
            + " data; and the library in this process.")
public final class BenchEngineCommand implements Callable<Integer> {

  private static final int SHARDS = 3;

  @Mixin private Output output;

  @Mixin private EngineDataOptions options;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--warmup",
      defaultValue = "1000",
      description = "Queries of each before measuring (default: ${DEFAULT-VALUE}).")
  private int warmup;

  @Option(
      names = "--recall-targets",
      split = ",",
      defaultValue = "0.95",
      paramLabel = "SHARE",
      description = "Of our searches by sign codes (default: ${DEFAULT-VALUE}).")
  private List<Double> recallTargets;

  @Option(
      names = "--candidates",
      split = ",",
      defaultValue = "20,100",
      paramLabel = "N",
      description = "Of the engine's searches of its graph (default: ${DEFAULT-VALUE}).")
  private List<Integer> candidates;

  @Option(
      names = "--rivals",
      split = ",",
      defaultValue = "FLAT,HNSW",
      paramLabel = "KIND",
      description = "The engine's own vectors to measure: flat, hnsw (default: both).")
  private List<EngineIndex.Vectors> rivals;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Append the result to DIR/NAME.jsonl (NAME of the data directory), and generate RESULTS.md beside DIR.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    EngineOption option = options.engine(output);
    output.requireAtLeast(1, "--rounds", rounds);
    try (DisposableDirectory work = DisposableDirectory.temporary();
        DataSet set = options.open()) {
      EngineVectors vectors = options.vectors(set);
      InstalledEngine installed = option.install(work.path(), true);
      Path folder = Files.createDirectory(work.path().resolve("library"));
      try (LibraryIndex library = new LibraryIndex(vectors, folder);
          EngineSession session = EngineSession.start(installed)) {
        EngineBenchmark benchmark =
            new EngineBenchmark(
                session,
                set,
                vectors,
                new EngineBenchmark.Settings(options.k(), rounds, warmup),
                output::note);
        report(record(set, vectors, installed, benchmark.run(searches(session, library, vectors))));
      }
    }
    return 0;
  }

  private List<ServedSearch> searches(
      EngineSession session, LibraryIndex library, EngineVectors vectors) {
    List<ServedSearch> searches = new ArrayList<>();
    EngineIndex ours = index(vectors, EngineIndex.Vectors.NSEEK, 1);
    searches.add(ServedSearch.library("library", target -> library.exact(target, options.k())));
    searches.add(
        ServedSearch.http(
            "match_all",
            session,
            ours,
            false,
            (dialect, target) -> dialect.matchAll(ours, options.k())));
    searches.add(
        ServedSearch.http(
            "match_all and a vector",
            session,
            ours,
            false,
            (dialect, target) ->
                dialect.matchAllWithTarget(ours, Nearest.exact(target, options.k()))));
    searches.add(nearest("nseek", session, ours, null, options.k()));
    EngineIndex sharded = index(vectors, EngineIndex.Vectors.NSEEK, SHARDS);
    searches.add(nearest("nseek, " + SHARDS + " shards", session, sharded, null, options.k()));
    for (double target : recallTargets) {
      searches.add(
          ServedSearch.library(
              "library-lsh:" + target, vector -> library.lsh(vector, options.k(), target)));
      searches.add(nearest("nseek-lsh:" + target, session, ours, target, options.k()));
    }
    for (EngineIndex.Vectors rival : rivals) {
      EngineIndex index = index(vectors, rival, 1);
      if (rival == EngineIndex.Vectors.HNSW) {
        candidates.forEach(
            count -> searches.add(nearest("hnsw:" + count, session, index, null, count)));
      } else {
        searches.add(nearest("flat", session, index, null, options.k()));
      }
    }
    return searches;
  }

  private ServedSearch nearest(
      String name, EngineSession session, EngineIndex index, Double recallTarget, int candidates) {
    return ServedSearch.http(
        name,
        session,
        index,
        true,
        (dialect, target) ->
            dialect.nearest(index, new Nearest(target, options.k(), recallTarget, candidates)));
  }

  private static EngineIndex index(EngineVectors vectors, EngineIndex.Vectors kind, int shards) {
    return new EngineIndex(
        (kind + "-" + shards).toLowerCase(Locale.ROOT),
        kind,
        vectors.dimension(),
        vectors.similarityFunction(),
        shards);
  }

  private RunRecord record(
      DataSet set, EngineVectors vectors, InstalledEngine installed, List<EngineRow> rows)
      throws IOException {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("engine", installed.name());
    parameters.put("k", options.k());
    parameters.put("similarity", set.functionName());
    parameters.put("queries", vectors.queryCount());
    parameters.put("rounds", rounds);
    parameters.put("warmup", warmup);
    return new RunRecord(
        "served",
        Environment.current(),
        new RunRecord.DataDescription(
            set.name(), set.base().count(), set.base().dimension(), set.checksums()),
        parameters,
        rows);
  }

  private void report(RunRecord run) throws IOException {
    output
        .out()
        .println(output.isJson() ? ResultLog.json(run) : ResultTable.run(ResultLog.json(run)));
    output.out().flush();
    if (out != null) {
      new ResultLog(out).append(run);
    }
  }
}
