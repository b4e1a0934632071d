package org.nseekfs.codec;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValuesSkipIndexType;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.InfoStream;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.Version;
import org.nseekfs.quantization.ElementType;

/**
 * For types that round: what Lucene's tests compare with the vector that was indexed is compared
 * here with the nearest vector the type holds, bit for bit.
 */
abstract class RoundingVectorsFormatTestCase extends NSeekVectorsFormatTestCase {

  private final ElementType type;

  RoundingVectorsFormatTestCase(ElementType type) {
    super(NSeekVectorsConfig.DEFAULT.withDefaultType(type));
    this.type = type;
  }

  /** What a vector is read back as. */
  private float[] nearest(float[] vector) {
    MemorySegment row = Arena.ofAuto().allocate(type.rowBytes(vector.length));
    type.encode(vector, row, 0);
    float[] decoded = new float[vector.length];
    type.decode(row, 0, decoded);
    return decoded;
  }

  @Override
  public void testRandom() throws Exception {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, randomlySorted())) {
      float[][] vectors = new float[atLeast(100)][];
      int dimension = atLeast(10);
      VectorSimilarityFunction function = randomSimilarity();
      for (int id = 0; id < vectors.length; id++) {
        vectors[id] = random().nextInt(7) == 3 ? null : randomNormalizedVector(dimension);
        update(writer, id, Map.of("field", vectors), function);
        if (random().nextInt(10) == 2) {
          int deleted = random().nextInt(id + 1);
          writer.deleteDocuments(new Term("id", Integer.toString(deleted)));
          vectors[deleted] = null;
        }
        if (random().nextInt(10) == 3) {
          writer.commit();
        }
      }
      assertHolds(writer, "field", vectors);
    }
  }

  @Override
  public void testRandomWithUpdatesAndGraph() throws Exception {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, newIndexWriterConfig())) {
      float[][] vectors = new float[atLeast(100)][];
      int dimension = atLeast(10);
      for (int i = 0; i < vectors.length; i++) {
        int id = random().nextInt(vectors.length);
        vectors[id] = random().nextInt(7) == 3 ? null : randomNormalizedVector(dimension);
        update(writer, id, Map.of("field", vectors), VectorSimilarityFunction.EUCLIDEAN);
      }
      assertHolds(writer, "field", vectors);
      try (DirectoryReader reader = DirectoryReader.open(writer)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          assertFindsAllLiveDocuments(leaf.reader(), dimension);
        }
      }
    }
  }

  private void assertFindsAllLiveDocuments(LeafReader leaf, int dimension) throws Exception {
    FloatVectorValues values = leaf.getFloatVectorValues("field");
    if (values == null) {
      return;
    }
    Bits liveDocs = leaf.getLiveDocs();
    int live = 0;
    KnnVectorValues.DocIndexIterator docs = values.iterator();
    for (int doc = docs.nextDoc(); doc != NO_MORE_DOCS; doc = docs.nextDoc()) {
      live += liveDocs == null || liveDocs.get(doc) ? 1 : 0;
    }
    TopDocs hits =
        leaf.searchNearestVectors(
            "field",
            randomNormalizedVector(dimension),
            values.size() + 1,
            AcceptDocs.fromLiveDocs(liveDocs, leaf.maxDoc()),
            Integer.MAX_VALUE);
    assertEquals(live, hits.scoreDocs.length);
    for (int i = 1; i < hits.scoreDocs.length; i++) {
      assertTrue(hits.scoreDocs[i - 1].score >= hits.scoreDocs[i].score);
    }
    assertOffHeapByteSize(leaf, "field");
  }

  @Override
  public void testVectorValuesReportCorrectDocs() throws Exception {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, newIndexWriterConfig())) {
      float[][] vectors = new float[atLeast(1000)][];
      int dimension = 1 + random().nextInt(20);
      VectorSimilarityFunction function = randomSimilarity();
      for (int id = 0; id < vectors.length; id++) {
        vectors[id] = random().nextInt(4) == 3 ? randomNormalizedVector(dimension) : null;
        update(writer, id, Map.of("field", vectors), function);
      }
      if (random().nextBoolean()) {
        writer.forceMerge(1);
      }
      assertHolds(writer, "field", vectors);
    }
  }

  @Override
  public void testSparseVectors() throws Exception {
    try (Directory dir = newDirectory();
        IndexWriter writer = new IndexWriter(dir, newIndexWriterConfig())) {
      int documents = atLeast(1000);
      Map<String, float[][]> fields = new HashMap<>();
      for (int field = random().nextInt(10); field >= 0; field--) {
        float[][] vectors = new float[documents][];
        int dimension = 1 + random().nextInt(20);
        for (int id = 0; id < documents; id++) {
          vectors[id] = random().nextInt(100) == 17 ? randomNormalizedVector(dimension) : null;
        }
        fields.put("field" + field, vectors);
      }
      VectorSimilarityFunction function = randomSimilarity();
      for (int id = 0; id < documents; id++) {
        update(writer, id, fields, function);
      }
      for (Map.Entry<String, float[][]> field : fields.entrySet()) {
        assertHolds(writer, field.getKey(), field.getValue());
      }
    }
  }

  private IndexWriterConfig randomlySorted() {
    IndexWriterConfig config = newIndexWriterConfig();
    if (random().nextBoolean()) {
      config.setIndexSort(new Sort(new SortField("sortkey", SortField.Type.INT)));
    }
    return config;
  }

  private static void update(
      IndexWriter writer, int id, Map<String, float[][]> fields, VectorSimilarityFunction function)
      throws Exception {
    Document document = new Document();
    fields.forEach(
        (field, vectors) -> {
          if (vectors[id] != null) {
            document.add(new KnnFloatVectorField(field, vectors[id], function));
          }
        });
    document.add(new NumericDocValuesField("sortkey", random().nextInt(100)));
    document.add(new StringField("id", Integer.toString(id), Field.Store.YES));
    writer.updateDocument(new Term("id", Integer.toString(id)), document);
  }

  private void assertHolds(IndexWriter writer, String field, float[][] vectors) throws Exception {
    int expected = 0;
    for (float[] vector : vectors) {
      expected += vector == null ? 0 : 1;
    }
    int found = 0;
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        FloatVectorValues values = leaf.reader().getFloatVectorValues(field);
        if (values != null) {
          found += assertLeafHolds(leaf.reader(), values, vectors);
        }
      }
    }
    assertEquals(expected, found);
  }

  private int assertLeafHolds(LeafReader leaf, FloatVectorValues values, float[][] vectors)
      throws Exception {
    Bits liveDocs = leaf.getLiveDocs();
    StoredFields stored = leaf.storedFields();
    KnnVectorValues.DocIndexIterator docs = values.iterator();
    int live = 0;
    for (int doc = docs.nextDoc(); doc != NO_MORE_DOCS; doc = docs.nextDoc()) {
      assertEquals(doc, values.ordToDoc(docs.index()));
      if (liveDocs == null || liveDocs.get(doc)) {
        int id = Integer.parseInt(stored.document(doc).get("id"));
        assertArrayEquals(nearest(vectors[id]), values.vectorValue(docs.index()), 0);
        live++;
      }
    }
    return live;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void testWriterRamEstimate() throws Exception {
    int dimension = 1 + random().nextInt(64);
    int documents = atLeast(100);
    try (Directory dir = newDirectory();
        KnnVectorsWriter writer = getCodec().knnVectorsFormat().fieldsWriter(writeState(dir))) {
      long empty = writer.ramBytesUsed();
      var fieldWriter = (KnnFieldVectorsWriter<float[]>) writer.addField(fieldInfo(dimension));
      for (int doc = 0; doc < documents; doc++) {
        fieldWriter.addValue(doc, randomVector(dimension));
      }
      long grown = writer.ramBytesUsed() - empty;
      assertTrue("grew by " + grown, grown > (long) type.rowBytes(dimension) * documents);
    }
  }

  private SegmentWriteState writeState(Directory dir) {
    SegmentInfo segment =
        new SegmentInfo(
            dir,
            Version.LATEST,
            Version.LATEST,
            "0",
            10_000,
            false,
            false,
            getCodec(),
            Map.of(),
            StringHelper.randomId(),
            new HashMap<>(),
            null);
    return new SegmentWriteState(
        InfoStream.getDefault(),
        dir,
        segment,
        new FieldInfos(new FieldInfo[0]),
        null,
        newIOContext(random()));
  }

  private static FieldInfo fieldInfo(int dimension) {
    return new FieldInfo(
        "field",
        0,
        false,
        false,
        false,
        IndexOptions.NONE,
        DocValuesType.NONE,
        DocValuesSkipIndexType.NONE,
        -1,
        new HashMap<>(),
        0,
        0,
        0,
        dimension,
        VectorEncoding.FLOAT32,
        VectorSimilarityFunction.DOT_PRODUCT,
        false,
        false);
  }
}
