package org.nseekfs.benchmarks.harness;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.engine.Engine;
import org.nseekfs.benchmarks.engine.EngineSpec;
import org.nseekfs.benchmarks.peer.Conditions;
import org.nseekfs.benchmarks.peer.ProgressLines;
import org.nseekfs.benchmarks.peer.WorkDirectory;
import org.nseekfs.benchmarks.peer.Workbench;
import org.nseekfs.benchmarks.peer.WriterSettings;
import org.nseekfs.benchmarks.result.EngineRow;
import org.nseekfs.benchmarks.result.Environment;
import org.nseekfs.benchmarks.result.ResultLog;
import org.nseekfs.benchmarks.result.ResultTable;
import org.nseekfs.benchmarks.result.RunRecord;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nseek bench}: measures engines against each other and keeps the results. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measure ours and other engines on the same data, in the same run, on one thread.")
public final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "directory with base.npy, query.npy, neighbors.npy, similarities.npy and, where the"
              + " similarity is not dot_product, dataset.properties")
  private Path data;

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "ENGINE[:PARAMETER]",
      description =
          "what to measure, separated by commas: nseek-f8, -f16, -bf16, -f32, -f64, nseek-scan-f8 to"
              + " -f64, nseek-batch-f32 (all these also with :nolsh or :nocodes), nseek-lsh-f8 to"
              + " -f64 and nseek-auto-f32 (each with :RECALL_TARGET), lucene-flat,"
              + " lucene-hnsw[:CANDIDATES], faiss-flat, faiss-panorama, faiss-flat-batch, read;"
              + " default: all but lucene-hnsw. Answers of nseek-X are compared, bit by bit, with"
              + " those of nseek-scan-X where both are measured")
  private List<String> engines = defaultEngines();

  @Option(names = "--queries", description = "how many queries of the set; default: all")
  private Integer queries;

  @Option(names = "--rounds", description = "how often; default: ${DEFAULT-VALUE}")
  private int rounds = 5;

  @Option(
      names = "--turn",
      description = "queries of an engine before the next one's turn; default: ${DEFAULT-VALUE}")
  private int turn = 50;

  @Option(
      names = "--batch",
      description = "queries a call of engines that answer batches; default: ${DEFAULT-VALUE}")
  private int batch = 1000;

  @Option(
      names = "--warmup",
      description = "queries of every engine before measuring; default: ${DEFAULT-VALUE}")
  private int warmup = 500;

  @Option(
      names = {"-k", "--k"},
      description = "hits per query; default: ${DEFAULT-VALUE}")
  private int k = 10;

  @Option(
      names = "--filter",
      paramLabel = "[alike:]SHARE",
      description =
          "search with a filter that accepts so large a share of the vectors, above 0 and at most 1:"
              + " drawn at random, or with alike: those most similar to the first one")
  private String filter = "1";

  @Option(
      names = "--segments",
      description =
          "how many the indexes have, the i-th as large as the first divided by i; default:"
              + " ${DEFAULT-VALUE}")
  private int segments = 1;

  @Option(
      names = "--deletes",
      paramLabel = "SHARE",
      description = "the share of the vectors that are deleted; default: ${DEFAULT-VALUE}")
  private double deletes;

  @Option(
      names = "--stored-truth",
      description =
          "judge the hits of nseek-f8, -f16 and -bf16 by brute force over the rounded vectors too")
  private boolean storedTruth;

  @Option(
      names = "--indexing",
      description = "measure building the indexes (one forced merge included), not searching")
  private boolean indexing;

  @Option(
      names = "--ram-buffer-mb",
      description = "with --indexing: RAM buffer in MB; default: ${DEFAULT-VALUE}")
  private double ramBufferMb = WriterSettings.DEFAULT.ramBufferMb();

  @Option(
      names = "--concurrent-merges",
      description = "with --indexing: merge on threads beside the indexing thread")
  private boolean concurrentMerges;

  @Option(names = "--no-fsync", description = "with --indexing: do not force files to the disk")
  private boolean noFsync;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "append the result to DIR/NAME.jsonl (NAME of the data directory), and generate"
              + " RESULTS.md beside DIR")
  private Path out;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "keep the indexes here, and search those of Lucene's formats that are here already;"
              + " default: a temporary directory")
  private Path work;

  @Option(names = "--python", description = "for faiss-flat; default: ${DEFAULT-VALUE}")
  private String python = "python3";

  @Option(names = "--json", description = "print one JSON object instead of a table")
  private boolean json;

  /** Runs this command alone. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchCommand()).execute(arguments));
  }

  private static List<String> defaultEngines() {
    return Arrays.stream(Engine.values())
        .filter(engine -> engine != Engine.LUCENE_HNSW)
        .map(Engine::label)
        .toList();
  }

  @Override
  public Integer call() throws IOException {
    List<EngineSpec> specs = usage(() -> engines.stream().map(EngineSpec::parse).toList());
    Conditions conditions = usage(this::conditions);
    Path directory = work == null ? Files.createTempDirectory("nseek-bench") : work;
    try (DataSet set = DataSet.open(data)) {
      DataSet searched = conditions.allRows() ? set : set.among(conditions.findable(set));
      RunRecord run = run(searched, conditions, specs, directory);
      PrintWriter standardOut = spec.commandLine().getOut();
      standardOut.println(json ? ResultLog.json(run) : ResultTable.run(ResultLog.json(run)));
      standardOut.flush();
      if (out != null) {
        new ResultLog(out).append(run);
      }
      return answersAsTheScans(run) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } finally {
      if (work == null) {
        IOUtils.rm(directory);
      }
    }
  }

  private RunRecord run(DataSet set, Conditions conditions, List<EngineSpec> specs, Path directory)
      throws IOException {
    usage(() -> requireK(set));
    Map<String, String> checksums = set.checksums();
    String name =
        set.name() + "-" + set.functionName() + "-" + checksums.get(DataSet.BASE).substring(0, 8);
    Workbench bench =
        new Workbench(
            set,
            conditions,
            new WorkDirectory(directory.resolve(name)),
            k,
            python,
            new ProgressLines(spec.commandLine().getErr()));
    Map<String, Object> parameters;
    List<EngineRow> rows;
    if (indexing) {
      IndexingBenchmark benchmark =
          usage(() -> new IndexingBenchmark(bench, writerSettings(), rounds));
      parameters = benchmark.parameters();
      rows = benchmark.run(specs);
    } else {
      SearchBenchmark benchmark =
          usage(() -> new SearchBenchmark(bench, searchSettings(set), storedTruth));
      parameters = benchmark.parameters();
      rows = benchmark.run(specs);
    }
    return new RunRecord(
        indexing ? "indexing" : "search",
        Environment.current(),
        new RunRecord.DataDescription(
            set.name(), set.base().count(), set.base().dimension(), checksums),
        parameters,
        rows);
  }

  private boolean answersAsTheScans(RunRecord run) {
    boolean all = true;
    for (EngineRow row : run.engines()) {
      int mismatches = row instanceof EngineRow.Searched searched ? searched.mismatches() : 0;
      if (mismatches > 0) {
        all = false;
        PrintWriter err = spec.commandLine().getErr();
        err.println(row.engine() + " answered otherwise than its scan: queries " + mismatches);
        err.flush();
      }
    }
    return all;
  }

  private Conditions conditions() {
    Conditions conditions = Conditions.of(filter, segments, deletes);
    if (indexing && !conditions.equals(Conditions.NONE)) {
      throw new IllegalArgumentException(
          "--indexing is measured with one segment, without --filter and --deletes");
    }
    if (storedTruth && !conditions.equals(Conditions.NONE)) {
      throw new IllegalArgumentException(
          "--stored-truth judges all vectors of one segment, without --filter and --deletes");
    }
    return conditions;
  }

  private int requireK(DataSet set) {
    int most = Math.min(set.truthDepth(), set.base().count());
    if (k < 1 || k > most) {
      throw new IllegalArgumentException(
          "k must be 1.." + most + ", as deep as the truth of " + set.name() + ", got " + k);
    }
    return k;
  }

  private WriterSettings writerSettings() {
    return new WriterSettings(ramBufferMb, concurrentMerges, !noFsync);
  }

  private SearchBenchmark.Settings searchSettings(DataSet set) {
    int asked = queries == null ? set.queryCount() : queries;
    if (asked > set.queryCount()) {
      throw new IllegalArgumentException(
          "queries must be 1.." + set.queryCount() + ", all of " + set.name() + ", got " + asked);
    }
    return new SearchBenchmark.Settings(asked, rounds, turn, batch, warmup);
  }

  /** What is made of options; where they are wrong, that is an error in usage. */
  private <T> T usage(Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
