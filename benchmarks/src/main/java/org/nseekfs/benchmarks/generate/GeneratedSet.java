package org.nseekfs.benchmarks.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.nseekfs.benchmarks.data.BruteForce;
import org.nseekfs.benchmarks.data.DataProperties;
import org.nseekfs.benchmarks.data.DataSet;
import org.nseekfs.benchmarks.peer.ProgressListener;
import org.nseekfs.cli.file.ElementKind;
import org.nseekfs.cli.file.NpyWriter;
import org.nseekfs.cli.measure.NearestRows;

/** Writes the directory of a {@link DataSet}: vectors as floats, and the 100 nearest by truth. */
public final class GeneratedSet {

  private static final int TRUTH_DEPTH = 100;
  private static final int PROGRESS_STEP = 1024;

  private final Path directory;
  private final VectorSimilarityFunction function;
  private final ProgressListener progress;

  /** A data set to be written to {@code directory}, over one that is there. */
  public GeneratedSet(
      Path directory, VectorSimilarityFunction function, ProgressListener progress) {
    this.directory = directory;
    this.function = function;
    this.progress = progress;
  }

  /**
   * Writes all files; the truth is found over the values as written, while the base is.
   *
   * @throws IllegalArgumentException if queries and base differ in dimension
   */
  public void write(VectorStream queries, VectorStream base) throws IOException {
    if (queries.dimension() != base.dimension()) {
      throw new IllegalArgumentException(
          "queries must have the base's dimension, "
              + base.dimension()
              + ", got "
              + queries.dimension());
    }
    Files.createDirectories(directory);
    new DataProperties(function).write(directory);
    int depth = Math.min(TRUTH_DEPTH, base.count());
    BruteForce truth = new BruteForce(function, writeQueries(queries), depth);
    try (NpyWriter writer = writer(DataSet.BASE, ElementKind.FLOAT32, base.dimension())) {
      for (int row = 0; row < base.count(); row++) {
        if (row % PROGRESS_STEP == 0) {
          progress.at("base and truth, rows", row, base.count());
        }
        float[] vector = base.next();
        writer.write(vector);
        truth.add(vector);
      }
      writer.commit();
    }
    writeTruth(truth.finish(), depth);
    progress.at("base and truth, rows", base.count(), base.count());
  }

  private double[][] writeQueries(VectorStream queries) throws IOException {
    double[][] targets = new double[queries.count()][queries.dimension()];
    try (NpyWriter writer = writer(DataSet.QUERIES, ElementKind.FLOAT32, queries.dimension())) {
      for (double[] target : targets) {
        float[] vector = queries.next();
        writer.write(vector);
        for (int i = 0; i < target.length; i++) {
          target[i] = vector[i];
        }
      }
      writer.commit();
    }
    return targets;
  }

  private void writeTruth(List<NearestRows> nearest, int depth) throws IOException {
    try (NpyWriter neighbors = writer(DataSet.NEIGHBORS, ElementKind.INT32, depth);
        NpyWriter similarities = writer(DataSet.SIMILARITIES, ElementKind.FLOAT64, depth)) {
      for (NearestRows found : nearest) {
        neighbors.write(found.rows());
        similarities.write(found.similarities());
      }
      neighbors.commit();
      similarities.commit();
    }
  }

  private NpyWriter writer(String name, ElementKind kind, int columns) throws IOException {
    return NpyWriter.create(directory.resolve(name), kind, columns);
  }
}
