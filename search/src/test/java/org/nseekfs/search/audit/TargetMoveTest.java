package org.nseekfs.search.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.NormLimits;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.search.ExactSearchTest;
import org.nseekfs.search.SampleVectors;
import org.nseekfs.search.verify.RawError;
import org.nseekfs.search.verify.ScalarSimilarity;

/** Of two documents so alike that roundings decide, the order stays as long as it should. */
class TargetMoveTest {

  private static final int TRIALS = 150;

  private static final NormLimits COSINES = NormLimits.of(ElementType.F32, Similarity.COSINE);

  static Stream<SampleVectors> everyTypeAndFunction() {
    return ExactSearchTest.everyTypeAndFunction()
        .filter(vectors -> vectors.type() != ElementType.BYTE);
  }

  private static double distance(
      SampleVectors vectors, Object target, Object ahead, Object behind) {
    Similarity similarity = RawScores.similarity(vectors.function());
    RawError.Scale error = new RawError(vectors.type(), similarity).scale(vectors.dimension());
    ToDoubleFunction<Object> raw = vectors.rawTo(target);
    double rawAhead = raw.applyAsDouble(ahead);
    double rawBehind = raw.applyAsDouble(behind);
    NormRange norms = norm(vectors.stored(ahead)).or(norm(vectors.stored(behind)));
    return switch (similarity) {
      case EUCLIDEAN -> new EuclideanMove(error).distance(rawAhead, rawBehind);
      case DOT_PRODUCT ->
          new DotProductMove(error, norm(target))
              .distance(row(vectors, rawAhead, ahead), row(vectors, rawBehind, behind));
      case COSINE ->
          new CosineMove(error, NormLimits.of(vectors.type(), similarity), norm(target), norms)
              .distance(rawAhead, rawBehind);
    };
  }

  private static DotProductMove.Row row(SampleVectors vectors, double raw, Object vector) {
    return DotProductMove.Row.of(
        raw, ScalarSimilarity.toDoubles(ElementType.F32, vectors.stored(vector)));
  }

  private static NormRange norm(Object vector) {
    return NormRange.of(ScalarSimilarity.toDoubles(ElementType.F32, vector));
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void ofTwoThatAreAlmostAlikeTheNearerStaysAhead(SampleVectors sample) {
    Random random = SampleVectors.random();
    int firm = 0;
    int digits = sample.type() == ElementType.F64 ? 17 : 9;
    for (int trial = 0; trial < TRIALS; trial++) {
      SampleVectors vectors =
          new SampleVectors(
              sample.type(), sample.function(), List.of(2, 7, 64, 131, 500).get(trial % 5));
      Object target = scaled(vectors, vectors.next(random), Math.pow(10, random.nextInt(5) - 2));
      Object one = vectors.next(random);
      int digit = trial % 3 == 0 ? random.nextInt(digits) : digits - 1 - random.nextInt(2);
      Object two = perturbed(vectors, one, Math.pow(10, -digit), random);
      ToDoubleFunction<Object> raw = vectors.rawTo(target);
      boolean oneAhead = raw.applyAsDouble(one) >= raw.applyAsDouble(two);
      Object ahead = oneAhead ? one : two;
      Object behind = oneAhead ? two : one;
      double distance = distance(vectors, target, ahead, behind);
      if (distance > 0) {
        firm++;
        assertStaysAhead(vectors, target, distance, List.of(ahead, behind), random);
      }
    }
    assertTrue(firm > TRIALS / 20, "distances above 0: " + firm);
    assertTrue(firm < TRIALS, "none too near to tell");
  }

  private static void assertStaysAhead(
      SampleVectors vectors, Object target, double distance, List<Object> pair, Random random) {
    MovedTargets moved = new MovedTargets(vectors, pair, random);
    moved.assertUnchanged(target, distance, Set.of(0));
    moved.assertUnchanged(target, distance * 1e-9, Set.of(0));
    for (Object other : moved.representable(target, distance)) {
      ToDoubleFunction<Object> raw = vectors.rawTo(other);
      assertTrue(
          raw.applyAsDouble(pair.get(0)) > raw.applyAsDouble(pair.get(1)),
          () -> vectors + " moved by " + distance);
    }
  }

  private static Object scaled(SampleVectors vectors, Object vector, double factor) {
    double[] scaled = ScalarSimilarity.toDoubles(ElementType.F32, vector).clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return typed(vectors, scaled);
  }

  private static Object perturbed(
      SampleVectors vectors, Object vector, double amount, Random random) {
    double[] perturbed = ScalarSimilarity.toDoubles(ElementType.F32, vector).clone();
    for (int i = 0; i < perturbed.length; i++) {
      perturbed[i] += amount * random.nextGaussian();
    }
    return typed(vectors, perturbed);
  }

  private static Object typed(SampleVectors vectors, double[] vector) {
    if (vectors.type() == ElementType.F64) {
      return vector;
    }
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  @Test
  void anUlpBetweenRawValuesIsNoMargin() {
    RawError.Scale floats = new RawError(ElementType.F32, Similarity.COSINE).scale(8);
    NormRange unit = NormRange.of(new double[] {1});
    double below = Math.nextDown(.5f);
    assertEquals(0, new CosineMove(floats, COSINES, unit, unit).distance(.5, below));
    assertEquals(0, product(floats, unit, .5, below));
    assertEquals(0, new EuclideanMove(floats).distance(-below, -.5));
  }

  private static double product(
      RawError.Scale error, NormRange target, double ahead, double behind) {
    return new DotProductMove(error, target)
        .distance(
            DotProductMove.Row.of(ahead, new double[] {1, 0}),
            DotProductMove.Row.of(behind, new double[] {0, 1}));
  }

  @Test
  void rawValuesOfOverflownSumsAreNoMargin() {
    RawError.Scale floats = new RawError(ElementType.F32, Similarity.EUCLIDEAN).scale(8);
    double none = Double.NEGATIVE_INFINITY;
    NormRange unit = NormRange.of(new double[] {1});
    assertEquals(0, new EuclideanMove(floats).distance(none, none));
    assertEquals(0, product(floats, unit, none, none));
    assertEquals(0, product(floats, unit, 1, none));
    assertEquals(0, new CosineMove(floats, COSINES, unit, unit).distance(none, none));
    NormRange long19 = NormRange.of(new double[] {2e19});
    assertEquals(0, new CosineMove(floats, COSINES, long19, unit).distance(1, 0));
    assertEquals(0, new CosineMove(floats, COSINES, unit, long19).distance(1, 0));
    double far = new EuclideanMove(floats).distance(-1, none);
    assertTrue(far > 1e18 && far < 1e19, "distance " + far);
  }

  @Test
  void aCosineMovesByHalfItsTargetAtMost() {
    RawError.Scale doubles = new RawError(ElementType.F64, Similarity.COSINE).scale(8);
    NormRange unit = NormRange.of(new double[] {1});
    assertEquals(
        .5,
        new CosineMove(doubles, NormLimits.of(ElementType.F64, Similarity.COSINE), unit, unit)
            .distance(1, -1),
        1e-12);
  }
}
