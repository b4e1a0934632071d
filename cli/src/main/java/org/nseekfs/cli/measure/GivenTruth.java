package org.nseekfs.cli.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nseekfs.cli.file.VectorFile;
import org.nseekfs.cli.output.CommandFailedException;

/** The truth of a file: a row a query, holding the ids of the nearest, nearest first. */
final class GivenTruth implements Truth {

  private final int[][] nearest;

  private GivenTruth(int[][] nearest) {
    this.nearest = nearest;
  }

  /**
   * Reads the {@code k} nearest of every query.
   *
   * @throws CommandFailedException if the file does not hold as many
   */
  static GivenTruth read(Path path, int queries, int k) throws IOException {
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
      return new GivenTruth(nearest);
    }
  }

  @Override
  public int right(int query, List<Neighbour> found) {
    int right = 0;
    for (Neighbour neighbour : found) {
      if (Arrays.stream(nearest[query]).anyMatch(near -> near == neighbour.id())) {
        right++;
      }
    }
    return right;
  }
}
