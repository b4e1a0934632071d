package org.nseekfs.cli.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.RowScorer;

class RawMarginTest {

  @ParameterizedTest
  @CsvSource({
    "DOT_PRODUCT,DOT_PRODUCT,0",
    "EUCLIDEAN,EUCLIDEAN,0",
    "COSINE,COSINE,0",
    "DOT_PRODUCT,DOT_PRODUCT,-57",
    "EUCLIDEAN,EUCLIDEAN,-57",
    "COSINE,COSINE,-57",
    "DOT_PRODUCT,DOT_PRODUCT,58",
    "EUCLIDEAN,EUCLIDEAN,58",
    "COSINE,COSINE,58"
  })
  void rawValuesLieWithinItsMarginAndNotFarInside(
      Similarity similarity, VectorSimilarityFunction function, int exponent) {
    int dimension = 130;
    RawMargin margin = new RawMargin(ElementType.F32, function, dimension);
    Random random = new Random(7);
    double largestShare = 0;
    for (int round = 0; round < 2000; round++) {
      float[] query = vector(random, dimension, exponent);
      float[] stored = vector(random, dimension, exponent);
      byte[] row = new byte[ElementType.F32.rowBytes(dimension)];
      ElementType.F32.encode(stored, MemorySegment.ofArray(row), 0);
      double[] raw = new double[1];
      RowScorer.of(ElementType.F32, similarity, query)
          .scoreBulk(MemorySegment.ofArray(row), 0, 1, raw);

      double value = DoubleSimilarity.of(function).of(widen(query), widen(stored));
      double allowed =
          margin.of(
              value, DoubleSimilarity.norm(widen(query)), DoubleSimilarity.norm(widen(stored)));
      double share = Math.abs(raw[0] - value) / allowed;
      assertTrue(share <= 1, () -> "raw " + raw[0] + " of " + value + " within " + allowed);
      largestShare = Math.max(largestShare, share);
    }
    assertTrue(largestShare > .001, "a margin a thousand times too wide: " + largestShare);
  }

  private static float[] vector(Random random, int dimension, int exponent) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = Math.scalb((float) random.nextGaussian(), exponent);
    }
    return vector;
  }

  private static double[] widen(float[] vector) {
    double[] doubles = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      doubles[i] = vector[i];
    }
    return doubles;
  }
}
