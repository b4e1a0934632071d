package org.nseekfs.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.benchmarks.engine.EngineSpec;
import org.nseekfs.benchmarks.peer.IndexBuild;
import org.nseekfs.benchmarks.peer.Workbench;
import org.nseekfs.benchmarks.peer.WriterSettings;
import org.nseekfs.benchmarks.result.EngineRow;

/** Builds the whole index of every engine, merged to one segment, round after round. */
final class IndexingBenchmark {

  private final Workbench bench;
  private final WriterSettings settings;
  private final int rounds;

  IndexingBenchmark(Workbench bench, WriterSettings settings, int rounds) {
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be positive, got " + rounds);
    }
    this.bench = bench;
    this.settings = settings;
    this.rounds = rounds;
  }

  Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("similarity", bench.data().functionName());
    parameters.put("rounds", rounds);
    parameters.put("indexing_threads", 1);
    parameters.put("merges", settings.concurrentMerges() ? "concurrent" : "on the same thread");
    parameters.put("ram_buffer_mb", settings.ramBufferMb());
    parameters.put("fsync", settings.fsync());
    parameters.put("segments_after_merge", 1);
    return parameters;
  }

  /** Runs all engines; those that have no Lucene index are rows that say so. */
  List<EngineRow> run(List<EngineSpec> specs) throws IOException {
    Map<EngineSpec, List<IndexBuild.Cost>> costs = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      bench.progress().at("rounds", round, rounds);
      for (EngineSpec spec : specs) {
        if (spec.index().isPresent()) {
          costs.computeIfAbsent(spec, newSpec -> new ArrayList<>()).add(build(spec));
        }
      }
    }
    List<EngineRow> rows = new ArrayList<>();
    for (EngineSpec spec : specs) {
      rows.add(
          costs.containsKey(spec)
              ? row(spec, costs.get(spec))
              : new EngineRow.Skipped(spec.label(), "has no Lucene index"));
    }
    return rows;
  }

  private IndexBuild.Cost build(EngineSpec spec) throws IOException {
    Path path = bench.directory().resolve("indexing");
    try {
      return new IndexBuild(spec.index().orElseThrow(), bench, settings).build(path);
    } finally {
      IOUtils.rm(path);
    }
  }

  private static EngineRow row(EngineSpec spec, List<IndexBuild.Cost> costs) {
    List<IndexBuild.Cost> sorted =
        costs.stream().sorted(Comparator.comparingDouble(IndexBuild.Cost::seconds)).toList();
    IndexBuild.Cost middle = sorted.get((sorted.size() - 1) / 2);
    double[] seconds = costs.stream().mapToDouble(IndexBuild.Cost::seconds).toArray();
    return new EngineRow.Indexed(
        spec.label(),
        seconds,
        middle.seconds(),
        middle.addSeconds(),
        middle.mergeSeconds(),
        middle.commitSeconds(),
        middle.size());
  }
}
