package org.nseekfs.cli.build;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.nseekfs.cli.index.DocumentText;
import org.nseekfs.cli.index.VectorSource;
import org.nseekfs.codec.NSeekCodec;

/** Writes an index of vectors and, if there are any, texts; a row's number is its {@code id}. */
public final class IndexBuilder {

  private final IndexSettings settings;
  private final Map<String, String> userData;

  /** A builder whose commits carry {@code userData}. */
  public IndexBuilder(IndexSettings settings, Map<String, String> userData) {
    this.settings = settings;
    this.userData = Map.copyOf(userData);
  }

  /** Writes an index of all rows without texts, as the other method does. */
  public void build(Directory directory, VectorSource vectors, LongConsumer progress)
      throws IOException {
    build(directory, vectors, Collections.emptyIterator(), progress);
  }

  /**
   * Writes an index of all rows.
   *
   * @param texts a text for every row, or none
   * @param progress hears how many rows are done
   * @throws IllegalArgumentException naming the row, if one is refused
   */
  public void build(
      Directory directory,
      VectorSource vectors,
      Iterator<DocumentText> texts,
      LongConsumer progress)
      throws IOException {
    int parts = Math.max(1, settings.segments());
    if (parts > vectors.count()) {
      throw new IllegalArgumentException(
          "segments must be at most the number of vectors, " + vectors.count() + ", got " + parts);
    }
    PartsMergePolicy mergePolicy = new PartsMergePolicy();
    IndexWriting.run(
        directory,
        writerConfig(mergePolicy),
        writer -> {
          int row = 0;
          RowDocuments documents =
              new RowDocuments(vectors, settings.type(), settings.similarityFunction(), 0);
          for (int part = 1; part <= parts; part++) {
            int end = (int) ((long) vectors.count() * part / parts);
            for (; row < end; row++) {
              documents.add(writer, row, texts);
              progress.accept(row + 1L);
            }
            finishPart(writer, mergePolicy);
          }
          writer.setLiveCommitData(userData.entrySet());
          writer.commit();
        });
  }

  private void finishPart(IndexWriter writer, PartsMergePolicy mergePolicy) throws IOException {
    if (settings.segments() != IndexSettings.ANY_SEGMENTS) {
      writer.forceMerge(1);
      mergePolicy.finishPart();
    }
  }

  private IndexWriterConfig writerConfig(PartsMergePolicy mergePolicy) {
    IndexWriterConfig config =
        new IndexWriterConfig(new EnglishAnalyzer())
            .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setRAMBufferSizeMB(settings.ramBufferMegabytes())
            .setCodec(new NSeekCodec(settings.vectors()));
    if (settings.segments() != IndexSettings.ANY_SEGMENTS) {
      config.setMergePolicy(mergePolicy).setMergeScheduler(new SerialMergeScheduler());
    }
    return config;
  }
}
