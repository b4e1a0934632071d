package org.nseekfs.search;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;

/**
 * An index of {@link SampleVectors} in the field {@link #FIELD}, its writer, and the documents that
 * are in it: each has a number of its own, the field {@link #ID}, in any segment.
 */
public final class SampleIndex implements Closeable {

  public static final String FIELD = "vector";
  public static final String ID = "id";
  static final String TAG = "tag";

  private final SampleVectors vectors;
  private final Random random = SampleVectors.random();
  private final TreeMap<Integer, Sample> samples = new TreeMap<>();
  private final List<Closeable> open = new ArrayList<>();
  private final Directory directory;
  private IndexWriter writer;
  private final List<Object> vectorsAdded = new ArrayList<>();

  /** A document: its vector, null if it has none, and its tag, null if it has none. */
  private record Sample(int id, Object vector, String tag) {}

  public SampleIndex(SampleVectors vectors) throws IOException {
    this(vectors, new ByteBuffersDirectory(), config -> {});
  }

  public SampleIndex(
      SampleVectors vectors, Directory directory, Consumer<IndexWriterConfig> settings)
      throws IOException {
    this.vectors = vectors;
    this.directory = directory;
    this.writer = new IndexWriter(directory, writerConfig(vectors, settings));
  }

  /** Our codec, one segment a {@link #commit}, until {@code settings} say otherwise. */
  private static IndexWriterConfig writerConfig(
      SampleVectors vectors, Consumer<IndexWriterConfig> settings) {
    IndexWriterConfig config = new IndexWriterConfig();
    NSeekVectorsConfig ours = NSeekVectorsConfig.DEFAULT;
    config.setCodec(
        new NSeekCodec(vectors.type().isFloat() ? ours.withDefaultType(vectors.type()) : ours));
    config.setMergePolicy(NoMergePolicy.INSTANCE);
    config.setRAMBufferSizeMB(512);
    settings.accept(config);
    return config;
  }

