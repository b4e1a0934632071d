package org.nseekfs.search.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.sum.RowScorer;

class RawErrorTest {

  @ParameterizedTest
  @CsvSource({
    "DOT_PRODUCT,0",
    "EUCLIDEAN,0",
    "COSINE,0",
    "DOT_PRODUCT,-57",
    "EUCLIDEAN,-57",
    "COSINE,-57",
    "DOT_PRODUCT,58",
    "EUCLIDEAN,58",
    "COSINE,58"
  })
  void rawValuesLieWithinTheMarginAndNotFarInside(Similarity similarity, int exponent) {
    int dimension = 130;
    RawError error = new RawError(ElementType.F32, similarity);
    Random random = new Random(7);
    double largestShare = 0;
    for (int round = 0; round < 2000; round++) {
      float[] query = vector(random, dimension, exponent);
      float[] stored = vector(random, dimension, exponent);
      byte[] row = new byte[ElementType.F32.rowBytes(dimension)];
      ElementType.F32.encode(stored, MemorySegment.ofArray(row), 0);
      double[] raw = new double[1];
      RowScorer.of(ElementType.F32, similarity, QueryVector.of(query))
          .scoreBulk(MemorySegment.ofArray(row), 0, 1, raw);

      double value = similarity(similarity, query, stored);
      double allowed = error.margin(error.scale(dimension), value, norm(query), norm(stored));
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

  private static double norm(float[] vector) {
    return Math.sqrt(similarity(Similarity.DOT_PRODUCT, vector, vector));
  }

  private static double similarity(Similarity similarity, float[] a, float[] b) {
    double dot = 0;
    double square = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      square += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return switch (similarity) {
      case DOT_PRODUCT -> dot;
      case EUCLIDEAN -> -square;
      case COSINE -> dot / (norm(a) * norm(b));
    };
  }
}
