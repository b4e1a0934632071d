package org.nseekfs.search.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.search.ExactKnnVectorQuery;
import org.nseekfs.search.ExactSearchTest;
import org.nseekfs.search.SampleIndex;
import org.nseekfs.search.SampleVectors;

/** Targets moved by little less than a margin, wherever that may hurt, do not change the answer. */
class DecisionMarginTest {

  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final int DOCUMENTS = 50;

  private static SampleVectors floats(VectorSimilarityFunction function, int dimension) {
    return new SampleVectors(ElementType.F32, function, dimension);
  }

  /** An index of one segment, so that documents have the numbers of their vectors. */
  private static SampleIndex index(SampleVectors vectors, List<?> documents) throws Exception {
    SampleIndex index = new SampleIndex(vectors);
    for (Object document : documents) {
      index.add(document, "any");
    }
    return index;
  }

  private static DecisionMargin margin(SampleVectors vectors, List<?> documents, Object target)
      throws Exception {
    try (SampleIndex index = index(vectors, documents)) {
      return DecisionMargin.of(index.searcher(), index.query(target, 1));
    }
  }

  static Stream<SampleVectors> everyTypeAndFunction() {
    return ExactSearchTest.everyTypeAndFunction();
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void noMoveBelowTheMarginChangesTheAnswer(SampleVectors vectors) throws Exception {
    Random random = SampleVectors.random();
    List<Object> documents = new ArrayList<>();
    while (documents.size() < DOCUMENTS) {
      documents.add(vectors.next(random));
    }
    MovedTargets moved = new MovedTargets(vectors, documents, random);
    int firm = 0;
    try (SampleIndex index = index(vectors, documents)) {
      IndexSearcher searcher = index.searcher();
      for (int trial = 0; trial < 4; trial++) {
        Object target = vectors.next(random);
        for (int k : List.of(1, 4, DOCUMENTS - 1)) {
          ExactKnnVectorQuery query = index.query(target, k);
          DecisionMargin margin = DecisionMargin.of(searcher, query);
          firm += margin.members() > 0 && margin.first() > 0 ? 1 : 0;
          moved.assertUnchanged(target, margin.first(), nearest(searcher, query.withK(1)));
          moved.assertUnchanged(target, margin.members(), nearest(searcher, query));
          assertSearchesUnchanged(searcher, query, margin, moved);
        }
      }
    }
    assertTrue(firm > 6, "margins above 0: " + firm);
  }

  private static Set<Integer> nearest(IndexSearcher searcher, ExactKnnVectorQuery query)
      throws Exception {
    return Arrays.stream(query.scan(searcher).scoreDocs)
        .map(hit -> hit.doc)
        .collect(Collectors.toSet());
  }

  private static void assertSearchesUnchanged(
      IndexSearcher searcher, ExactKnnVectorQuery query, DecisionMargin margin, MovedTargets moved)
      throws Exception {
    Object target = query.getTarget().array();
    for (Object other : moved.representable(target, margin.members())) {
      ExactKnnVectorQuery again = moved.query(other, query.getK());
      assertEquals(nearest(searcher, query), nearest(searcher, again));
    }
    for (Object other : moved.representable(target, margin.first())) {
      assertEquals(nearest(searcher, query.withK(1)), nearest(searcher, moved.query(other, 1)));
    }
  }

  /** To where two documents are equally near it is their difference over their distance. */
  @Test
  void underTheDotProductTheMarginIsTheTrueDistance() throws Exception {
    SampleVectors vectors = floats(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, 24);
    Random random = SampleVectors.random();
    List<float[]> documents = new ArrayList<>();
    while (documents.size() < DOCUMENTS) {
      float[] document = (float[]) vectors.next(random);
      float norm = (float) Math.pow(10, 4 * random.nextDouble() - 2);
      for (int i = 0; i < document.length; i++) {
        document[i] *= norm;
      }
      documents.add(document);
    }
    try (SampleIndex index = index(vectors, documents)) {
      IndexSearcher searcher = index.searcher();
      for (int k : List.of(1, 7, DOCUMENTS - 1)) {
        float[] target = (float[]) vectors.next(random);
        ExactKnnVectorQuery query = index.query(target, k);
        DecisionMargin margin = DecisionMargin.of(searcher, query);
        assertNearly(
            distance(documents, target, nearest(searcher, query.withK(1))), margin.first());
        assertNearly(distance(documents, target, nearest(searcher, query)), margin.members());
      }
    }
  }

  private static void assertNearly(double distance, double margin) {
    assertTrue(margin <= distance && margin > distance * .99 - 1e-5, margin + " of " + distance);
  }

  /** The least move after which a document of {@code ahead} is no nearer than another one. */
  private static double distance(List<float[]> documents, float[] target, Set<Integer> ahead) {
    double least = INFINITY;
    for (int i : ahead) {
      for (int j = 0; j < documents.size(); j++) {
        if (!ahead.contains(j)) {
          double difference = 0;
          double square = 0;
          for (int at = 0; at < target.length; at++) {
            double apart = (double) documents.get(i)[at] - documents.get(j)[at];
            difference += apart * target[at];
            square += apart * apart;
          }
          least = Math.min(least, difference / Math.sqrt(square));
        }
      }
    }
    return least;
  }

  @Test
  void betweenTwoPointsTheMarginEndsHalfWay() throws Exception {
    List<float[]> documents = List.of(new float[] {0, 0}, new float[] {10, 0});
    double first =
        margin(floats(VectorSimilarityFunction.EUCLIDEAN, 2), documents, new float[] {1, 0})
            .first();
    assertTrue(first <= 4 && first > 4 * (1 - 1e-5), "margin " + first);
  }

  @Test
  void betweenOppositeVectorsTheMarginEndsAtTheOrigin() throws Exception {
    List<float[]> documents = List.of(new float[] {1, 0}, new float[] {-1, 0});
    double first =
        margin(
                floats(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, 2),
                documents,
                new float[] {.5f, 0})
            .first();
    assertTrue(first <= .5 && first > .5 * (1 - 1e-5), "margin " + first);
  }

  @Test
  void betweenTwoDirectionsTheMarginEndsAtTheBisector() throws Exception {
    List<float[]> documents = List.of(atDegrees(10, 3), atDegrees(50, .1));
    double first =
        margin(floats(VectorSimilarityFunction.COSINE, 2), documents, atDegrees(0, 7)).first();
    double truth = 7 * Math.sin(Math.toRadians(20));
    assertTrue(first <= truth && first > truth * (1 - 1e-4), first + " of " + truth);
  }

  private static float[] atDegrees(double degrees, double norm) {
    double angle = Math.toRadians(degrees);
    return new float[] {(float) (norm * Math.cos(angle)), (float) (norm * Math.sin(angle))};
  }

  @Test
  void bytesHaveMarginsWithoutError() throws Exception {
    SampleVectors bytes =
        new SampleVectors(ElementType.BYTE, VectorSimilarityFunction.EUCLIDEAN, 2);
    double first =
        margin(bytes, List.of(new byte[] {0, 0}, new byte[] {0, 8}), new byte[] {0, 1}).first();
    assertEquals(3, first, 1e-12);
  }

  @ParameterizedTest
  @EnumSource
  void whatTiesHasNoMargin(VectorSimilarityFunction function) throws Exception {
    float[] vector = {.6f, .8f};
    List<float[]> documents = List.of(vector, vector, new float[] {-1, 0});
    DecisionMargin margin = margin(floats(function, 2), documents, new float[] {0, 1});
    assertEquals(new DecisionMargin(0, 0), margin);
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnotherDocumentNothingCanChange(VectorSimilarityFunction function) throws Exception {
    List<float[]> documents = List.of(new float[] {1, 0}, new float[] {0, 1});
    try (SampleIndex index = index(floats(function, 2), documents)) {
      IndexSearcher searcher = index.searcher();
      float[] target = {.6f, .8f};
      DecisionMargin both = DecisionMargin.of(searcher, index.query(target, 2));
      assertTrue(both.first() > 0 && both.first() < 1, both.toString());
      assertEquals(INFINITY, both.members());
      DecisionMargin all = DecisionMargin.of(searcher, index.query(target, Integer.MAX_VALUE));
      assertEquals(both, all);
      Query none = SampleIndex.tagged("none");
      assertEquals(
          new DecisionMargin(INFINITY, INFINITY),
          DecisionMargin.of(searcher, index.query(target, 2, none)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyAcceptedLiveDocumentsCount(VectorSimilarityFunction function) throws Exception {
    SampleVectors vectors = floats(function, 2);
    float[] target = {1, 0};
    try (SampleIndex index = index(vectors, List.of(new float[] {1, 0}, atDegrees(60, 1)))) {
      DecisionMargin before =
          DecisionMargin.of(index.searcher(), index.query(target, 1, SampleIndex.tagged("any")));
      index.add(atDegrees(10, 1000), "other").add(atDegrees(10, 1e-3), "any").delete(3).commit();
      DecisionMargin after =
          DecisionMargin.of(index.searcher(), index.query(target, 1, SampleIndex.tagged("any")));
      assertTrue(before.first() > .1, before.toString());
      assertEquals(before, after);
    }
  }

  @ParameterizedTest
  @EnumSource
  void betweenVectorsAtTheEndsOfTheLimitsThereAreMargins(VectorSimilarityFunction function)
      throws Exception {
    for (float end : new float[] {0x1.1p-55f, 0x1.ep61f}) {
      List<float[]> documents = List.of(new float[] {end, 0}, new float[] {0, end});
      double first = margin(floats(function, 2), documents, new float[] {end, 0}).first();
      assertTrue(first > .4 * end && first < .8 * end, first + " of " + end);
    }
  }

  @Test
  void aTimeoutProvesNothing() throws Exception {
    List<float[]> documents = List.of(new float[] {1, 0}, new float[] {0, 1});
    try (SampleIndex index = index(floats(VectorSimilarityFunction.EUCLIDEAN, 2), documents)) {
      IndexSearcher late = index.searcher();
      late.setTimeout(() -> true);
      ExactKnnVectorQuery query = index.query(new float[] {1, 0}, 1);
      assertThrows(IllegalStateException.class, () -> DecisionMargin.of(late, query));
    }
  }
}
