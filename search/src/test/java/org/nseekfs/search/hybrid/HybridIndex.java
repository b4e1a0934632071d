package org.nseekfs.search.hybrid;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactVectorQuery;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;

/**
 * An index of random texts of few words and random vectors, in several segments, with deletes. One
 * document in seven has no vector, one in eleven the vector of another, so that lists have ties.
 */
final class HybridIndex implements Closeable {

  static final String BODY = "body";
  static final String VECTOR = "vector";

  /** A number of every document, no two the same, and the field of index sorts. */
  static final String PRICE = "price";

  /** One of {@link #GROUPS} values: doc values to collapse by, and a facet. */
  static final String GROUP = "group";

  static final int GROUPS = 6;

  private static final int SEGMENT = 150;
  private static final int WORDS = 25;
  private static final int PRICES = 1009;
  private static final SampleVectors VECTORS =
      new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, 5);

  private final Random random = SampleVectors.random();
  private final Directory directory = new ByteBuffersDirectory();
  private final List<Closeable> open = new ArrayList<>();
  private final FacetsConfig facets = new FacetsConfig();

  /** An index of {@code count} documents. */
  HybridIndex(int count, Consumer<IndexWriterConfig> settings) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig().setCodec(new NSeekCodec()).setMergePolicy(NoMergePolicy.INSTANCE);
    settings.accept(config);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      Object last = null;
      for (int id = 0; id < count; id++) {
        Object vector = id % 11 == 10 ? last : VECTORS.next(random);
        writer.addDocument(facets.build(document(id, id % 7 == 3 ? null : vector)));
        last = vector;
        if (id % SEGMENT == SEGMENT - 1) {
          writer.commit();
        }
      }
      writer.deleteDocuments(new Term(BODY, "deleted"));
      if (config.getMergePolicy() != NoMergePolicy.INSTANCE) {
        writer.forceMerge(1);
      }
    }
  }

  HybridIndex(int count) throws IOException {
    this(count, config -> {});
  }

  /** Whether the document of this number is deleted, in an index that is not sorted. */
  static boolean isDeleted(int id) {
    return id % 13 == 5;
  }

  private Document document(int id, Object vector) {
    Document document = new Document();
    String group = "g" + random.nextInt(GROUPS);
    // No other word: Lucene's check of matches takes what matches in a deleted document for an
    // error.
    String body = isDeleted(id) ? "deleted" : text(3 + random.nextInt(9));
    document.add(new TextField(BODY, body, Field.Store.YES));
    document.add(new NumericDocValuesField(PRICE, (long) id * 577 % PRICES));
    document.add(new SortedDocValuesField(GROUP, new BytesRef(group)));
    document.add(new SortedSetDocValuesFacetField("facet", group));
    if (vector != null) {
      document.add(VECTORS.field(VECTOR, vector));
    }
    return document;
  }

  /** Words of which the first are frequent. */
  private String text(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(word((int) (WORDS * random.nextDouble() * random.nextDouble()))).append(' ');
    }
    return text.toString();
  }

  private static String word(int number) {
    return "word" + number;
  }

  FacetsConfig facets() {
    return facets;
  }

  IndexSearcher searcher() throws IOException {
    return searcher(null);
  }

  IndexSearcher searcher(Executor executor) throws IOException {
    DirectoryReader reader = DirectoryReader.open(directory);
    open.add(reader);
    return SampleIndex.uncached(reader, executor);
  }

  /** A query for any of a few words. */
  Query textQuery() {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    int first = random.nextInt(WORDS / 2);
    for (int i = 0; i < 3; i++) {
      query.add(term(first + 3 * i), BooleanClause.Occur.SHOULD);
    }
    return query.build();
  }

  static Query term(int number) {
    return new TermQuery(new Term(BODY, word(number)));
  }

  ExactKnnVectorQuery vectorQuery(int k) {
    return VECTORS.query(VECTOR, VECTORS.next(random), k, null);
  }

  /** The fusion of a text and a vector query. */
  HybridQuery query(Fusion fusion, int k, int window) {
    return new HybridQuery(
        List.of(
            new HybridClause(textQuery(), 1, window),
            new HybridClause(vectorQuery(window), 1, window)),
        fusion,
        k);
  }

  /** A clause's hits, best first, by searches of their own. */
  static ScoreDoc[] list(IndexSearcher searcher, HybridClause clause) throws IOException {
    TopDocs hits =
        clause.query() instanceof ExactVectorQuery vectors
            ? vectors.search(searcher)
            : searcher.search(clause.query(), clause.window());
    return hits.scoreDocs;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(open);
    directory.close();
  }
}
