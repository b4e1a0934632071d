package org.nseekfs.cli.measure;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nseekfs.cli.index.IndexVectors;
import org.nseekfs.cli.index.VectorIndex;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.cli.output.Progress;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.search.verify.RawError;

/**
 * The truth computed here: similarities of the stored values in double, by plain loops that share
 * no code with the search.
 *
 * <p>A document is right if it may be among the k nearest by raw values, whichever was kept: its
 * similarity and its {@link RawError#margin} reach the k-th largest of all similarities less their
 * margins. Those are the roundings of the search's type; without them, near ties that double tells
 * apart would count as wrong.
 */
final class ComputedTruth implements Truth {

  /** Stored vectors decoded at a time. */
  private static final int BLOCK = 1024;

  private final DoubleSimilarity similarity;
  private final IndexVectors stored;
  private final RawError error;
  private final RawError.Scale scale;
  private final NormLimits limits;
  private final double[][] queries;
  private final double[] norms;
  private final NearestRows[] nearest;
  private final Map<Integer, Integer> rows = new HashMap<>();

  /**
   * A truth about vectors of an index that stays open; {@link #compute} comes first.
   *
   * @throws IllegalArgumentException naming a query that is outside of {@link NormLimits}
   */
  ComputedTruth(VectorIndex index, IndexVectors stored, VectorSource queries, int k)
      throws IOException {
    this.similarity = DoubleSimilarity.of(index.similarityFunction());
    Similarity compared = RawScores.similarity(index.similarityFunction());
    this.error = new RawError(index.type(), compared);
    this.scale = error.scale(index.dimension());
    this.limits = NormLimits.of(index.type(), compared);
    this.stored = stored;
    this.queries = new double[queries.count()][];
    this.norms = new double[queries.count()];
    this.nearest = new NearestRows[queries.count()];
    for (int query = 0; query < this.queries.length; query++) {
      this.queries[query] = queries.doubleVector(query);
      limits.requireWithin("query " + query, this.queries[query]);
      this.norms[query] = DoubleSimilarity.norm(this.queries[query]);
      this.nearest[query] = new NearestRows(k);
    }
  }

  /**
   * Compares every query with every stored vector, on all processors.
   *
   * @throws IllegalArgumentException naming a stored vector that is outside of {@link NormLimits}
   */
  void compute(Progress progress) throws IOException {
    for (int start = 0; start < stored.count(); start += BLOCK) {
      int first = start;
      double[][] block = new double[Math.min(BLOCK, stored.count() - start)][];
      double[] blockNorms = new double[block.length];
      for (int i = 0; i < block.length; i++) {
        block[i] = stored.doubleVector(first + i);
        limits.requireWithin("stored vector " + stored.id(first + i), block[i]);
        blockNorms[i] = DoubleSimilarity.norm(block[i]);
        rows.put(stored.doc(first + i), first + i);
      }
      IntStream.range(0, queries.length)
          .parallel()
          .forEach(query -> compare(query, first, block, blockNorms));
      progress.stepTo(start + block.length);
    }
  }

  private void compare(int query, int first, double[][] block, double[] blockNorms) {
    for (int i = 0; i < block.length; i++) {
      double value = similarity.of(queries[query], block[i]);
      nearest[query].offer(first + i, value - margin(value, query, blockNorms[i]));
    }
  }

  private double margin(double value, int query, double norm) {
    return error.margin(scale, value, norms[query], norm);
  }

  @Override
  public int right(int query, List<Neighbour> found) throws IOException {
    int right = 0;
    for (Neighbour neighbour : found) {
      double[] vector = stored.doubleVector(rows.get(neighbour.doc()));
      double value = similarity.of(queries[query], vector);
      double most = value + margin(value, query, DoubleSimilarity.norm(vector));
      if (most >= nearest[query].threshold()) {
        right++;
      }
    }
    return right;
  }
}
