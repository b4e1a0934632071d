package org.nseekfs.cli.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The argument and the option that name an index and one of its fields of vectors. */
@Command
public final class IndexChoice {

  @Parameters(index = "0", paramLabel = "INDEX", description = "The directory of the index.")
  private Path path;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "The field of vectors (default: the only one that the index has).")
  private String field;

  /** Where the index is. */
  public Path path() {
    return path;
  }

  /** Opens it, to be searched by the calling thread; throws as the other method. */
  public VectorIndex open() throws IOException {
    return open(null);
  }

  /**
   * Opens it.
   *
   * @param executor what searches segments and parts of segments; null for the calling thread
   * @throws IOException if there is no index or no such field, or if there are several fields and
   *     none is named
   */
  public VectorIndex open(Executor executor) throws IOException {
    return VectorIndex.open(path, field, executor);
  }
}
