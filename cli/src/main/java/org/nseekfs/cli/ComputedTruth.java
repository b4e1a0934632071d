package org.nseekfs.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.cli.index.StoredVectors;
import org.nseekfs.cli.index.VectorSource;

/**
 * The truth computed here: similarities of the stored values in double, by plain loops that share
 * no code with the search. A document as near as the k-th is right, whichever was kept.
 */
final class ComputedTruth implements Truth {

  /** Stored vectors decoded at a time. */
  private static final int BLOCK = 1024;

  private final DoubleSimilarity similarity;
  private final StoredVectors stored;
  private final double[][] queries;
  private final LargestValues[] nearest;
  private final Map<Long, Integer> rows = new HashMap<>();

  /** A truth about vectors of an index that stays open; {@link #compute} comes first. */
  ComputedTruth(
      VectorSimilarityFunction similarityFunction,
      StoredVectors stored,
      VectorSource queries,
      int k)
      throws IOException {
    this.similarity = DoubleSimilarity.of(similarityFunction);
    this.stored = stored;
    this.queries = new double[queries.count()][];
    this.nearest = new LargestValues[queries.count()];
    for (int query = 0; query < this.queries.length; query++) {
      this.queries[query] = queries.doubleVector(query);
      this.nearest[query] = new LargestValues(k);
    }
  }

  /** Compares every query with every stored vector, on all processors. */
  void compute(Progress progress) throws IOException {
    for (int start = 0; start < stored.count(); start += BLOCK) {
      double[][] block = new double[Math.min(BLOCK, stored.count() - start)][];
      for (int i = 0; i < block.length; i++) {
        block[i] = stored.doubleVector(start + i);
        rows.put(stored.id(start + i), start + i);
      }
      IntStream.range(0, queries.length).parallel().forEach(query -> compare(query, block));
      progress.stepTo(start + block.length);
    }
  }

  private void compare(int query, double[][] block) {
    for (double[] vector : block) {
      nearest[query].offer(similarity.of(queries[query], vector));
    }
  }

  @Override
  public int right(int query, long[] found) throws IOException {
    int right = 0;
    for (long id : found) {
      double value = similarity.of(queries[query], stored.doubleVector(rows.get(id)));
      if (value >= nearest[query].least()) {
        right++;
      }
    }
    return right;
  }
}
