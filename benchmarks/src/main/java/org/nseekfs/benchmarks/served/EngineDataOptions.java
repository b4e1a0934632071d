package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.nio.file.Path;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.cli.output.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that say which data set is searched in which engine. */
@Command
final class EngineDataOptions {

  @Option(
      names = "--engine",
      required = true,
      paramLabel = "NAME[:VERSION]",
      description = "opensearch, elasticsearch or solr; the newest version where none is given.")
  private String engine;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Directory with base.npy, query.npy, neighbors.npy and similarities.npy.")
  private Path data;

  @Option(
      names = "--queries",
      paramLabel = "N",
      description = "How many of its queries (default: all).")
  private Integer queries;

  @Option(
      names = "-k",
      defaultValue = "10",
      description = "Hits per query (default: ${DEFAULT-VALUE}).")
  private int k;

  /**
   * The engine.
   *
   * @throws picocli.CommandLine.ParameterException if an option is out of range
   */
  EngineOption engine(Output output) {
    output.requireAtLeast(1, "-k", k);
    if (queries != null) {
      output.requireAtLeast(1, "--queries", queries);
    }
    return new EngineOption(output, engine);
  }

  /** Opens the data set. */
  DataSet open() throws IOException {
    return DataSet.open(data);
  }

  /** Its vectors, and as many of its queries as are asked for and there are. */
  EngineVectors vectors(DataSet set) {
    int count = queries == null ? set.queryCount() : Math.min(queries, set.queryCount());
    return EngineVectors.of(set, count);
  }

  /** Hits per query. */
  int k() {
    return k;
  }
}
