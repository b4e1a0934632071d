package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.ElementType;

/** The README's example: this file compiles and runs it, and the README must hold its lines. */
class ReadmeExampleTest {

  private static final Path ROOT = Path.of("..");

  private static CertifiedTopDocs example(Directory directory, float[] embedding, float[] target)
      throws IOException {
    // begin
    IndexWriterConfig config = new IndexWriterConfig();
    config.setCodec(
        new NSeekCodec(NSeekVectorsConfig.DEFAULT.withElementType("emb", ElementType.F16)));
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      Document document = new Document();
      document.add(new KnnFloatVectorField("emb", embedding, VectorSimilarityFunction.COSINE));
      writer.addDocument(document);
    }
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      CertifiedTopDocs hits =
          new ExactKnnVectorQuery("emb", target, 10).search(new IndexSearcher(reader));
      // end
      return hits;
    }
  }

  @Test
  void theExampleFindsItsDocument() throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      CertifiedTopDocs hits = example(directory, new float[] {1, 2, 3}, new float[] {2, 4, 6});
      assertEquals(1, hits.scoreDocs.length);
      assertEquals(1, ((RawScoreDoc) hits.scoreDocs[0]).raw, 1e-6);
    }
  }

  @Test
  void theReadmeHoldsTheLinesOfThisFile() throws IOException {
    Path source = ROOT.resolve("search/src/test/java/org/nseekfs/search/ReadmeExampleTest.java");
    String example = between(Files.readString(source), "// begin", "// end");
    String block = between(Files.readString(ROOT.resolve("README.md")), "```java", "```");
    assertTrue(example.length() > 100);
    assertEquals(example + "}", block);
  }

  /** The text between the first {@code begin} and the next {@code end}, without white space. */
  private static String between(String text, String begin, String end) {
    int start = text.indexOf(begin) + begin.length();
    return text.substring(start, text.indexOf(end, start)).replaceAll("\\s+", "");
  }
}