  /** Adds {@code count} documents with vectors. */
  public SampleIndex add(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      add(vectors.next(random), null);
    }
    return this;
  }

  /** Adds a document. */
  public SampleIndex add(Object vector, String tag) throws IOException {
    Sample sample = new Sample(vectorsAdded.size(), vector, tag);
    vectorsAdded.add(vector);
    samples.put(sample.id, sample);
    writer.addDocument(document(sample));
    return this;
  }

  private Document document(Sample sample) {
    Document document = new Document();
    document.add(new StringField(ID, Integer.toString(sample.id), Field.Store.NO));
    document.add(new NumericDocValuesField(ID, sample.id));
    if (sample.vector != null) {
      document.add(vectors.field(FIELD, sample.vector));
    }
    if (sample.tag != null) {
      document.add(new StringField(TAG, sample.tag, Field.Store.NO));
    }
    return document;
  }

  /** Goes on with another writer; a stock one, say. */
  public SampleIndex reopen(Consumer<IndexWriterConfig> settings) throws IOException {
    writer.close();
    writer = new IndexWriter(directory, writerConfig(vectors, settings));
    return this;
  }

  /** Merges all segments into one, if the merge policy allows it. */
  public SampleIndex merge() throws IOException {
    writer.forceMerge(1);
    return this;
  }

  public SampleIndex delete(int id) throws IOException {
    samples.remove(id);
    writer.deleteDocuments(new Term(ID, Integer.toString(id)));
    return this;
  }

  /** Ends a segment. */
  public SampleIndex commit() throws IOException {
    writer.commit();
    return this;
  }

  public Directory directory() {
    return directory;
  }

  /** A vector that is in no document. */
  public Object target() {
    return vectors.next(random);
  }

  public IndexSearcher searcher() throws IOException {
    return searcher(null);
  }

  public IndexSearcher searcher(Executor executor) throws IOException {
    writer.commit();
    DirectoryReader reader = DirectoryReader.open(directory);
    open.add(reader);
    return uncached(reader, executor);
  }

  /** A searcher whose answers come from the index each time. */
  public static IndexSearcher uncached(IndexReader reader, Executor executor) {
    IndexSearcher searcher = new IndexSearcher(reader, executor);
    searcher.setQueryCache(null);
    return searcher;
  }

  public ExactKnnVectorQuery query(Object target, int k) {
    return query(target, k, null);
  }

  public ExactKnnVectorQuery query(Object target, int k, Query filter) {
    return vectors.query(FIELD, target, k, filter);
  }

  public ExactRadiusVectorQuery radiusQuery(Object target, double minRaw, Query filter) {
    return vectors.radiusQuery(FIELD, target, minRaw, filter);
  }

  public static Query tagged(String tag) {
    return new TermQuery(new Term(TAG, tag));
  }

  /** Document {@code id}'s vector as it was added, deleted or not. */
  public Object vector(int id) {
    return vectorsAdded.get(id);
  }

  /** The bytes that document {@code id}'s vector, deleted or not, is stored as. */
  byte[] row(int id) {
    return vectors.row(vector(id));
  }

  /** Bytes of the rows of documents from {@code from} to before {@code to}, deleted ones too. */
  long rowBytes(int from, int to) {
    long rows = vectorsAdded.subList(from, to).stream().filter(Objects::nonNull).count();
    return rows * vectors.type().rowBytes(vectors.dimension());
  }

  /** What must be found, by brute force: ids with raw similarities, nearest first. */
  List<Near> nearest(Object target, int k) {
    return nearest(target, k, null);
  }

  /** The same among the documents with {@code tag}, if that is not null. */
  List<Near> nearest(Object target, int k, String tag) {
    return nearest(vectors.rawTo(target), k, tag);
  }

  /** The same where a stock writer has merged the stored vectors, floats of any type into F32. */
  List<Near> nearestOnceStockMerged(Object target, int k) {
    SampleVectors merged = vectors.stockMerged();
    ToDoubleFunction<Object> raw = merged.rawTo(target);
    return nearest(vector -> raw.applyAsDouble(vectors.stored(vector)), k, null);
  }

  private List<Near> nearest(ToDoubleFunction<Object> raw, int k, String tag) {
    return samples.values().stream()
        .filter(sample -> sample.vector != null && (tag == null || tag.equals(sample.tag)))
        .map(sample -> new Near(sample.id, raw.applyAsDouble(sample.vector)))
        .sorted(Comparator.comparingDouble(Near::raw).reversed().thenComparingInt(Near::id))
        .limit(k)
        .toList();
  }

  /** The same ranked as Lucene ranks: by float score. */
  List<Near> nearestByScore(Object target, int k) {
    return nearest(target, Integer.MAX_VALUE).stream()
        .sorted(
            Comparator.<Near>comparingDouble(near -> vectors.score(near.raw))
                .reversed()
                .thenComparingInt(Near::id))
        .limit(k)
        .toList();
  }

  /** The similarity of document {@code id} in plain double arithmetic. */
  double oracle(Object target, int id) {
    return vectors.oracle(target, samples.get(id).vector);
  }

  /** The ids and raw similarities of our own search's hits. */
  static List<Near> found(IndexSearcher searcher, CertifiedTopDocs topDocs) throws IOException {
    List<Integer> ids = ids(searcher, topDocs);
    List<Near> found = new ArrayList<>();
    for (int i = 0; i < topDocs.scoreDocs.length; i++) {
      found.add(new Near(ids.get(i), topDocs.hit(i).raw));
    }
    return found;
  }

  /** The ids of hits. */
  public static List<Integer> ids(IndexSearcher searcher, TopDocs topDocs) throws IOException {
    int[] idOfDoc = new int[searcher.getIndexReader().maxDoc()];
    NumericDocValues values = MultiDocValues.getNumericValues(searcher.getIndexReader(), ID);
    for (int doc = values.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = values.nextDoc()) {
      idOfDoc[doc] = (int) values.longValue();
    }
    return Arrays.stream(topDocs.scoreDocs).map(hit -> idOfDoc[hit.doc]).toList();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(open);
    IOUtils.close(writer, directory);
  }

  /** A document and its raw similarity; equal if its bits are. */
  record Near(int id, double raw) {}
}
