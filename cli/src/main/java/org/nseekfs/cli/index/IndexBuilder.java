package org.nseekfs.cli.index;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.nseekfs.codec.DoubleVectorField;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.quantization.ElementType;

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
          for (int part = 1; part <= parts; part++) {
            int end = (int) ((long) vectors.count() * part / parts);
            for (; row < end; row++) {
              add(writer, vectors, row, texts);
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

  private void add(IndexWriter writer, VectorSource vectors, int row, Iterator<DocumentText> texts)
      throws IOException {
    try {
      Document document = new Document();
      document.add(new StoredField(Fields.ID, (long) row));
      document.add(new NumericDocValuesField(Fields.ID, row));
      document.add(vectorField(vectors, row));
      if (texts.hasNext()) {
        addText(document, texts.next());
      }
      writer.addDocument(document);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("row " + row + ": " + e.getMessage(), e);
    }
  }

  private Field vectorField(VectorSource vectors, int row) throws IOException {
    if (settings.type() == ElementType.F64) {
      return new DoubleVectorField(
          Fields.VECTOR, vectors.doubleVector(row), settings.similarityFunction());
    }
    return new KnnFloatVectorField(
        Fields.VECTOR, vectors.floatVector(row), settings.similarityFunction());
  }

  private static void addText(Document document, DocumentText text) {
    document.add(new StoredField(Fields.KEY, text.key()));
    document.add(new StoredField(Fields.WORDS, text.words()));
    document.add(new StoredField(Fields.GLOSS, text.gloss()));
    document.add(new TextField(Fields.TEXT, text.text(), Field.Store.NO));
  }
}
