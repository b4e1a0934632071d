package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.QueryVector;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;
import org.nseekfs.quantization.kernel.sum.RowScorer;

/** Estimates and their errors against what they say, over many rotations. */
class SignTargetTest {

  private static final long SEED = 30294;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ROTATIONS = 3000;

  /** Four standard errors of a standard deviation that so many rotations tell. */
  private static final double TOLERANCE = 4 / Math.sqrt(2 * ROTATIONS);

  private final Random random = new Random(SEED);

  /** A target and a document at a cosine, in one frame, with what is estimated of them. */
  private record Pair(SignTarget target, MemorySegment block, int bits, double raw) {

    static Pair of(Similarity similarity, int dimension, double cosine, Random random) {
      float[] centre = Rows.floats(Rows.normal(dimension, random));
      SignFrame frame = SignFrame.of(similarity, 1, centre, random.nextLong());
      double[] q = Rows.normal(dimension, random);
      double[] z = Rows.atCosine(q, cosine, 1 + random.nextDouble(), random);
      double[] t = Rows.add(q, 1, centre);
      double[] x = Rows.add(z, 1, centre);
      byte[] block = new byte[frame.blockBytes()];
      MemorySegment row = Rows.of(ElementType.F64, x);
      new SignEncoder(frame, ElementType.F64).encode(row, 0, 1, block);
      double raw = RowScorer.of(ElementType.F64, similarity, QueryVector.of(t)).score(row, 0);
      return new Pair(SignTarget.of(frame, t, 0), MemorySegment.ofArray(block), frame.bits(), raw);
    }

    float norm() {
      return block.get(FLOAT, bits * 8L);
    }

    float offset() {
      return block.get(FLOAT, bits * 8L + 256);
    }

    double estimate() {
      return SignTargetTest.estimates(target, block)[0];
    }

    /** By how many standard errors the estimate is too large. */
    double deviation() {
      return (estimate() - raw) / target.error(raw, norm(), offset());
    }
  }

  private static float[] estimates(SignTarget target, MemorySegment block) {
    float[] estimates = new float[64];
    target.estimates(block, 0, 1, 0, estimates, new long[1]);
    return estimates;
  }

  @ParameterizedTest
  @CsvSource({
    "EUCLIDEAN, 20, 0.5",
    "DOT_PRODUCT, 20, 0",
    "EUCLIDEAN, 256, 0",
    "DOT_PRODUCT, 256, -0.4",
    "EUCLIDEAN, 256, 0.6",
    "DOT_PRODUCT, 384, 0.1",
    "EUCLIDEAN, 384, 0.6",
    "DOT_PRODUCT, 1500, 0.5"
  })
  void estimatesHaveTheirStandardErrors(Similarity similarity, int dimension, double cosine) {
    double[] deviations = new double[ROTATIONS];
    for (int i = 0; i < ROTATIONS; i++) {
      deviations[i] = Pair.of(similarity, dimension, cosine, random).deviation();
    }
    assertEquals(0, mean(deviations), 4 / Math.sqrt(ROTATIONS) + 0.04, "mean");
    assertEquals(1, standardDeviation(deviations), TOLERANCE + 0.02, "standard deviation");
  }

  /** Where few bits differ, their number is far from normal, but neighbours are not lost. */
  @ParameterizedTest
  @CsvSource({"0.6", "0.9", "0.99", "0.9999", "1"})
  void neighboursFallBelowAMultipleOfTheErrorNoMoreOftenThanNormalNumbers(double cosine) {
    double[] multiples = {1, 1.645, 2.326};
    int[] within = new int[multiples.length];
    for (int i = 0; i < ROTATIONS; i++) {
      Pair pair = Pair.of(Similarity.EUCLIDEAN, 384, cosine, random);
      for (int j = 0; j < multiples.length; j++) {
        within[j] += pair.deviation() >= -multiples[j] ? 1 : 0;
      }
    }
    for (int j = 0; j < multiples.length; j++) {
      double share = NormalDistribution.below(multiples[j]);
      double tolerance = 4 * Math.sqrt(share * (1 - share) / ROTATIONS);
      assertTrue(
          within[j] >= (share - tolerance) * ROTATIONS, within[j] + " within " + multiples[j]);
    }
  }

