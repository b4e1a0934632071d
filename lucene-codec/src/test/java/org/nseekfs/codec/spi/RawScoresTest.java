package org.nseekfs.codec.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.VectorUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.codec.TestVectors;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.Similarity;

class RawScoresTest {

  private static final int DIMENSION = 24;

  @ParameterizedTest
  @EnumSource(names = {"F8", "F16", "BF16", "F32"})
  void scoresOfFloatsAreLucenesOfTheSameRawValue(ElementType type) {
    TestVectors vectors = new TestVectors(8);
    for (int i = 0; i < 1000; i++) {
      float[] one = vectors.floats(DIMENSION);
      float[] other = vectors.floats(DIMENSION);
      float dot = VectorUtil.dotProduct(one, other);
      float distance = VectorUtil.squareDistance(one, other);
      float cosine = VectorUtil.cosine(one, other);
      assertScore(VectorSimilarityFunction.DOT_PRODUCT, type, dot, one, other);
      assertScore(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, type, dot, one, other);
      assertScore(VectorSimilarityFunction.COSINE, type, cosine, one, other);
      assertScore(VectorSimilarityFunction.EUCLIDEAN, type, -distance, one, other);
    }
  }

  private static void assertScore(
      VectorSimilarityFunction function, ElementType type, float raw, float[] one, float[] other) {
    assertEquals(function.compare(one, other), RawScores.score(function, type, one.length, raw));
  }

  @Test
  void scoresOfBytesAreLucenes() {
    TestVectors vectors = new TestVectors(8);
    for (int i = 0; i < 1000; i++) {
      byte[] one = vectors.bytes(DIMENSION);
      byte[] other = vectors.bytes(DIMENSION);
      int dot = VectorUtil.dotProduct(one, other);
      int distance = VectorUtil.squareDistance(one, other);
      for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
        double raw =
            switch (function) {
              case EUCLIDEAN -> -distance;
              case DOT_PRODUCT, MAXIMUM_INNER_PRODUCT -> dot;
              case COSINE -> VectorUtil.cosine(one, other);
            };
        assertEquals(
            function.compare(one, other),
            RawScores.score(function, ElementType.BYTE, DIMENSION, raw));
      }
    }
  }

  @Test
  void scoresOfDoublesAreTheSameFormulasRoundedOnce() {
    double raw = -0.3 - 1e-12;
    ElementType type = ElementType.F64;
    assertEquals(
        (float) (1 / (1 - raw)), RawScores.score(VectorSimilarityFunction.EUCLIDEAN, type, 1, raw));
    assertEquals(
        (float) ((1 + raw) / 2), RawScores.score(VectorSimilarityFunction.COSINE, type, 1, raw));
    assertEquals(
        (float) (1 / (1 - raw)),
        RawScores.score(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT, type, 1, raw));
  }

  @ParameterizedTest
  @EnumSource
  void scoresAreNeverNegativeNorNaNAndNeverFallAsRawRises(ElementType type) {
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      double most = function == VectorSimilarityFunction.EUCLIDEAN ? 0 : 1e38;
      double[] raw =
          DoubleStream.concat(
                  DoubleStream.of(Double.NEGATIVE_INFINITY),
                  DoubleStream.of(-1e300, -1e38, -5, -1.0000001, -1, -1e-30, 0, 1e-30, 1, most))
              .filter(value -> value <= most)
              .filter(value -> type != ElementType.BYTE || Math.abs(value) <= 1)
              .toArray();
      float last = 0;
      for (double value : raw) {
        float score = RawScores.score(function, type, DIMENSION, value);
        assertTrue(score >= last, function + " of " + value + ": " + score + " after " + last);
        last = score;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLeastRawValueOfAScoreIsWhereItBegins(ElementType type) {
    TestVectors vectors = new TestVectors(8);
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      for (int i = 0; i < 1000; i++) {
        double raw = -Math.abs(vectors.random().nextGaussian());
        float score = RawScores.score(function, type, DIMENSION, raw);
        double least = RawScores.leastRaw(function, type, DIMENSION, score);
        assertTrue(least <= raw);
        assertEquals(score, RawScores.score(function, type, DIMENSION, least));
        if (least > Double.NEGATIVE_INFINITY) {
          assertTrue(RawScores.score(function, type, DIMENSION, Math.nextDown(least)) < score);
        }
      }
      assertEquals(
          Double.NEGATIVE_INFINITY,
          RawScores.leastRaw(function, type, DIMENSION, Float.NEGATIVE_INFINITY));
    }
    assertEquals(
        Double.POSITIVE_INFINITY,
        RawScores.leastRaw(VectorSimilarityFunction.EUCLIDEAN, type, DIMENSION, 1.5f));
  }

  @Test
  void everySimilarityFunctionHasARawValue() {
    assertEquals(
        Similarity.DOT_PRODUCT,
        RawScores.similarity(VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT));
    for (VectorSimilarityFunction function : VectorSimilarityFunction.values()) {
      RawScores.similarity(function);
    }
  }
}
