package org.nseekfs.benchmarks.recall;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
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
          + " similarities, filters, segments, element types and queries of many kinds. Prints a"
          + " table; the same arguments give the same one.",
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
      names = "--rows",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "only cases whose row, without figures, this is found in")
  private String only;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "a page to write the table to as well")
  private Path out;

  @Override
  public Integer call() throws IOException {
    Pattern wanted = Pattern.compile(only);
    PrintWriter console = spec.commandLine().getOut();
    StringBuilder page = new StringBuilder();
    int kept = 0;
    int estimated = 0;
    int all = 0;
    page.append(RecallRow.header()).append('\n');
    console.println(RecallRow.header());
    Files.createDirectories(work);
    try (Directory directory = new MMapDirectory(work.resolve("recall"))) {
      RecallMatrix matrix = new RecallMatrix(directory, count, queries);
      for (RecallCase of : RecallCases.all(data)) {
        if (wanted.matcher(new RecallRow(of, 0, new RecallRow.Cell[0]).label()).find()) {
          for (RecallRow row : matrix.measure(of)) {
            console.println(row);
            console.flush();
            page.append(row).append('\n');
            all++;
            kept += row.isKept() ? 1 : 0;
            estimated += row.isEstimated() ? 1 : 0;
          }
        }
      }
      matrix.close();
    }
    String sum =
        all
            + " rows; the target is kept in "
            + kept
            + " of them, and the estimate is no more than .02 above what is delivered in "
            + estimated;
    console.println(sum);
    if (out != null) {
      Files.writeString(out, page.append('\n').append(sum).append('\n'));
    }
    return kept == all ? 0 : 1;
  }
}
