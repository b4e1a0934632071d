package org.nseekfs.cli;

import org.nseekfs.benchmarks.data.VectorFile;
import org.nseekfs.cli.index.VectorIndex;

/** Checks of a file of queries. */
final class QueryFile {

  private QueryFile() {}

  /**
   * Checks that queries fit an index.
   *
   * @throws CommandFailedException if their dimension is another
   */
  static void requireDimension(VectorFile queries, VectorIndex index) {
    if (queries.dimension() != index.dimension()) {
      throw new CommandFailedException(
          queries.path()
              + " holds vectors of dimension "
              + queries.dimension()
              + ", and those of field \""
              + index.field()
              + "\" have "
              + index.dimension());
    }
  }
}
