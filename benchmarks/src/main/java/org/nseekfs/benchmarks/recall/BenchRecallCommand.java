package org.nseekfs.benchmarks.recall;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.nseekfs.benchmarks.result.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nseek bench-recall}: whether recall targets are kept. */
@Command(
    name = "bench-recall",
    mixinStandardHelpOptions = true,
    description = {
      "Measure what share of the true hits searches to a recall target deliver, over data, lengths,"
          + " similarities, filters, deletes, segments, element types and queries of many kinds."
          + " Prints a table; the same arguments give the same one.",
      "Exits with 1 if a target was missed."
    })
public final class BenchRecallCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--work",
      required = true,
      paramLabel = "DIR",
      description = "where indexes are written")
  private Path work;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "a data set of nseek bench, beside those that are made; may be repeated")
  private List<Path> data = List.of();

  @Option(
      names = "--count",
      defaultValue = "40000",
      description = "vectors of a case; default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--queries",
      defaultValue = "200",
      description = "queries of a case; default: ${DEFAULT-VALUE}")
  private int queries;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description =
          "what is made at random is made from it: vectors, queries, lengths, filters; default:"
              + " ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--rows",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "only cases whose row, without figures, this is found in")
  private String only;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "a page to write, with the table and what it tells")
  private Path out;

  @Override
  public Integer call() throws IOException {
    String commit = Environment.current().commit();
    PrintWriter console = spec.commandLine().getOut();
    console.println(RecallRow.header());
    Sample sample = new Sample(count, queries, seed);
    List<RecallRow> rows = measure(sample, console);
    console.println(RecallPage.sum(rows));
    if (out != null) {
      Files.writeString(out, new RecallPage(command(), commit, sample, rows).markdown());
    }
    return rows.stream().allMatch(RecallRow::isKept) ? 0 : 1;
  }

  /** Measures the cases wanted; prints each row when it is there. */
  private List<RecallRow> measure(Sample sample, PrintWriter console) throws IOException {
    Pattern wanted = Pattern.compile(only);
    List<RecallRow> rows = new ArrayList<>();
    Files.createDirectories(work);
    try (Directory directory = new MMapDirectory(work.resolve("recall"));
        RecallMatrix matrix = new RecallMatrix(directory, sample)) {
      for (RecallCase of : RecallCases.all(data)) {
        if (wanted.matcher(of.label()).find()) {
          for (RecallRow row : matrix.measure(of)) {
            console.println(row);
            console.flush();
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }

  /** What makes the same page again; names no directory but data sets, by their last names. */
  private String command() {
    StringBuilder command = new StringBuilder("./nseek bench-recall --work WORK");
    for (Path directory : data) {
      command.append(" --data ").append(directory.getFileName());
    }
    command.append(" --count ").append(count).append(" --queries ").append(queries);
    command.append(" --seed ").append(seed);
    if (!only.isEmpty()) {
      command.append(" --rows '").append(only).append('\'');
    }
    return command.toString();
  }
}
