package org.nseekfs.benchmarks.served;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.FSDirectory;
import org.nseekfs.cli.build.IndexWriting;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.search.CertifiedTopDocs;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;
import org.nseekfs.search.LshTopDocs;

/** The same vectors in an index of the library alone: document i has vector i. One segment. */
final class LibraryIndex implements AutoCloseable {

  private static final String FIELD = "vector";

  /** Enough for all vectors of a data set: documents keep their order in one segment. */
  private static final double RAM_BUFFER_MB = 1_500;

  private final FSDirectory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  /** Indexes {@code vectors} in {@code folder}. */
  public LibraryIndex(EngineVectors vectors, Path folder) throws IOException {
    directory = FSDirectory.open(folder);
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new NSeekCodec())
            .setMergePolicy(NoMergePolicy.INSTANCE)
            .setRAMBufferSizeMB(RAM_BUFFER_MB);
    IndexWriting.run(
        directory,
        config,
        writer -> {
          for (int row = 0; row < vectors.count(); row++) {
            Document document = new Document();
            document.add(
                new KnnFloatVectorField(FIELD, vectors.vector(row), vectors.similarityFunction()));
            writer.addDocument(document);
          }
        });
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
  }

  /** The {@code k} nearest. */
  public CertifiedTopDocs exact(float[] target, int k) throws IOException {
    return new ExactKnnVectorQuery(FIELD, target, k).search(searcher);
  }

  /** A share of the {@code k} nearest. */
  public LshTopDocs lsh(float[] target, int k, double recallTarget) throws IOException {
    return new LshKnnVectorQuery(FIELD, target, k, recallTarget).search(searcher);
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
