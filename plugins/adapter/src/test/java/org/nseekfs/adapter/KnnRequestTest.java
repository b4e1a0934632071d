package org.nseekfs.adapter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.Test;
import org.nseekfs.adapter.KnnRequest.Mode;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.AutoKnnVectorQuery;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactRadiusVectorQuery;
import org.nseekfs.search.LshKnnVectorQuery;

class KnnRequestTest {

  private static final Query FILTER = new TermQuery(new Term("color", "red"));
  private static final double[] TARGET = {1, 2};

  private static VectorField field(ElementType type) {
    return new VectorField("emb", 2, type, VectorSimilarityFunction.COSINE, true, true);
  }

  private static String refusal(Integer k, Mode mode, Double recallTarget, Double minSimilarity) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> new KnnRequest(k, mode, recallTarget, minSimilarity))
        .getMessage();
  }

  @Test
  void everyModeAndTypeHasItsQuery() {
    float[] floats = {1, 2};
    byte[] bytes = {1, 2};
    assertEquals(
        new ExactKnnVectorQuery("emb", floats, 7, FILTER),
        KnnRequest.exact(7).toQuery(field(ElementType.F16), TARGET, FILTER));
    assertEquals(
        new ExactKnnVectorQuery("emb", QueryVector.of(TARGET), 7, null),
        KnnRequest.exact(7).toQuery(field(ElementType.F64), TARGET, null));
    assertEquals(
        new LshKnnVectorQuery("emb", QueryVector.of(bytes), 7, .95, FILTER),
        new KnnRequest(7, Mode.LSH, null, null).toQuery(field(ElementType.BYTE), TARGET, FILTER));
    assertEquals(
        new AutoKnnVectorQuery("emb", floats, 7, .8, FILTER),
        new KnnRequest(7, Mode.AUTO, .8, null).toQuery(field(ElementType.F32), TARGET, FILTER));
    assertEquals(
        new ExactRadiusVectorQuery("emb", QueryVector.of(TARGET), -.5, FILTER),
        new KnnRequest(null, null, null, -.5).toQuery(field(ElementType.F64), TARGET, FILTER));
  }

  @Test
  void contradictionsAndValuesOutOfRangeAreRefused() {
    assertEquals(
        "one of k and min_similarity must be given, got neither", refusal(null, null, null, null));
    assertEquals(
        "one of k and min_similarity must be given, got k 3 and min_similarity 0.5",
        refusal(3, null, null, .5));
    assertEquals("k must be at least 1, got 0", refusal(0, null, null, null));
    assertEquals(
        "recall_target 0.9 needs mode lsh or auto, got exact", refusal(3, Mode.EXACT, .9, null));
    assertEquals("min_similarity 0.5 needs mode exact, got lsh", refusal(null, Mode.LSH, null, .5));
    assertEquals(
        "recall_target must be above 0 and at most 1, got 1.5", refusal(3, Mode.LSH, 1.5, null));
    assertEquals("min_similarity must be a number, got NaN", refusal(null, null, null, Double.NaN));
    assertEquals(
        "mode must be one of [exact, lsh, auto], got \"hnsw\"",
        assertThrows(IllegalArgumentException.class, () -> Mode.fromLabel("hnsw")).getMessage());
  }
}
