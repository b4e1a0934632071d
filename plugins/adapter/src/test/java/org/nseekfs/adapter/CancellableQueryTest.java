package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.TargetQuery;

class CancellableQueryTest {

  private static final int DOCUMENTS = 3_000;
  private static final VectorField FIELD =
      new VectorField("emb", 8, ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, true, true);
  private static final TargetQuery QUERY = KnnRequest.exact(5).toQuery(FIELD, new double[8], null);

  /** What the reader throws when terms are looked at: null for nothing. */
  private final AtomicReference<RuntimeException> thrown = new AtomicReference<>();

  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private DirectoryReader reader;

  @BeforeEach
  void index() throws IOException {
    Random random = new Random(42);
    try (IndexWriter writer =
        new IndexWriter(directory, new IndexWriterConfig().setCodec(new NSeekCodec()))) {
      for (int i = 0; i < DOCUMENTS; i++) {
        Document document = new Document();
        document.add(new StringField("_id", Integer.toString(i), Field.Store.NO));
        document.add(FIELD.indexed(random.doubles(8).toArray()));
        writer.addDocument(document);
      }
    }
    reader = new CheckingReader(DirectoryReader.open(directory));
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    directory.close();
  }

  @Test
  void itFindsWhatItsVectorQueryFinds() throws Exception {
    IndexSearcher searcher = new IndexSearcher(reader);
    CancellableQuery query = new CancellableQuery(QUERY);
    assertEquals(5, searcher.count(query));
    assertEquals(QUERY.rewrite(searcher), query.rewrite(searcher));
    assertEquals(query, new CancellableQuery(QUERY));
    assertEquals(QUERY.toString(), query.toString());
  }

  @Test
  void itEndsWhenTheReaderSaysSo() throws Exception {
    thrown.set(new IllegalStateException("task cancelled"));
    assertEquals(0, new IndexSearcher(reader).count(new CancellableQuery(QUERY)));
  }

  @Test
  void itHonoursTheTimeoutOfTheSearcherToo() throws Exception {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setTimeout(() -> true);
    assertTrue(new ReaderTimeout(searcher).shouldExit());
  }

  @Test
  void aClosedReaderIsNoTimeout() {
    thrown.set(new AlreadyClosedException("closed"));
    ReaderTimeout timeout = new ReaderTimeout(new IndexSearcher(reader));
    assertThrows(AlreadyClosedException.class, timeout::shouldExit);
  }

  @Test
  void oncePassedItStaysPassed() {
    ReaderTimeout timeout = new ReaderTimeout(new IndexSearcher(reader));
    thrown.set(new IllegalStateException("timed out"));
    while (!timeout.shouldExit()) {
      Thread.onSpinWait();
    }
    thrown.set(null);
    assertTrue(timeout.shouldExit());
    assertFalse(new ReaderTimeout(new IndexSearcher(reader)).shouldExit());
  }

  /** As engines wrap readers. */
  private final class CheckingReader extends FilterDirectoryReader {
    CheckingReader(DirectoryReader in) throws IOException {
      super(
          in,
          new SubReaderWrapper() {
            @Override
            public LeafReader wrap(LeafReader leaf) {
              return new CheckingLeaf(leaf);
            }
          });
    }

    @Override
    protected DirectoryReader doWrapDirectoryReader(DirectoryReader in) throws IOException {
      return new CheckingReader(in);
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  private final class CheckingLeaf extends FilterLeafReader {
    CheckingLeaf(LeafReader in) {
      super(in);
    }

    @Override
    public Terms terms(String field) throws IOException {
      return new FilterTerms(in.terms(field)) {
        @Override
        public TermsEnum iterator() throws IOException {
          if (thrown.get() != null) {
            throw thrown.get();
          }
          return in.iterator();
        }
      };
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return in.getCoreCacheHelper();
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }
}
