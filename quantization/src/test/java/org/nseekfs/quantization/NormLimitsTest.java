package org.nseekfs.quantization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/** Within the limits raw values are finite and as exact as roundings allow, by BigDecimal. */
class NormLimitsTest {

  private static final MathContext DIGITS = new MathContext(60);

  static Stream<Arguments> everyTypeAndSimilarity() {
    return Arrays.stream(ElementType.values())
        .filter(type -> type != ElementType.BYTE)
        .flatMap(
            type ->
                Arrays.stream(Similarity.values())
                    .map(similarity -> Arguments.of(type, similarity)));
  }

  @Test
  void limitsAreThoseOfTheTable() {
    assertEnds(ElementType.F32, Similarity.EUCLIDEAN, -55, 62);
    assertEnds(ElementType.F8, Similarity.DOT_PRODUCT, -55, 62);
    assertEnds(ElementType.F64, Similarity.DOT_PRODUCT, -500, 62);
    assertEnds(ElementType.F64, Similarity.COSINE, -500, 510);
    assertEnds(ElementType.BYTE, Similarity.COSINE, 0, 62);
  }

  private static void assertEnds(ElementType type, Similarity similarity, int least, int most) {
    NormLimits limits = NormLimits.of(type, similarity);
    for (int exponent : new int[] {least, most}) {
      assertTrue(limits.hold(new double[] {0, -Math.scalb(1d, exponent)}));
    }
    assertFalse(limits.hold(new double[] {Math.scalb(0x1.fp-1, least), 0}));
    assertFalse(limits.hold(new double[] {Math.scalb(0x1.1p0, most), 0}));
    assertEquals(similarity != Similarity.COSINE, limits.hold(new double[] {0, -0d}));
  }

  @Test
  void messagesNameLimitsNormPositionAndValue() {
    NormLimits euclidean = NormLimits.of(ElementType.F32, Similarity.EUCLIDEAN);
    assertEquals(
        "vector must have a norm of 2^-55 to 2^62, or 0, as f32 under EUCLIDEAN (multiply all"
            + " vectors and targets by a factor), got "
            + 5 * 0x1p70
            + ", its largest element being "
            + -4 * 0x1p70f
            + " at position 1",
        refusal(euclidean, 3 * 0x1p70, -4 * 0x1p70));
    NormLimits doubles = NormLimits.of(ElementType.F64, Similarity.COSINE);
    assertTrue(refusal(doubles, 1e-170, 1e-171).contains("got 1.004987562112089E-170"));
    assertTrue(refusal(doubles, 1e300, -1e300).contains("got 1.41421356237309"));
    assertTrue(refusal(doubles, 0, -0d).contains("got 0.0"));
  }

  private static String refusal(NormLimits limits, double... vector) {
    return assertThrows(
            IllegalArgumentException.class, () -> limits.requireWithin("vector", vector))
        .getMessage();
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndSimilarity")
  void withinTheLimitsRawValuesAreAsExactAsAnywhere(ElementType type, Similarity similarity) {
    Random random = new Random(11);
    NormLimits limits = NormLimits.of(type, similarity);
    for (int dimension : List.of(1, 3, 64, 131)) {
      for (int trial = 0; trial < 40; trial++) {
        double[] target = vector(limits, type, dimension, trial, random);
        double[] stored = trial % 5 == 4 ? near(type, target, random) : null;
        if (stored == null || !limits.hold(stored)) {
          stored = vector(limits, type, dimension, trial / 3, random);
        }
        assertExact(type, similarity, target, stored);
      }
    }
  }

  /** Of norms at both ends and between, some with one large element and tiny others. */
  private static double[] vector(
      NormLimits limits, ElementType type, int dimension, int trial, Random random) {
    int most = type == ElementType.F16 ? 15 : limits.greatest();
    int least = type == ElementType.F16 ? -24 : limits.least();
    while (true) {
      int exponent =
          switch (trial % 3) {
            case 0 -> least + random.nextInt(4);
            case 1 -> most - random.nextInt(4);
            default -> random.nextInt(least, most);
          };
      double[] vector = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        int fall = trial % 2 == 0 ? 0 : i == 0 ? 0 : random.nextInt(200);
        vector[i] = Math.scalb(random.nextGaussian() / Math.sqrt(dimension), exponent - fall);
      }
      double[] stored = stored(type, vector);
      if (limits.hold(stored)) {
        return stored;
      }
    }
  }

  private static double[] near(ElementType type, double[] vector, Random random) {
    double[] near = vector.clone();
    for (int i = 0; i < near.length; i++) {
      near[i] *= 1 + 1e-3 * random.nextGaussian();
    }
    return stored(type, near);
  }

  private static double[] stored(ElementType type, double[] vector) {
    return new RowReader(type, vector.length).read(row(type, vector), 0).clone();
  }

  private static float[] floats(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  private static MemorySegment row(ElementType type, double[] vector) {
    if (type == ElementType.F64) {
      return MemorySegment.ofArray(DoubleRows.encode(vector));
    }
    MemorySegment row = MemorySegment.ofArray(new byte[type.rowBytes(vector.length)]);
    type.encode(floats(vector), row, 0);
    return row;
  }

  private static void assertExact(
      ElementType type, Similarity similarity, double[] target, double[] stored) {
    Object array = type == ElementType.F64 ? target : floats(target);
    RowScorer scorer = RowScorer.of(type, similarity, QueryVector.ofArray(array));
    double raw = scorer.score(row(type, stored), 0);
    int lanes = type == ElementType.F64 ? 16 : 64;
    double ulp = type == ElementType.F64 ? 0x1p-53 : 0x1p-24;
    double roundings = Math.ceilDiv(target.length, lanes) + 12;
    BigDecimal norms = norm(target).multiply(norm(stored));
    BigDecimal exact =
        switch (similarity) {
          case DOT_PRODUCT -> dot(target, stored);
          case EUCLIDEAN -> squareDistance(target, stored).negate();
          case COSINE -> dot(target, stored).divide(norms, DIGITS);
        };
    BigDecimal size =
        switch (similarity) {
          case DOT_PRODUCT -> norms;
          case EUCLIDEAN -> exact.negate();
          case COSINE -> new BigDecimal(3);
        };
    // Only squared distances of vectors that are nearer to each other than any is to 0.
    double underflow =
        similarity == Similarity.EUCLIDEAN
            ? (target.length + 8) * (type == ElementType.F64 ? Double.MIN_VALUE : Float.MIN_VALUE)
            : 0;
    BigDecimal allowed =
        size.multiply(new BigDecimal(roundings * ulp * (1 + 1e-3))).add(new BigDecimal(underflow));
    BigDecimal error = new BigDecimal(raw).subtract(exact).abs();
    assertTrue(error.compareTo(allowed) <= 0, () -> raw + " for " + exact + " of " + type);
  }

  private static BigDecimal norm(double[] vector) {
    return dot(vector, vector).sqrt(DIGITS);
  }

  private static BigDecimal dot(double[] a, double[] b) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < a.length; i++) {
      sum = sum.add(new BigDecimal(a[i]).multiply(new BigDecimal(b[i])), DIGITS);
    }
    return sum;
  }

  private static BigDecimal squareDistance(double[] a, double[] b) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < a.length; i++) {
      BigDecimal difference = new BigDecimal(a[i]).subtract(new BigDecimal(b[i]));
      sum = sum.add(difference.multiply(difference), DIGITS);
    }
    return sum;
  }
}
