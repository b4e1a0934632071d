package org.nseekfs.search.hybrid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreNormalizationTest {
  private static final MathContext DIGITS = new MathContext(80);

  /** Lists of scores, best first, none of them of equal scores only. */
  private static Stream<float[]> lists() {
    Random random = new Random(5);
    return Stream.concat(
        Stream.of(
            new float[] {2, 1},
            new float[] {Float.MAX_VALUE, Float.MIN_VALUE, 0},
            new float[] {Math.nextUp(1f), 1, 1, 1},
            new float[] {100, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
            new float[] {2 * Float.MIN_VALUE, Float.MIN_VALUE}),
        Stream.of(3, 10, 100, 1000)
            .map(
                count -> {
                  float[] scores = new float[count];
                  for (int slot = 0; slot < count; slot++) {
                    scores[slot] = 20 * random.nextFloat() * random.nextFloat();
                  }
                  Arrays.sort(scores);
                  return reversed(scores);
                }));
  }

  private static float[] reversed(float[] ascending) {
    float[] descending = new float[ascending.length];
    for (int slot = 0; slot < descending.length; slot++) {
      descending[slot] = ascending[ascending.length - 1 - slot];
    }
    return descending;
  }

  @ParameterizedTest
  @EnumSource
  void valuesAreThoseOfTheTableInManyDigits(ScoreNormalization normalization) {
    lists()
        .forEach(
            scores -> {
              double[] normalized = normalization.normalize(scores.clone());
              for (int slot = 0; slot < scores.length; slot++) {
                double expected = oracle(normalization, scores, scores[slot]).doubleValue();
                assertEquals(expected, normalized[slot], 1e-12 * Math.max(1, expected));
              }
            });
  }

  private static BigDecimal oracle(ScoreNormalization normalization, float[] scores, float score) {
    List<BigDecimal> all =
        Stream.iterate(0, i -> i + 1)
            .limit(scores.length)
            .map(i -> new BigDecimal(scores[i]))
            .toList();
    BigDecimal x = new BigDecimal(score);
    BigDecimal count = new BigDecimal(scores.length);
    BigDecimal least = all.stream().min(BigDecimal::compareTo).orElseThrow();
    BigDecimal largest = all.stream().max(BigDecimal::compareTo).orElseThrow();
    BigDecimal mean = sum(all).divide(count, DIGITS);
    BigDecimal deviation =
        sum(all.stream().map(y -> y.subtract(mean).pow(2)).toList())
            .divide(count, DIGITS)
            .sqrt(DIGITS);
    return switch (normalization) {
      case MIN_MAX -> x.subtract(least).divide(largest.subtract(least), DIGITS);
      case Z_SCORE -> x.subtract(least).divide(deviation, DIGITS);
      case L2 -> x.divide(sum(all.stream().map(y -> y.pow(2)).toList()).sqrt(DIGITS), DIGITS);
      case DISTRIBUTION ->
          x.subtract(mean)
              .divide(deviation, DIGITS)
              .add(new BigDecimal(3))
              .divide(new BigDecimal(6), DIGITS)
              .max(BigDecimal.ZERO)
              .min(BigDecimal.ONE);
    };
  }

  private static BigDecimal sum(List<BigDecimal> values) {
    return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @ParameterizedTest
  @CsvSource({"MIN_MAX,1,1", "Z_SCORE,1,1", "L2,1,.5", "DISTRIBUTION,.5,.5"})
  void oneHitAndEqualScoresHaveDefinedValues(
      ScoreNormalization normalization, double ofOne, double ofFour) {
    for (float score : new float[] {.1f, 3, 0, Float.MAX_VALUE}) {
      assertArrayEquals(new double[] {ofOne}, normalization.normalize(new float[] {score}));
      float[] equal = {score, score, score, score};
      assertArrayEquals(
          new double[] {ofFour, ofFour, ofFour, ofFour}, normalization.normalize(equal));
    }
  }

  @ParameterizedTest
  @EnumSource
  void valuesNeverRiseAndAreNeverBelowZero(ScoreNormalization normalization) {
    lists()
        .map(normalization::normalize)
        .forEach(
            normalized -> {
              for (int slot = 0; slot < normalized.length; slot++) {
                assertTrue(normalized[slot] >= 0);
                assertTrue(slot == 0 || normalized[slot] <= normalized[slot - 1]);
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void infiniteScoresCountAsTheLargestFloat(ScoreNormalization normalization) {
    float infinite = Float.POSITIVE_INFINITY;
    float most = Float.MAX_VALUE;
    assertArrayEquals(
        normalization.normalize(new float[] {most, most, 4, 4}),
        normalization.normalize(new float[] {infinite, most, 4, 4}));
    assertArrayEquals(
        normalization.normalize(new float[] {most, most}),
        normalization.normalize(new float[] {infinite, infinite}));
  }

  @Test
  void whatLiesBeyondThreeDeviationsIsCutOff() {
    float[] scores = new float[17];
    Arrays.fill(scores, 1);
    scores[0] = 100;
    assertEquals(1, ScoreNormalization.DISTRIBUTION.normalize(scores)[0], 0);
  }

  @Test
  void theyAreNamedInLowerCase() {
    assertEquals("min_max", ScoreNormalization.MIN_MAX.toString());
  }
}
