package org.nseekfs.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.file.ElementKind;
import org.nseekfs.cli.file.NpyWriter;
import org.nseekfs.cli.file.VectorFile;

/**
 * Embeddings of the first synsets of the {@link Selection}, kept in one file; its name says model,
 * versions and the selection's digest.
 */
final class EmbeddingCache {

  private static final double UNIT_TOLERANCE = 1e-3;

  private final Path file;

  EmbeddingCache(Path folder, Selection selection) {
    String name =
        String.join(
            "_",
            "wordnet",
            WordNet.VERSION,
            selection.digest(),
            EmbeddingModel.NAME.toLowerCase(Locale.ROOT),
            EmbeddingModel.VERSION);
    this.file = folder.resolve(name + ".npy");
  }

  Path file() {
    return file;
  }

  /**
   * The embeddings kept, at most {@code count}; none if there is no file.
   *
   * @throws IOException if the file holds anything else
   */
  float[][] read(int count) throws IOException {
    if (!Files.exists(file)) {
      return new float[0][];
    }
    try (VectorFile vectors = VectorFile.open(file)) {
      if (vectors.dimension() != EmbeddingModel.DIMENSION) {
        throw new IOException("dimension " + vectors.dimension() + " in " + file);
      }
      float[][] rows = new float[Math.min(count, vectors.count())][];
      for (int row = 0; row < rows.length; row++) {
        rows[row] = vectors.floatVector(row);
        requireUnitLength(row, rows[row]);
      }
      return rows;
    }
  }

  private void requireUnitLength(int row, float[] vector) throws IOException {
    double squareNorm = 0;
    for (float element : vector) {
      squareNorm += (double) element * element;
    }
    if (!(Math.abs(squareNorm - 1) < UNIT_TOLERANCE)) {
      throw new IOException("row " + row + " of " + file + " has squared norm " + squareNorm);
    }
  }

  /** Keeps the first {@code count} rows, in place of those kept so far. */
  void write(float[][] rows, int count) throws IOException {
    Files.createDirectories(file.getParent());
    try (NpyWriter writer = NpyWriter.create(file, ElementKind.FLOAT32, EmbeddingModel.DIMENSION)) {
      for (float[] row : Arrays.asList(rows).subList(0, count)) {
        writer.write(row);
      }
      writer.commit();
    }
  }
}
