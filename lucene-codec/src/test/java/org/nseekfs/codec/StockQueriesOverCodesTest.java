package org.nseekfs.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.FloatVectorSimilarityQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.ElementType;

/** Lucene's own queries over fields with codes: all hits, and fewer documents scored. */
class StockQueriesOverCodesTest {

  private static final ElementType TYPE = ElementType.F32;

  private static TestIndex index(VectorSimilarityFunction function) throws IOException {
    TestIndex index = CodedIndex.ofOneSegment(new ByteBuffersDirectory(), TYPE, function, 6000);
    TestVectors vectors = new TestVectors(8);
    for (int id = 10_000; id < 12_000; id++) {
      Object vector = vectors.decaying(TYPE, CodedIndex.DIMENSION);
      index.add(id, TestVectors.field("v", TYPE, vector, function));
    }
    index.commit();
    return index;
  }

  private static float[] target() {
    return (float[]) new TestVectors(99).decaying(TYPE, CodedIndex.DIMENSION);
  }

  /** Live documents of the whole index, best score first. */
  private static List<ScoreDoc> ranked(DirectoryReader reader, VectorSimilarityFunction function)
      throws IOException {
    List<ScoreDoc> hits = new ArrayList<>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      AcceptDocs live = AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc());
      new TreeMap<>(RawHits.search(leaf, "v", target(), live).raw)
          .forEach(
              (doc, raw) ->
                  hits.add(
                      new ScoreDoc(
                          context.docBase + doc,
                          RawScores.score(function, TYPE, CodedIndex.DIMENSION, raw))));
    }
    hits.sort(
        Comparator.comparingDouble((ScoreDoc hit) -> -hit.score).thenComparingInt(hit -> hit.doc));
    return hits;
  }

  private static void assertSame(List<ScoreDoc> expected, ScoreDoc[] found) {
    assertEquals(expected.size(), found.length);
    for (int i = 0; i < found.length; i++) {
      assertEquals(expected.get(i).doc, found[i].doc);
      assertEquals(expected.get(i).score, found[i].score);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNearestAreFound(VectorSimilarityFunction function) throws IOException {
    try (TestIndex index = index(function);
        DirectoryReader reader = index.open()) {
      List<ScoreDoc> expected = ranked(reader, function);
      for (int k : new int[] {1, 10, 500}) {
        TopDocs found =
            new IndexSearcher(reader).search(new KnnFloatVectorQuery("v", target(), k), k);
        assertSame(expected.subList(0, k), found.scoreDocs);
      }
    }
  }

  /** Lucene's query; from 10.5.2 on there are two, nested in it. */
  private static List<Query> similarityQueries(float[] target, float least) throws Exception {
    List<Query> queries = new ArrayList<>();
    Class<?> outer = FloatVectorSimilarityQuery.class;
    for (Class<?> kind :
        Modifier.isAbstract(outer.getModifiers())
            ? outer.getDeclaredClasses()
            : new Class<?>[] {outer}) {
      var constructor = kind.getConstructor(String.class, float[].class, float.class);
      queries.add((Query) constructor.newInstance("v", target, least));
    }
    return queries;
  }

  @ParameterizedTest
  @EnumSource
  void allAboveAScoreAreFound(VectorSimilarityFunction function) throws Exception {
    try (TestIndex index = index(function);
        DirectoryReader reader = index.open()) {
      List<ScoreDoc> expected = ranked(reader, function);
      for (int rank : new int[] {0, 40, 3000}) {
        float least = expected.get(rank).score;
        List<ScoreDoc> above = expected.stream().filter(hit -> hit.score >= least).toList();
        for (Query query : similarityQueries(target(), least)) {
          TopDocs found = new IndexSearcher(reader).search(query, reader.maxDoc());
          assertSame(above, found.scoreDocs);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void fewDocumentsAreScored(VectorSimilarityFunction function) throws IOException {
    try (TestIndex index = index(function);
        DirectoryReader reader = index.open()) {
      TopKnnCollector collector = new TopKnnCollector(10, Integer.MAX_VALUE);
      LeafReader leaf = reader.leaves().getFirst().reader();
      leaf.searchNearestVectors(
          "v", target(), collector, AcceptDocs.fromLiveDocs(leaf.getLiveDocs(), leaf.maxDoc()));
      assertTrue(collector.visitedCount() < 3000, collector.visitedCount() + " scored");
    }
  }
}
