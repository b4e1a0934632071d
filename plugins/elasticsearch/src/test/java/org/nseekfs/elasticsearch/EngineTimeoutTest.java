package org.nseekfs.elasticsearch;

import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.elasticsearch.search.internal.ContextIndexSearcher;
import org.elasticsearch.tasks.TaskCancelledException;
import org.elasticsearch.test.ESTestCase;
import org.nseekfs.adapter.CancellableQuery;
import org.nseekfs.adapter.KnnRequest;
import org.nseekfs.adapter.VectorField;
import org.nseekfs.adapter.VectorFormats;
import org.nseekfs.quantization.ElementType;

/** Searches end by what Elasticsearch's own searcher and readers check. */
public class EngineTimeoutTest extends ESTestCase {

  private static final VectorField FIELD =
      new VectorField("emb", 2, ElementType.F32, VectorSimilarityFunction.COSINE, true, true);

  private Directory directory;
  private DirectoryReader reader;
  private ContextIndexSearcher searcher;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    directory = new ByteBuffersDirectory();
    IndexWriterConfig config = new IndexWriterConfig();
    config.setCodec(new VectorFormats().codec(Codec.getDefault(), name -> Optional.of(FIELD)));
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < 100; i++) {
        Document document = new Document();
        document.add(new StringField("_id", Integer.toString(i), Field.Store.NO));
        document.add(FIELD.indexed(new double[] {1, i}));
        writer.addDocument(document);
      }
    }
    reader = DirectoryReader.open(directory);
    searcher =
        new ContextIndexSearcher(
            reader,
            IndexSearcher.getDefaultSimilarity(),
            null,
            IndexSearcher.getDefaultQueryCachingPolicy(),
            true);
  }

  @Override
  public void tearDown() throws Exception {
    searcher.close();
    reader.close();
    directory.close();
    super.tearDown();
  }

  private Query search() throws IOException {
    return new CancellableQuery(KnnRequest.exact(3).toQuery(FIELD, new double[] {1, 1}, null))
        .rewrite(searcher);
  }

  public void testASearchThatNothingEndsFindsItsHits() throws IOException {
    searcher.addQueryCancellation(() -> {});
    assertTrue(search().toString(), search().toString().contains("considered 100,"));
  }

  public void testAPassedTimeoutEndsASearch() throws IOException {
    searcher.addQueryCancellation(searcher::throwTimeExceededException);
    assertEnded();
  }

  public void testACancelledTaskEndsASearch() throws IOException {
    searcher.addQueryCancellation(
        () -> {
          throw new TaskCancelledException("cancelled");
        });
    assertEnded();
  }

  private void assertEnded() throws IOException {
    Query ended = search();
    assertTrue(
        ended.toString(), ended instanceof MatchNoDocsQuery || !ended.toString().contains("100,"));
  }
}
