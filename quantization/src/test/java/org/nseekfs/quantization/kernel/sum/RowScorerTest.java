package org.nseekfs.quantization.kernel.sum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.Similarity;

class RowScorerTest {

  private static final long SEED = 4711;

  private static MemorySegment row(ElementType type, float... vector) {
    MemorySegment row = Arena.ofAuto().allocate(type.rowBytes(vector.length));
    type.encode(vector, row, 0);
    return row;
  }

  @Test
  void rawValuesGrowWithNearness() {
    float[] target = {1, 2};
    MemorySegment row = row(ElementType.F32, 3, 1);
    assertEquals(5, score(Similarity.DOT_PRODUCT, target, row));
    assertEquals(-5, score(Similarity.EUCLIDEAN, target, row));
    assertEquals((float) (5 / Math.sqrt(50)), score(Similarity.COSINE, target, row));
  }

  private static double score(Similarity similarity, float[] target, MemorySegment row) {
    return RowScorer.of(ElementType.F32, similarity, QueryVector.of(target)).score(row, 0);
  }

  @Test
  void noRawValueIsMinusZero() {
    MemorySegment row = row(ElementType.F32, 1, 2);
    assertEquals(0d, score(Similarity.EUCLIDEAN, new float[] {1, 2}, row));
    assertEquals(0d, score(Similarity.DOT_PRODUCT, new float[] {-2, 1}, row));
    assertEquals(0d, score(Similarity.COSINE, new float[] {-2, 1}, row));
    float tiny = Float.MIN_VALUE;
    MemorySegment tinyRow = row(ElementType.F32, 0, 1, tiny);
    assertEquals(0d, score(Similarity.DOT_PRODUCT, new float[] {1, 0, -tiny}, tinyRow));
  }

  @Test
  void storedVectorsOutsideOfTheLimitsRankLastWhereSumsOverflow() {
    float[] target = {0x1p61f, 0x1p61f};
    for (float huge : new float[] {Float.MAX_VALUE, -Float.MAX_VALUE}) {
      for (Similarity similarity : Similarity.values()) {
        assertEquals(
            Double.NEGATIVE_INFINITY,
            score(similarity, target, row(ElementType.F32, Float.MAX_VALUE, huge)));
      }
    }
  }

  @Test
  void storedVectorsThatAreTooShortHaveNoCosine() {
    float[] target = {1, 1, 1};
    MemorySegment tooShort = row(ElementType.F32, 3e-23f, 3e-23f, 3e-23f);
    assertEquals(Double.NEGATIVE_INFINITY, score(Similarity.COSINE, target, tooShort));
    MemorySegment zero = row(ElementType.F32, 0, 0, 0);
    assertEquals(Double.NEGATIVE_INFINITY, score(Similarity.COSINE, target, zero));
    assertEquals(Double.NEGATIVE_INFINITY, score(Similarity.COSINE, new float[3], tooShort));
    double[] doubles = {1, 1};
    MemorySegment row = MemorySegment.ofArray(DoubleRows.encode(new double[] {1e-160, 1e-160}));
    assertEquals(
        Double.NEGATIVE_INFINITY,
        RowScorer.of(ElementType.F64, Similarity.COSINE, QueryVector.of(doubles)).score(row, 0));
  }

  @Test
  void doublesAreScoredInDouble() {
    double[] target = {1e-140, 1};
    MemorySegment row = MemorySegment.ofArray(DoubleRows.encode(new double[] {1e140, 1e-17}));
    double raw =
        RowScorer.of(ElementType.F64, Similarity.DOT_PRODUCT, QueryVector.of(target)).score(row, 0);
    assertEquals(1 + 1e-17, raw);
    double cosine =
        RowScorer.of(ElementType.F64, Similarity.COSINE, QueryVector.of(target)).score(row, 0);
    assertEquals(1e-140, cosine, 1e-155);
  }

  @Test
  void bytesAreScoredExactly() {
    byte[] extremes = new byte[16_384];
    Arrays.fill(extremes, Byte.MIN_VALUE);
    byte[] others = new byte[16_384];
    Arrays.fill(others, Byte.MAX_VALUE);
    MemorySegment row = MemorySegment.ofArray(others);
    RowScorer dot =
        RowScorer.of(ElementType.BYTE, Similarity.DOT_PRODUCT, QueryVector.of(extremes));
    assertEquals(-128d * 127 * 16_384, dot.score(row, 0));
    RowScorer distance =
        RowScorer.of(ElementType.BYTE, Similarity.EUCLIDEAN, QueryVector.of(extremes));
    assertEquals(-255d * 255 * 16_384, distance.score(row, 0));
    RowScorer cosine = RowScorer.of(ElementType.BYTE, Similarity.COSINE, QueryVector.of(extremes));
    assertEquals(-1, cosine.score(row, 0), 1e-15);
  }

  @Test
  void bulkScoresAreTheSingleScores() {
    Random random = new Random(SEED);
    int dimension = 83;
    int count = 21;
    for (ElementType type :
        new ElementType[] {ElementType.F8, ElementType.F16, ElementType.BF16, ElementType.F32}) {
      MemorySegment rows = Arena.ofAuto().allocate((long) count * type.rowBytes(dimension));
      for (int i = 0; i < count; i++) {
        type.encode(vector(random, dimension), rows, (long) i * type.rowBytes(dimension));
      }
      for (Similarity similarity : Similarity.values()) {
        RowScorer scorer =
            RowScorer.of(type, similarity, QueryVector.of(vector(random, dimension)));
        double[] raw = new double[count];
        scorer.scoreBulk(rows, 0, count, raw);
        for (int i = 0; i < count; i++) {
          assertEquals(scorer.score(rows, (long) i * scorer.rowBytes()), raw[i]);
        }
      }
    }
  }

  private static float[] vector(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }

  @Test
  void targetsThatCannotBeScoredAreRefused() {
    assertRefused(
        "f64 vectors take a target of type double[], got float[]",
        () -> RowScorer.of(ElementType.F64, Similarity.COSINE, QueryVector.of(new float[] {1})));
    assertRefused(
        "byte vectors take a target of type byte[], got float[]",
        () -> RowScorer.of(ElementType.BYTE, Similarity.COSINE, QueryVector.of(new float[] {1})));
  }

  private static void assertRefused(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
