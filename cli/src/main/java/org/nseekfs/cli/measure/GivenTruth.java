package org.nseekfs.cli.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.index.DocumentIds;
import org.nseekfs.cli.output.CommandFailedException;

/** The truth of a file: a row a query, holding the ids of the nearest, nearest first. */
final class GivenTruth implements Truth {

  private final int[][] nearest;
  private final DocumentIds ids;

  private GivenTruth(int[][] nearest, DocumentIds ids) {
    this.ids = ids;
    this.nearest = nearest;
  }

  /**
   * Reads the {@code k} nearest of every query.
   *
   * @param ids of the index
   * @throws CommandFailedException if the file does not hold as many
   */
  static GivenTruth read(Path path, int queries, int k, DocumentIds ids) throws IOException {
    try (VectorFile file = VectorFile.open(path)) {
      if (file.count() != queries) {
        throw new CommandFailedException(
            path + " holds the truth of " + file.count() + " queries, and there are " + queries);
      }
      if (file.dimension() < k) {
        throw new CommandFailedException(
            path + " holds " + file.dimension() + " neighbours a query: too few for k " + k);
      }
      int[][] nearest = new int[queries][];
      for (int query = 0; query < queries; query++) {
        nearest[query] = Arrays.copyOf(file.intVector(query), k);
      }
      return new GivenTruth(nearest, ids);
    }
  }

  @Override
  public int right(int query, List<Neighbour> found) throws IOException {
    int right = 0;
    for (Neighbour neighbour : found) {
      Object id = ids.of(neighbour.doc());
      if (Arrays.stream(nearest[query]).anyMatch(near -> Long.valueOf(near).equals(id))) {
        right++;
      }
    }
    return right;
  }
}
