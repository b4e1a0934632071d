package org.nseekfs.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ByteVectorSimilarityQuery;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnByteVectorQuery;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PatienceKnnVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SeededKnnVectorQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.codec.NSeekCodec;
import org.nseekfs.codec.NSeekVectorsConfig;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;

/** Lucene's own vector queries give exact hits over our format. */
class StockQueriesTest {
  private static final int DOCUMENTS = 5000;
  private static final int DIMENSION = 16;
  private static final String FIELD = SampleIndex.FIELD;

  private static SampleIndex index(ElementType type, int segments) throws IOException {
    SampleIndex index =
        new SampleIndex(new SampleVectors(type, VectorSimilarityFunction.COSINE, DIMENSION));
    for (int segment = 0; segment < segments; segment++) {
      index.add(DOCUMENTS / segments).commit();
    }
    return index;
  }

  private static void assertFindsTheNearest(SampleIndex index, Query query, Object target, int k)
      throws IOException {
    IndexSearcher searcher = index.searcher();
    assertEquals(
        index.nearestByScore(target, k).stream().map(SampleIndex.Near::id).toList(),
        SampleIndex.ids(searcher, searcher.search(query, k)),
        query::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 50})
  void floatQueriesFindTheNearestOfManySegments(int segments) throws Exception {
    for (ElementType type :
        List.of(ElementType.F8, ElementType.F16, ElementType.BF16, ElementType.F32)) {
      try (SampleIndex index = index(type, segments)) {
        float[] target = (float[]) index.target();
        for (int k : List.of(10, 1000)) {
          KnnFloatVectorQuery plain = new KnnFloatVectorQuery(FIELD, target, k);
          Query seed = new TermQuery(new Term(SampleIndex.ID, "17"));
          assertFindsTheNearest(index, plain, target, k);
          assertFindsTheNearest(index, SeededKnnVectorQuery.fromFloatQuery(plain, seed), target, k);
          assertFindsTheNearest(index, PatienceKnnVectorQuery.fromFloatQuery(plain), target, k);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 50})
  void byteQueriesFindTheNearestOfManySegments(int segments) throws Exception {
    for (ElementType type : List.of(ElementType.BYTE, ElementType.F64)) {
      try (SampleIndex index = index(type, segments)) {
        Object target = index.target();
        byte[] bytes =
            target instanceof double[] doubles ? DoubleRows.encode(doubles) : (byte[]) target;
        for (int k : List.of(10, 1000)) {
          assertFindsTheNearest(index, new KnnByteVectorQuery(FIELD, bytes, k), target, k);
        }
      }
    }
  }

  /** Lucene's query for {@code target}; from 10.5.2 on there are two, nested in it. */
  private static List<Query> similarityQueries(Object target, float threshold) throws Exception {
    Object given = target instanceof double[] doubles ? DoubleRows.encode(doubles) : target;
    Class<?> outer =
        given instanceof float[]
            ? FloatVectorSimilarityQuery.class
            : ByteVectorSimilarityQuery.class;
    List<Query> queries = new ArrayList<>();
    for (Class<?> kind :
        Modifier.isAbstract(outer.getModifiers())
            ? outer.getDeclaredClasses()
            : new Class<?>[] {outer}) {
      var constructor = kind.getConstructor(String.class, given.getClass(), float.class);
      queries.add((Query) constructor.newInstance(FIELD, given, threshold));
    }
    return queries;
  }

  @ParameterizedTest
  @EnumSource
  void similarityQueriesFindAllAboveAThreshold(ElementType type) throws Exception {
    try (SampleIndex index = index(type, 5)) {
      IndexSearcher searcher = index.searcher();
      Object target = index.target();
      List<SampleIndex.Near> nearest = index.nearestByScore(target, 400);
      float threshold = (float) ((1 + nearest.getLast().raw()) / 2);
      long expected =
          index.nearestByScore(target, DOCUMENTS).stream()
              .filter(near -> (float) ((1 + near.raw()) / 2) >= threshold)
              .count();
      assertTrue(expected >= 400);
      for (Query query : similarityQueries(target, threshold)) {
        assertEquals(expected, searcher.count(query));
      }
    }
  }

  @Test
  void filteredQueriesFindTheNearestAccepted() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F32, VectorSimilarityFunction.EUCLIDEAN, DIMENSION);
    try (SampleIndex index = new SampleIndex(vectors)) {
      for (int id = 0; id < 3000; id++) {
        index.add(index.target(), id % 7 == 0 ? "seventh" : "other");
      }
      IndexSearcher searcher = index.searcher();
      float[] target = (float[]) index.target();
      Query query = new KnnFloatVectorQuery(FIELD, target, 50, SampleIndex.tagged("seventh"));
      assertEquals(
          index.nearest(target, 50, "seventh").stream().map(SampleIndex.Near::id).toList(),
          SampleIndex.ids(searcher, searcher.search(query, 50)));
    }
  }

  @Test
  void diversifyingQueriesFindTheNearestChildOfEachParent() throws Exception {
    SampleVectors vectors =
        new SampleVectors(ElementType.F16, VectorSimilarityFunction.EUCLIDEAN, DIMENSION);
    Random random = SampleVectors.random();
    Object target = vectors.next(random);
    TreeMap<Integer, Double> nearestChild = new TreeMap<>();
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = blockWriter(directory)) {
        for (int parent = 0; parent < 300; parent++) {
          List<Document> block = new ArrayList<>();
          for (int child = random.nextInt(6); child >= 0; child--) {
            Object vector = vectors.next(random);
            block.add(child(vectors.field(FIELD, vector), parent));
            nearestChild.merge(parent, vectors.raw(target, vector), Math::max);
          }
          block.add(parent());
          writer.addDocuments(block);
          if (parent % 60 == 59) {
            writer.commit();
          }
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = SampleIndex.uncached(reader, null);
        BitSetProducer parents = new QueryBitSetProducer(new TermQuery(new Term("kind", "parent")));
        Query query =
            new DiversifyingChildrenFloatKnnVectorQuery(FIELD, (float[]) target, null, 40, parents);
        TopDocs topDocs = searcher.search(query, 40);
        List<Integer> expected =
            nearestChild.entrySet().stream()
                .sorted(
                    Comparator.comparingDouble(
                        (Map.Entry<Integer, Double> entry) -> -entry.getValue()))
                .limit(40)
                .map(Map.Entry::getKey)
                .toList();
        assertEquals(expected, SampleIndex.ids(searcher, topDocs));
      }
    }
  }

  private static IndexWriter blockWriter(Directory directory) throws IOException {
    return new IndexWriter(
        directory,
        new IndexWriterConfig()
            .setCodec(new NSeekCodec(NSeekVectorsConfig.DEFAULT.withDefaultType(ElementType.F16)))
            .setMergePolicy(NoMergePolicy.INSTANCE));
  }

  private static Document child(Field vector, int parent) {
    Document document = new Document();
    document.add(vector);
    document.add(new NumericDocValuesField(SampleIndex.ID, parent));
    return document;
  }

  private static Document parent() {
    Document document = new Document();
    document.add(new StringField("kind", "parent", Field.Store.NO));
    return document;
  }
}
