package org.nseekfs.elasticsearch;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.nseekfs.adapter.KnnRequest;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.adapter.VectorFormats;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.RawScoreDoc;

/** What the library itself finds among the same vectors, without an engine around it. */
final class LibraryIndex implements Closeable {

  private final VectorField field;
  private final Directory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;

  /** A hit. */
  record Hit(String id, double raw, float score) {}

  /** Vectors of ids that count from 0. */
  LibraryIndex(VectorField field, double[][] vectors) {
    this.field = field;
    IndexWriterConfig config = new IndexWriterConfig();
    config.setCodec(new VectorFormats().codec(Codec.getDefault(), name -> Optional.of(field)));
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < vectors.length; i++) {
        Document document = new Document();
        document.add(new StoredField("id", Integer.toString(i)));
        document.add(field.indexed(vectors[i]));
        writer.addDocument(document);
      }
      writer.commit();
      this.reader = DirectoryReader.open(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The nearest, best first. */
  List<Hit> nearest(double[] target, int k) {
    ExactVectorQuery query = (ExactVectorQuery) KnnRequest.exact(k).toQuery(field, target, null);
    try {
      TopDocs found = query.search(new IndexSearcher(reader));
      List<Hit> hits = new ArrayList<>();
      for (int rank = 0; rank < found.scoreDocs.length; rank++) {
        RawScoreDoc hit = (RawScoreDoc) found.scoreDocs[rank];
        String id = reader.storedFields().document(hit.doc).get("id");
        hits.add(new Hit(id, hit.raw, hit.score));
      }
      return hits;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
