package org.nseekfs.search.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.codec.spi.RawScores;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.search.SampleVectors;

class ScalarSimilarityTest {

  private static final List<Integer> DIMENSIONS = List.of(1, 15, 16, 17, 63, 64, 65, 129, 384, 997);

  static Stream<SampleVectors> everyTypeAndFunction() {
    return Arrays.stream(ElementType.values())
        .flatMap(
            type ->
                Stream.of(
                        VectorSimilarityFunction.DOT_PRODUCT,
                        VectorSimilarityFunction.EUCLIDEAN,
                        VectorSimilarityFunction.COSINE)
                    .flatMap(
                        function ->
                            DIMENSIONS.stream()
                                .map(dimension -> new SampleVectors(type, function, dimension))));
  }

  private static ScalarSimilarity similarity(SampleVectors vectors, Object target) {
    QueryVector own = QueryVector.ofArray(target);
    return new ScalarSimilarity(vectors.type(), RawScores.similarity(vectors.function()), own);
  }

  /** As Lucene gives it. */
  private static Object value(SampleVectors vectors, Object vector) {
    Object stored = vectors.stored(vector);
    return stored instanceof double[] doubles ? DoubleRows.encode(doubles) : stored;
  }

  /** A vector times a power of two of its own for each element, within the type's range. */
  private static Object spread(SampleVectors vectors, Random random) {
    Object vector = vectors.next(random);
    int range =
        switch (vectors.type()) {
          case F8, BF16, F32 -> 120;
          case F16 -> 14;
          default -> 900;
        };
    int shift = random.nextInt(-range, range);
    switch (vector) {
      case float[] floats -> {
        for (int i = 0; i < floats.length; i++) {
          floats[i] = Math.scalb(floats[i], Math.max(-149, shift - random.nextInt(12)));
        }
      }
      case double[] doubles -> {
        for (int i = 0; i < doubles.length; i++) {
          doubles[i] = Math.scalb(doubles[i], shift - random.nextInt(12));
        }
      }
      default -> {}
    }
    return vector;
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void itsBitsAreTheKernels(SampleVectors vectors) {
    Random random = SampleVectors.random();
    for (int round = 0; round < 8; round++) {
      Object target = vectors.next(random);
      ToDoubleFunction<Object> kernel = vectors.rawTo(target);
      ScalarSimilarity scalar = similarity(vectors, target);
      for (int i = 0; i < 8; i++) {
        Object vector = i % 2 == 0 ? vectors.next(random) : spread(vectors, random);
        double raw = kernel.applyAsDouble(vector);
        assertEquals(raw, scalar.raw(value(vectors, vector)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyTypeAndFunction")
  void rawValuesAreWithinTheErrorAndOthersAreNot(SampleVectors vectors) {
    Random random = SampleVectors.random();
    Object target = vectors.next(random);
    ScalarSimilarity scalar = similarity(vectors, target);
    for (int i = 0; i < 40; i++) {
      Object vector = value(vectors, i % 2 == 0 ? vectors.next(random) : spread(vectors, random));
      double raw = scalar.raw(vector);
      assertTrue(scalar.error(vector).test(raw), () -> "raw " + raw);
    }
    Object ordinary = value(vectors, vectors.next(random));
    double raw = scalar.raw(ordinary);
    double off = vectors.type() == ElementType.F64 ? 1e-10 : 1e-3;
    assertFalse(scalar.error(ordinary).test(raw + off));
    assertFalse(scalar.error(ordinary).test(raw - off));
    for (double none : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      assertFalse(scalar.error(ordinary).test(none));
    }
  }
}
