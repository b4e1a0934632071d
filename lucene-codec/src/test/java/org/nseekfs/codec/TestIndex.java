package org.nseekfs.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.nseekfs.codec.layout.FieldShape;
import org.nseekfs.quantization.ElementType;

/**
 * An index that a test fills and reads back by the ids of its documents. Segments merge when told
 * to only. Closing it runs CheckIndex at its highest level.
 */
public final class TestIndex implements AutoCloseable {

  /** Of the vectors of {@link #ofOneSegment}. */
  public static final int DIMENSION = 19;

  final Directory directory;
  private IndexWriter writer;

  TestIndex(NSeekVectorsConfig config) throws IOException {
    this(new ByteBuffersDirectory(), new NSeekCodec(config));
  }

  public TestIndex(Directory directory, Codec codec) throws IOException {
    this(directory, writerConfig(codec));
  }

  public TestIndex(Directory directory, IndexWriterConfig config) throws IOException {
    this.directory = directory;
    this.writer = new IndexWriter(directory, config);
  }

  /** One segment of 500 documents, every third without a vector if sparse, a tenth deleted. */
  public static TestIndex ofOneSegment(
      Directory directory, ElementType type, VectorSimilarityFunction function, boolean sparse)
      throws IOException {
    IndexWriterConfig config = writerConfig(new NSeekCodec(TestVectors.config("v", type)));
    TestIndex index = new TestIndex(directory, config.setUseCompoundFile(false));
    TestVectors vectors = new TestVectors(5);
    for (int id = 0; id < 500; id++) {
      if (sparse && id % 3 == 1) {
        index.add(id);
      } else {
        Object vector = vectors.vector(type, DIMENSION);
        index.add(id, TestVectors.field("v", type, vector, function));
      }
    }
    index.commit();
    for (int id = 7; id < 500; id += 10) {
      index.delete(id);
    }
    index.commit();
    return index;
  }

  public static IndexWriterConfig writerConfig(Codec codec) {
    LogDocMergePolicy whenTold = new LogDocMergePolicy();
    whenTold.setMergeFactor(10_000);
    return new IndexWriterConfig()
        .setCodec(codec)
        .setMergePolicy(whenTold)
        .setMergeScheduler(new SerialMergeScheduler());
  }

  public IndexWriter writer() {
    return writer;
  }

  /** Closes the writer and opens another. */
  public void reopen(Codec codec) throws IOException {
    writer.close();
    writer = new IndexWriter(directory, writerConfig(codec));
  }

  static Document document(int id, Field... fields) {
    Document document = new Document();
    document.add(new StringField("id", Integer.toString(id), Field.Store.NO));
    document.add(new NumericDocValuesField("id", id));
    Arrays.stream(fields).forEach(document::add);
    return document;
  }

  public void add(int id, Field... fields) throws IOException {
    writer.addDocument(document(id, fields));
  }

  void update(int id, Field... fields) throws IOException {
    writer.updateDocument(new Term("id", Integer.toString(id)), document(id, fields));
  }

  void delete(int id) throws IOException {
    writer.deleteDocuments(new Term("id", Integer.toString(id)));
  }

  /** Commits what was added as a segment. */
  public void commit() throws IOException {
    writer.commit();
  }

  /** Merges all segments, deletions included. */
  public void merge() throws IOException {
    writer.forceMerge(1);
    writer.commit();
  }

  public DirectoryReader open() throws IOException {
    return DirectoryReader.open(writer);
  }

  /** Vectors of live documents by id: {@code float[]}, {@code byte[]}. */
  Map<Integer, Object> vectors(String field) throws IOException {
    try (DirectoryReader reader = open()) {
      return vectors(reader, field);
    }
  }

  static Map<Integer, Object> vectors(IndexReader reader, String field) throws IOException {
    Map<Integer, Object> vectors = new TreeMap<>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      var info = leaf.getFieldInfos().fieldInfo(field);
      if (info == null || !info.hasVectorValues()) {
        continue;
      }
      if (FieldShape.isFloat(info)) {
        FloatVectorValues values = leaf.getFloatVectorValues(field);
        collect(leaf, values.iterator(), ord -> values.vectorValue(ord).clone(), vectors);
      } else {
        ByteVectorValues values = leaf.getByteVectorValues(field);
        collect(leaf, values.iterator(), ord -> values.vectorValue(ord).clone(), vectors);
      }
    }
    return vectors;
  }

  private interface Values {
    Object get(int ord) throws IOException;
  }

  private static void collect(
      LeafReader leaf, DocIndexIterator docs, Values values, Map<Integer, Object> vectors)
      throws IOException {
    NumericDocValues ids = leaf.getNumericDocValues("id");
    for (int doc = docs.nextDoc(); doc != NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (leaf.getLiveDocs() == null || leaf.getLiveDocs().get(doc)) {
        assertTrue(ids.advanceExact(doc));
        Object other = vectors.put((int) ids.longValue(), values.get(docs.index()));
        assertNull(other, "two live documents with id " + ids.longValue());
      }
    }
  }

  /** Our readers of {@code field}, in the segments that have one. */
  public static List<NSeekVectorsReader> readers(IndexReader reader, String field) {
    return reader.leaves().stream()
        .map(leaf -> vectorsReader(leaf.reader(), field))
        .filter(NSeekVectorsReader.class::isInstance)
        .map(NSeekVectorsReader.class::cast)
        .toList();
  }

  static KnnVectorsReader vectorsReader(LeafReader leaf, String field) {
    return ((CodecReader) leaf).getVectorReader()
            instanceof PerFieldKnnVectorsFormat.FieldsReader perField
        ? perField.getFieldReader(field)
        : null;
  }

  static void assertClean(Directory directory) throws IOException {
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    try (CheckIndex check = new CheckIndex(directory)) {
      check.setLevel(CheckIndex.Level.MAX_VALUE);
      check.setInfoStream(new PrintStream(report, false, UTF_8), true);
      assertTrue(check.checkIndex().clean, () -> report.toString(UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
    assertClean(directory);
    directory.close();
  }
}
