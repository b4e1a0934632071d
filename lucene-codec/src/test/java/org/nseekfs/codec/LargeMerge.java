package org.nseekfs.codec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.nseekfs.quantization.ElementType;

/** Indexes and force-merges many vectors, to be run with a small heap. */
final class LargeMerge {

  private static final int DIMENSION = 1024;

  private LargeMerge() {}

  /**
   * Writes {@code arguments[1]} vectors of 4 KB to folder {@code arguments[0]} and merges them; a
   * file {@code report} beside the folder says how.
   */
  public static void main(String... arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    IndexWriterConfig config =
        TestIndex.writerConfig(new NSeekCodec(TestVectors.config("v", ElementType.F32)))
            .setRAMBufferSizeMB(16);
    try (Directory directory = FSDirectory.open(folder);
        IndexWriter writer = new IndexWriter(directory, config)) {
      TestVectors vectors = new TestVectors(1);
      float[] vector = vectors.floats(DIMENSION);
      Document document = new Document();
      document.add(new KnnFloatVectorField("v", vector, VectorSimilarityFunction.DOT_PRODUCT));
      for (int id = 0; id < count; id++) {
        vector[id % DIMENSION] = id;
        writer.addDocument(document);
      }
      writer.commit();
      int segments = segments(writer);
      long start = System.nanoTime();
      writer.forceMerge(1);
      writer.commit();
      Files.writeString(folder.resolveSibling("report"), report(count, segments, start));
      if (segments < 10 || segments(writer) != 1) {
        throw new IllegalStateException(segments + " segments, then " + segments(writer));
      }
    }
  }

  private static int segments(IndexWriter writer) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      return reader.leaves().size();
    }
  }

  private static String report(int count, int segments, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    long megabytes = (long) count * DIMENSION * Float.BYTES >> 20;
    return String.format(
        Locale.ROOT,
        "merged %,d MB of %d segments in %.1f s with a heap of at most %d MB%n",
        megabytes,
        segments,
        seconds,
        Runtime.getRuntime().maxMemory() >> 20);
  }
}
