package org.nseekfs.cli.measure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.index.DocumentIds;
import org.nseekfs.cli.index.IndexChoice;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorOptions;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.output.CommandFailedException;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.output.TextTable;
import org.nseekfs.cli.search.ModeOptions;
import org.nseekfs.cli.search.QueryMode;
import org.nseekfs.cli.search.SearchPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how right and how fast searches are. */
@Command(
    name = "recall",
    description = {
      "Measure how right and how fast searches are.",
      "Searches for every vector of a file, or for a sample of the vectors in the index, one at a"
          + " time or in batches.",
      "Without --truth, right is what the stored values say in double arithmetic; a document as"
          + " near as the k-th counts as right, as far as the element type's roundings can tell.",
      "For a sample, right is what certified exact search finds; a document is not counted as its"
          + " own neighbour.",
      "An index without a segment in nseek's format is searched with --mode knn, unless another mode"
          + " is given: the recall is that of its own graph."
    })
public final class RecallCommand implements Callable<Integer> {

  private static final int DEFAULT_SAMPLE = 1000;

  /**
   * What the command prints with --json; {@code means} are per query.
   *
   * @param sampled queries that are vectors of the index; null if they are those of a file
   * @param recallTarget null if the mode takes none
   * @param candidates that Lucene's own query collects for each; null in other modes
   * @param means null if Lucene's own query was asked, which does not tell them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(
      int queries,
      Integer sampled,
      int k,
      String mode,
      Double recallTarget,
      Integer candidates,
      int threads,
      int batch,
      double recall,
      @JsonProperty("p50_ms") double p50,
      @JsonProperty("p90_ms") double p90,
      @JsonProperty("p99_ms") double p99,
      @JsonProperty("mean_ms") double mean,
      double qps,
      @JsonUnwrapped SearchMeans means) {}

  @Mixin private Output output;

  @Mixin private IndexChoice index;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Queries: " + VectorOptions.FORMATS + " (default: vectors that are in the index).")
  private Path vectors;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Without --vectors: how many vectors of the index to search for, drawn at random, the"
              + " same in every run (default: "
              + DEFAULT_SAMPLE
              + ", or all if there are fewer).")
  private Integer sample;

  @Option(
      names = "--truth",
      paramLabel = "FILE",
      description = "A row a query: the ids of the nearest, nearest first; in the same formats.")
  private Path truthFile;

  @Option(
      names = "-k",
      defaultValue = "10",
      paramLabel = "K",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int k;

  @Mixin private VectorOptions reading;

  @Mixin private ModeOptions how;

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
    requireQueries();
    // Wrong options are told before the index is opened.
    plan(QueryMode.EXACT);
    try (ExecutorService executor = threads > 1 ? Executors.newFixedThreadPool(threads) : null;
        VectorIndex opened = index.open(executor)) {
      SearchPlan plan = plan(opened.isOurs() ? QueryMode.EXACT : QueryMode.KNN);
      print(vectors == null ? measureSample(opened, plan) : measureFile(opened, plan));
    }
    return 0;
  }

  private SearchPlan plan(QueryMode unlessAsked) {
    SearchPlan plan = how.plan(output, k, batch, unlessAsked);
    if (batch > 1 && plan.mode() != QueryMode.EXACT) {
      throw output.usage(
          "--batch needs --mode exact: mode " + plan.mode().label() + " answers one query a call");
    }
    return plan;
  }

  private void requireQueries() {
    if (vectors != null && sample != null) {
      throw output.usage("--sample and --vectors exclude each other");
    }
    if (vectors == null && truthFile != null) {
      throw output.usage("--truth needs --vectors: it has a row for each of them");
    }
    if (sample != null) {
      output.requireAtLeast(1, "--sample", sample);
    }
  }

  private Result measureFile(VectorIndex opened, SearchPlan plan) throws IOException {
    try (VectorFile file = reading.open(vectors)) {
      VectorSource queries = reading.read(file);
      Truth truth = truth(opened, queries);
      TimedSearches searches = search(opened, queries, plan);
      double recall = searches.recall(truth, Math.min(k, opened.reader().numDocs()));
      return result(plan, searches, null, recall, searches.meansOrNull());
    }
  }

  private Result measureSample(VectorIndex opened, SearchPlan plan) throws IOException {
    IndexVectors stored = new IndexVectors(opened);
    if (stored.count() < 2) {
      throw new CommandFailedException(
          "a sample needs an index of at least 2 vectors, and "
              + index.path()
              + " has "
              + stored.count());
    }
    StoredSample sampled = StoredSample.of(stored, sample == null ? DEFAULT_SAMPLE : sample);
    int nearest = Math.min(k, stored.count() - 1);
    SampleTruth truth = new SampleTruth(sampled, nearest);
    try (Progress progress = output.progress("searching for the truth", sampled.count())) {
      truth.compute(opened, progress);
    }
    TimedSearches searches = search(opened, sampled, plan.withSelf(nearest));
    double recall = searches.recall(truth, nearest);
    SearchMeans means = searches.meansOrNull();
    return result(
        plan, searches, sampled.count(), recall, means == null ? null : means.withoutSelf(nearest));
  }

  private TimedSearches search(VectorIndex opened, VectorSource queries, SearchPlan plan)
      throws IOException {
    TimedSearches searches = new TimedSearches(opened, queries, plan);
    try (Progress progress = output.progress("searching", warmup + (long) queries.count())) {
      searches.warmUp(warmup, progress::step);
      searches.run(progress::step);
    }
    return searches;
  }

  private Result result(
      SearchPlan plan, TimedSearches searches, Integer sampled, double recall, SearchMeans means) {
    Percentiles times = searches.times();
    return new Result(
        searches.count(),
        sampled,
        k,
        plan.mode().label(),
        plan.mode().takesRecallTarget() ? plan.recallTarget() : null,
        plan.mode() == QueryMode.KNN ? plan.candidates() : null,
        threads,
        batch,
        recall,
        times.millis(50),
        times.millis(90),
        times.millis(99),
        times.meanMillis(),
        1000 / times.meanMillis(),
        means);
  }

  private Truth truth(VectorIndex opened, VectorSource queries) throws IOException {
    if (truthFile != null) {
      return GivenTruth.read(truthFile, queries.count(), k, new DocumentIds(opened.reader(), null));
    }
    IndexVectors stored = new IndexVectors(opened);
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
    if (result.sampled() != null) {
      table.add("of them vectors of the index", Integer.toString(result.sampled()));
    }
    table.add("mode", result.mode());
    if (result.recallTarget() != null) {
      table.add("recall target", figure("%.4f", result.recallTarget()));
    }
    if (result.candidates() != null) {
      table.add("candidates a query", Integer.toString(result.candidates()));
    }
    table.add("threads", Integer.toString(result.threads()));
    table.add("queries a call", Integer.toString(result.batch()));
    table.add("recall@" + k, figure("%.4f", result.recall()));
    table.add("p50, ms", figure("%.3f", result.p50()));
    table.add("p90, ms", figure("%.3f", result.p90()));
    table.add("p99, ms", figure("%.3f", result.p99()));
    table.add("mean, ms", figure("%.3f", result.mean()));
    table.add("queries a second", figure("%.1f", result.qps()));
    if (result.means() != null) {
      result.means().addTo(table);
    }
    table.print(output.out());
    output.out().flush();
  }

  private static String figure(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }
}