  /** All targets have the same error there, since the rotation is one: it must be none. */
  @ParameterizedTest
  @CsvSource({"0.99999", "1"})
  void documentsInTheDirectionOfTheTargetAreEstimatedExactly(double cosine) {
    for (int i = 0; i < 200; i++) {
      Pair pair = Pair.of(Similarity.EUCLIDEAN, 64, cosine, random);
      double found = pair.target.cosine(pair.estimate(), pair.norm(), pair.offset());
      // A sign that differs is of a small margin, but may change what its entry is rounded to.
      double rounding = cosine < 1 ? 0.002 : 1e-5;
      assertEquals(cosine, found, 50 * (1 - cosine) + rounding);
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double standardDeviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void estimatesAreThoseOfTheFormula(Similarity similarity) {
    double[][] vectors = new double[64][];
    Arrays.setAll(vectors, i -> Rows.normal(300, random));
    SignFrame frame = SignFrame.learn(similarity, new float[][] {Rows.floats(vectors[0])});
    byte[] block = new byte[frame.blockBytes()];
    new SignEncoder(frame, ElementType.F64).encode(Rows.of(ElementType.F64, vectors), 0, 64, block);
    SignTarget target = SignTarget.of(frame, Rows.normal(300, random), 0);
    MemorySegment codes = MemorySegment.ofArray(block);
    float[] estimates = estimates(target, codes);
    double rounding = 0;
    for (int bit = 0; bit < frame.bits(); bit += 4) {
      double sum = 0;
      for (int i = bit; i < bit + 4; i++) {
        sum += Math.abs(target.height(i));
      }
      rounding = Math.max(rounding, 2 * sum / 127);
    }
    double unit = Math.sqrt(Math.PI / 2) / frame.bits();
    for (int lane = 1; lane < 64; lane++) {
      double sum = 0;
      double squares = 0;
      double absolute = 0;
      for (int bit = 0; bit < frame.bits(); bit++) {
        boolean isNegative = (block[bit / 8 * 64 + lane % 16 * 4 + lane / 16] >> bit % 8 & 1) != 0;
        sum += isNegative ? -target.height(bit) : target.height(bit);
        squares += target.height(bit) * target.height(bit) / frame.bits();
        absolute += Math.abs(target.height(bit)) / frame.bits();
      }
      double mean = Math.sqrt(Math.PI / 2) * sum / frame.bits();
      double largest = Math.sqrt(Math.PI / 2) * absolute;
      double cosine = mean / largest;
      for (int step = 0; step < 2; step++) {
        cosine = mean / (squares * (1 - cosine * cosine) + largest * cosine * cosine);
      }
      float norm = codes.get(FLOAT, frame.bits() * 8L + lane * 4L);
      float offset = codes.get(FLOAT, frame.bits() * 8L + 256 + lane * 4L);
      double found = target.cosine(estimates[lane], norm, offset);
      // Five standard deviations of so many roundings.
      double tolerance = 5 * unit / squares * rounding * Math.sqrt(frame.bits() / 4 / 12.0);
      assertEquals(cosine, found, tolerance, "lane " + lane);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rawValuesTellTheCosine(Similarity similarity) {
    double[] t = Rows.normal(50, random);
    double[] x = Rows.normal(50, random);
    float[] centre = Rows.floats(Rows.normal(50, random));
    SignFrame frame = SignFrame.learn(similarity, new float[][] {centre, Rows.floats(t)});
    byte[] block = new byte[frame.blockBytes()];
    MemorySegment row = Rows.of(ElementType.F64, x);
    new SignEncoder(frame, ElementType.F64).encode(row, 0, 1, block);
    MemorySegment codes = MemorySegment.ofArray(block);
    double raw = RowScorer.of(ElementType.F64, similarity, QueryVector.of(t)).score(row, 0);
    if (similarity == Similarity.COSINE) {
      normalize(t);
      normalize(x);
    }
    double[] q = Rows.add(t, -1, frame.centre());
    double[] z = Rows.add(x, -1, frame.centre());
    double cosine = Rows.dot(q, z) / Math.sqrt(Rows.dot(q, q) * Rows.dot(z, z));
    float norm = codes.get(FLOAT, frame.bits() * 8L);
    float offset = codes.get(FLOAT, frame.bits() * 8L + 256);
    assertEquals(cosine, SignTarget.of(frame, t, 0).cosine(raw, norm, offset), 1e-5);
  }

  private static void normalize(double[] vector) {
    double norm = Math.sqrt(Rows.dot(vector, vector));
    Arrays.setAll(vector, i -> vector[i] / norm);
  }

  @Test
  void documentsAtTheCentreAreEstimatedExactly() {
    SignFrame frame = SignFrame.learn(Similarity.EUCLIDEAN, new float[][] {{1, 2}});
    byte[] block = new byte[frame.blockBytes()];
    MemorySegment row = Rows.of(ElementType.F32, new double[] {1, 2});
    new SignEncoder(frame, ElementType.F32).encode(row, 0, 1, block);
    SignTarget target = SignTarget.of(frame, new float[] {4, 6}, 0);
    assertEquals(-25, estimates(target, MemorySegment.ofArray(block))[0]);
    assertTrue(target.error(-25, 0, 0) < 1e-3);
    assertTrue(target.error(-25, 0, 0) > 0);
  }

  @ParameterizedTest
  @EnumSource
  void estimatesAreRaisedByDeviationsAtARightAngle(Similarity similarity) {
    double[][] vectors = new double[64][];
    Arrays.setAll(vectors, i -> Rows.normal(100, random));
    SignFrame frame = SignFrame.learn(similarity, new float[][] {Rows.floats(vectors[0])});
    byte[] block = new byte[frame.blockBytes()];
    new SignEncoder(frame, ElementType.F64).encode(Rows.of(ElementType.F64, vectors), 0, 64, block);
    double[] t = Rows.normal(100, random);
    MemorySegment codes = MemorySegment.ofArray(block);
    float[] plain = estimates(SignTarget.of(frame, t, 0), codes);
    SignTarget target = SignTarget.of(frame, t, 3);
    float[] raised = estimates(target, codes);
    double least = Double.POSITIVE_INFINITY;
    for (int lane = 0; lane < 64; lane++) {
      float norm = codes.get(FLOAT, frame.bits() * 8L + lane * 4L);
      float offset = codes.get(FLOAT, frame.bits() * 8L + 256 + lane * 4L);
      assertEquals(plain[lane] + target.raised() * norm, raised[lane], 1e-4 * (1 + norm));
      for (double part : new double[] {-0.9, -0.3, 0, 0.3, 0.9}) {
        double raw = target.base() + offset + part * target.raised() * norm * 3;
        least = Math.min(least, target.raised() * norm - 3 * target.error(raw, norm, offset));
      }
    }
    assertTrue(least > -0.02, "an error is larger by " + -least);
  }

  @Test
  void targetsOfAllTypesAreTheSame() {
    SignFrame frame = SignFrame.learn(Similarity.DOT_PRODUCT, new float[][] {{1, -2, 3}});
    SignTarget expected = SignTarget.of(frame, new double[] {4, 5, -6}, 0);
    for (Object target : new Object[] {new float[] {4, 5, -6}, new byte[] {4, 5, -6}}) {
      SignTarget other = SignTarget.of(frame, target, 0);
      for (int bit = 0; bit < frame.bits(); bit++) {
        assertEquals(expected.height(bit), other.height(bit));
      }
      assertEquals(expected.error(1, 2, 3), other.error(1, 2, 3));
    }
  }

  @Test
  void targetsWithoutADirectionOrOutOfRangeHaveNoEstimates() {
    SignFrame euclidean = SignFrame.learn(Similarity.EUCLIDEAN, new float[][] {{1, 2}});
    assertNull(SignTarget.of(euclidean, new float[] {1, 2}, 0), "at the centre");
    assertNull(SignTarget.of(euclidean, new float[] {1, Float.NaN}, 0));
    assertNull(SignTarget.of(euclidean, new double[] {1, Double.POSITIVE_INFINITY}, 0));
    assertNull(SignTarget.of(euclidean, new double[] {1e30, 0}, 0));
    assertNotNull(SignTarget.of(euclidean, new byte[] {0, 0}, 0));
    SignFrame cosine = SignFrame.learn(Similarity.COSINE, new float[][] {{1, 0}});
    assertNull(SignTarget.of(cosine, new float[] {0, 0}, 0));
    assertNull(SignTarget.of(cosine, new float[] {5, 0}, 0), "at the centre");
    assertNotNull(SignTarget.of(cosine, RowReader.widen(new float[] {-5, 0}), 0));
  }
}
