package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.cli.index.DisposableDirectory;
import org.nseekfs.cli.output.Output;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.cli.output.TextTable;
import org.nseekfs.engines.EngineSession;
import org.nseekfs.engines.InstalledEngine;
import org.nseekfs.engines.http.EngineIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Holds a real engine's answers against the library's. */
@Command(
    name = "check-engine",
    description = {
      "Compare a real engine's answers with the library's, bit by bit.",
      "Installs the plugin into a released engine by the engine's own installer, indexes a data set"
          + " into one shard and into three, searches over HTTP, restarts the engine, searches again."
    })
public final class CheckEngineCommand implements Callable<Integer> {

  private static final int[] SHARDS = {1, 3};

  @Mixin private Output output;

  @Mixin private EngineDataOptions options;

  /** What was found when. */
  record Row(int shards, String when, Agreement agreement) {}

  /** What the command prints with --json. */
  record Result(String engine, int vectors, int k, List<Row> rows) {}

  @Override
  public Integer call() throws IOException {
    EngineOption option = options.engine(output);
    try (DisposableDirectory work = DisposableDirectory.temporary();
        DataSet set = options.open()) {
      EngineVectors vectors = options.vectors(set);
      InstalledEngine installed = option.install(work.path(), false);
      Path folder = Files.createDirectory(work.path().resolve("library"));
      try (LibraryIndex library = new LibraryIndex(vectors, folder)) {
        List<Row> rows = check(installed, new Agreement.Reference(vectors, library, options.k()));
        print(new Result(installed.name(), vectors.count(), options.k(), rows));
        return rows.stream().allMatch(row -> row.agreement().isComplete()) ? 0 : 1;
      }
    }
  }

  private List<Row> check(InstalledEngine installed, Agreement.Reference reference)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    try (EngineSession session = EngineSession.start(installed)) {
      for (int shards : SHARDS) {
        try (Progress progress =
            output.progress("indexing, shards " + shards, reference.vectors().count())) {
          session.index(index(reference, shards), reference.vectors().entries(), progress::stepTo);
        }
      }
      ask(session, reference, "as indexed", rows);
      session.restart();
      ask(session, reference, "after a restart", rows);
    }
    return rows;
  }

  private void ask(
      EngineSession session, Agreement.Reference reference, String when, List<Row> rows)
      throws IOException {
    for (int shards : SHARDS) {
      String task = "searching, shards " + shards + ", " + when;
      try (Progress progress = output.progress(task, reference.vectors().queryCount())) {
        EngineIndex index = index(reference, shards);
        rows.add(new Row(shards, when, Agreement.of(session, index, reference, progress::stepTo)));
      }
    }
  }

  private static EngineIndex index(Agreement.Reference reference, int shards) {
    return new EngineIndex(
        "nseek-shards-" + shards,
        EngineIndex.Vectors.NSEEK,
        reference.vectors().dimension(),
        reference.vectors().similarityFunction(),
        shards);
  }

  private void print(Result result) throws IOException {
    if (output.isJson()) {
      output.printJson(result);
      return;
    }
    PrintWriter out = output.out();
    out.println(
        result.engine()
            + ", "
            + result.vectors()
            + " vectors, the "
            + result.k()
            + " nearest, compared with the library's ids, order and raw similarities:");
    out.println();
    TextTable table = new TextTable("shards", "", "queries", "other ids", "other similarities");
    for (Row row : result.rows()) {
      table.add(
          Integer.toString(row.shards()),
          row.when(),
          Integer.toString(row.agreement().queries()),
          Integer.toString(row.agreement().otherIds()),
          Integer.toString(row.agreement().otherRaws()));
    }
    table.print(out);
    for (Row row : result.rows()) {
      if (row.agreement().firstDifference() != null) {
        out.println(row.shards() + " shards, " + row.agreement().firstDifference());
      }
    }
    out.flush();
  }
}
