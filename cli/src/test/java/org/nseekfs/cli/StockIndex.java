package org.nseekfs.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Indexes that an application has written with Lucene's own codec and fields of its own: {@code
 * sku}, a word; {@code colour}, red or blue; {@code price}, a number; {@code title}, a stored text.
 */
public final class StockIndex {

  public static final int DIMENSION = 16;

  private StockIndex() {}

  /** Writes documents. */
  @FunctionalInterface
  public interface Documents {
    void addTo(IndexWriter writer) throws IOException;
  }

  public static Path write(Path place, IndexWriterConfig config, Documents documents)
      throws IOException {
    try (Directory directory = new MMapDirectory(place);
        IndexWriter writer = new IndexWriter(directory, config)) {
      documents.addTo(writer);
    }
    return place;
  }

  /** An index whose field {@code embedding} has {@code count} vectors, in two segments. */
  public static Path floats(Path place, int count) throws IOException {
    Random random = new Random(5);
    return write(
        place,
        new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE),
        writer -> {
          for (int i = 0; i < count; i++) {
            Document document = document(i);
            document.add(
                new KnnFloatVectorField(
                    "embedding", vector(random), VectorSimilarityFunction.COSINE));
            writer.addDocument(document);
            if (i == count / 2) {
              writer.commit();
            }
          }
        });
  }

  /** An index with the fields {@code image}, of floats, and {@code hash}, of bytes. */
  public static Path twoFields(Path place, int count) throws IOException {
    Random random = new Random(6);
    return write(
        place,
        new IndexWriterConfig(),
        writer -> {
          for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[DIMENSION];
            random.nextBytes(bytes);
            Document document = document(i);
            document.add(
                new KnnFloatVectorField(
                    "image", vector(random), VectorSimilarityFunction.EUCLIDEAN));
            document.add(new KnnByteVectorField("hash", bytes, VectorSimilarityFunction.EUCLIDEAN));
            writer.addDocument(document);
          }
        });
  }

  public static Document document(int i) {
    Document document = new Document();
    document.add(new StringField("sku", "A" + i, Field.Store.YES));
    document.add(new StringField("colour", i % 2 == 0 ? "red" : "blue", Field.Store.NO));
    document.add(new NumericDocValuesField("price", i % 10));
    document.add(new StoredField("title", "thing " + i));
    return document;
  }

  public static float[] vector(Random random) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
