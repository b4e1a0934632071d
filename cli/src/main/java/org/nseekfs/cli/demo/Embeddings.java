package org.nseekfs.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.nseekfs.cli.embedding.EmbeddingModel;
import org.nseekfs.cli.index.DocumentText;

/** Embeddings of synsets: read from the cache as far as they are there, made otherwise. */
final class Embeddings {

  /** Texts handed to the model at a time. */
  private static final int BATCH = 64;

  /** Rows, or parts of all rows, made between two writes of the cache. */
  private static final int SAVE_ROWS = 1000;

  private static final int SAVE_PARTS = 10;

  private final EmbeddingModel model;
  private final Selection selection;
  private final EmbeddingCache cache;
  private final Consumer<String> warnings;

  /** Embeddings of {@code selection} by {@code model}, kept in {@code cacheFolder}. */
  public Embeddings(
      EmbeddingModel model, Selection selection, Path cacheFolder, Consumer<String> warnings) {
    this.model = model;
    this.selection = selection;
    this.cache = new EmbeddingCache(cacheFolder, selection);
    this.warnings = warnings;
  }

  /**
   * The embeddings of the first {@code count} synsets. A cache that cannot be read or written is
   * warned of and done without.
   *
   * @param progress hears how many there are
   */
  public float[][] first(int count, LongConsumer progress) {
    List<DocumentText> synsets = selection.first(count);
    float[][] kept = readCache(count);
    float[][] rows = Arrays.copyOf(kept, count);
    int saved = kept.length;
    for (int row = kept.length; row < rows.length; ) {
      int end = Math.min(rows.length, row + BATCH);
      List<String> texts = synsets.subList(row, end).stream().map(DocumentText::text).toList();
      System.arraycopy(model.embed(texts), 0, rows, row, end - row);
      row = end;
      progress.accept(row);
      if (row == rows.length || row - saved >= Math.max(SAVE_ROWS, rows.length / SAVE_PARTS)) {
        saved = writeCache(rows, row);
      }
    }
    return rows;
  }

  private float[][] readCache(int count) {
    try {
      return cache.read(count);
    } catch (IOException e) {
      warnings.accept("embeddings are made anew: " + e.getMessage());
      return new float[0][];
    }
  }

  private int writeCache(float[][] rows, int count) {
    try {
      cache.write(rows, count);
    } catch (IOException e) {
      warnings.accept("embeddings are not kept in " + cache.file() + ": " + e);
    }
    return count;
  }
}
