package org.nseekfs.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.nseekfs.benchmarks.data.VectorFile;
import org.nseekfs.cli.index.Fields;
import org.nseekfs.cli.index.StoredVectors;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.codec.PruneStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how right and how fast searches are. */
@Command(
    name = "recall",
    description = {
      "Measure how right and how fast searches are.",
      "Searches for every vector of a file, one at a time or in batches.",
      "Without --truth, right is what the stored values say in double arithmetic; a document as"
          + " near as the k-th counts as right, as far as the element type's roundings can tell."
    })
final class RecallCommand implements Callable<Integer> {

  /**
   * What the command prints with --json; the last three are means per query.
   *
   * @param pruned by the label of the stage that pruned them
   */
  record Result(
      int queries,
      int k,
      String mode,
      int threads,
      int batch,
      double recall,
      @JsonProperty("p50_ms") double p50,
      @JsonProperty("p90_ms") double p90,
      @JsonProperty("p99_ms") double p99,
      @JsonProperty("mean_ms") double mean,
      double qps,
      double documentsScored,
      Map<String, Double> pruned,
      double bytesRead) {}

  @Mixin private Output output;

  @Option(names = "--index", required = true, paramLabel = "DIR", description = "The index.")
  private Path index;

  @Option(
      names = "--vectors",
      required = true,
      paramLabel = "FILE",
      description = "Queries: .npy, .fvecs, .bvecs or .csv.")
  private Path vectors;

  @Option(
      names = "--truth",
      paramLabel = "FILE.npy",
      description = "A row a query: the ids of the nearest, nearest first.")
  private Path truthFile;

  @Option(
      names = "-k",
      defaultValue = "10",
      paramLabel = "K",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int k;

  @Option(
      names = "--mode",
      defaultValue = "EXACT",
      paramLabel = "MODE",
      description =
          "How to search: exact (default; documents that codes rule out are not compared) or scan"
              + " (every vector is compared).")
  private SearchPlan.Mode mode;

  @Option(
      names = "--batch",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Queries answered by one call, whose time they share equally (default:"
              + " ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--threads",
      defaultValue = "1",
      paramLabel = "N",
      description = "Threads that share the work of one query (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--warmup",
      defaultValue = "200",
      paramLabel = "N",
      description = "Searches before the clock starts (default: ${DEFAULT-VALUE}).")
  private int warmup;

  @Override
  public Integer call() throws IOException {
    output.requireAtLeast(1, "-k", k);
    output.requireAtLeast(1, "--threads", threads);
    output.requireAtLeast(0, "--warmup", warmup);
    output.requireAtLeast(1, "--batch", batch);
    if (batch > 1 && mode == SearchPlan.Mode.SCAN) {
      throw output.usage("--batch needs --mode exact: a scan answers one query a call");
    }
    try (ExecutorService executor = threads > 1 ? Executors.newFixedThreadPool(threads) : null;
        VectorIndex opened = VectorIndex.open(index, Fields.VECTOR, executor);
        VectorFile file = VectorFile.open(vectors)) {
      print(measure(opened, VectorSource.of(file)));
    }
    return 0;
  }

  private Result measure(VectorIndex opened, VectorSource queries) throws IOException {
    Truth truth = truth(opened, queries);
    TimedSearches searches = new TimedSearches(opened, queries, new SearchPlan(k, mode, batch));
    try (Progress progress = output.progress("searching", warmup + (long) queries.count())) {
      searches.warmUp(warmup, progress::step);
      searches.run(progress::step);
    }
    Percentiles times = searches.times();
    return new Result(
        queries.count(),
        k,
        mode.label(),
        threads,
        batch,
        searches.recall(truth),
        times.millis(50),
        times.millis(90),
        times.millis(99),
        times.meanMillis(),
        1000 / times.meanMillis(),
        searches.meanDocumentsScored(),
        pruned(searches),
        searches.meanBytesRead());
  }

  private static Map<String, Double> pruned(TimedSearches searches) {
    Map<String, Double> pruned = new LinkedHashMap<>();
    for (PruneStage stage : PruneStage.values()) {
      pruned.put(stage.label(), searches.meanDocumentsPruned(stage));
    }
    return pruned;
  }

  private Truth truth(VectorIndex opened, VectorSource queries) throws IOException {
    if (truthFile != null) {
      return GivenTruth.read(truthFile, queries.count(), k);
    }
    StoredVectors stored = new StoredVectors(opened);
    ComputedTruth computed = new ComputedTruth(opened, stored, queries, k);
    try (Progress progress = output.progress("computing the truth", stored.count())) {
      computed.compute(progress);
    }
    return computed;
  }

  private void print(Result result) throws IOException {
    if (output.isJson()) {
      output.printJson(result);
      return;
    }
    TextTable table = new TextTable("what", "figure");
    table.add("queries", Integer.toString(result.queries()));
    table.add("mode", result.mode());
    table.add("threads", Integer.toString(result.threads()));
    table.add("queries a call", Integer.toString(result.batch()));
    table.add("recall@" + k, figure("%.4f", result.recall()));
    table.add("p50, ms", figure("%.3f", result.p50()));
    table.add("p90, ms", figure("%.3f", result.p90()));
    table.add("p99, ms", figure("%.3f", result.p99()));
    table.add("mean, ms", figure("%.3f", result.mean()));
    table.add("queries a second", figure("%.1f", result.qps()));
    table.add("documents scored a query", figure("%,.1f", result.documentsScored()));
    result
        .pruned()
        .forEach((stage, mean) -> table.add("pruned a query, " + stage, figure("%,.1f", mean)));
    table.add("bytes read a query", figure("%,.1f", result.bytesRead()));
    table.print(output.out());
    output.out().flush();
  }

  private static String figure(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
