package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.RowReader;
import org.nseekfs.quantization.Similarity;

class SignEncoderTest {

  private static final long SEED = 30293;

  private final Random random = new Random(SEED);

  private double[][] vectors(int count, int dimension) {
    double[][] vectors = new double[count][];
    Arrays.setAll(
        vectors, i -> Arrays.stream(Rows.normal(dimension, random)).map(x -> 9 * x + 1).toArray());
    return vectors;
  }

  private static SignFrame frame(Similarity similarity, double[]... sample) {
    return SignFrame.learn(
        similarity, Arrays.stream(sample).map(Rows::floats).toArray(float[][]::new));
  }

  @ParameterizedTest
  @EnumSource
  void codesAreSignsOfTurnedVectorsInEveryType(ElementType type) {
    for (Similarity similarity : Similarity.values()) {
      check(type, similarity, 37, 64);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 17", "300, 63", "1100, 16"})
  void codesAreSignsOfTurnedVectorsInEveryDimension(int dimension, int count) {
    check(ElementType.F32, Similarity.EUCLIDEAN, dimension, count);
  }

  private void check(ElementType type, Similarity similarity, int dimension, int count) {
    double[][] vectors = vectors(count, dimension);
    SignFrame frame = frame(similarity, vectors(5, dimension));
    MemorySegment rows = Rows.of(type, vectors);
    byte[] block = new byte[frame.blockBytes()];
    random.nextBytes(block);
    new SignEncoder(frame, type).encode(rows, 0, count, block);
    RowReader reader = new RowReader(type, dimension);
    for (int lane = 0; lane < count; lane++) {
      double[] x = reader.read(rows, (long) lane * reader.rowBytes());
      checkLane(frame, x.clone(), block, lane);
    }
    for (int lane = count; lane < 64; lane++) {
      assertEquals(0, norm(frame, block, lane));
      assertEquals(Float.NEGATIVE_INFINITY, offset(frame, block, lane));
      assertArrayEquals(new int[frame.bits() / 32], words(frame, block, lane));
    }
  }

  private static void checkLane(SignFrame frame, double[] x, byte[] block, int lane) {
    if (frame.similarity() == Similarity.COSINE) {
      double norm = Math.sqrt(Rows.dot(x, x));
      Arrays.setAll(x, i -> x[i] / norm);
    }
    double[] z = Rows.add(x, -1, frame.centre());
    double square = Rows.dot(z, z);
    double offset =
        frame.similarity() == Similarity.EUCLIDEAN
            ? -square
            : Rows.dot(z, RowReader.widen(frame.centre()));
    assertEquals(Math.sqrt(square), norm(frame, block, lane), 1e-5 * Math.sqrt(square));
    assertEquals(offset, offset(frame, block, lane), 1e-5 * square);
    double[] turned = turn(frame, z);
    int[] words = words(frame, block, lane);
    double largest = Math.sqrt(square) * Math.pow(frame.size(), 1.5);
    for (int bit = 0; bit < frame.bits(); bit++) {
      // An element so near to 0 may have either sign in float.
      if (Math.abs(turned[bit]) > 1e-6 * largest) {
        assertEquals(turned[bit] < 0, (words[bit / 32] >>> bit & 1) != 0, "bit " + bit);
      }
    }
  }

  /** Entry (i, j) of the Hadamard matrix is -1 if i and j have an odd number of bits in common. */
  private static double[] turn(SignFrame frame, double[] z) {
    float[] signs = frame.signs().signs();
    double[] turned = Arrays.copyOf(z, frame.size());
    for (int round = 0; round < signs.length; round += frame.size()) {
      double[] next = new double[frame.size()];
      for (int j = 0; j < frame.size(); j++) {
        double flipped = turned[j] * signs[round + j];
        for (int i = 0; i < frame.size(); i++) {
          next[i] += Integer.bitCount(i & j) % 2 == 0 ? flipped : -flipped;
        }
      }
      turned = next;
    }
    return turned;
  }

  @Test
  void rowsAreFoundAtAnyOffset() {
    double[][] vectors = vectors(64, 24);
    SignFrame frame = frame(Similarity.DOT_PRODUCT, vectors);
    MemorySegment rows = Rows.of(ElementType.F8, vectors);
    SignEncoder encoder = new SignEncoder(frame, ElementType.F8);
    byte[] block = new byte[frame.blockBytes()];
    byte[] shifted = new byte[frame.blockBytes()];
    encoder.encode(rows, 0, 64, block);
    encoder.encode(rows, 7L * ElementType.F8.rowBytes(24), 20, shifted);
    for (int lane = 0; lane < 20; lane++) {
      assertArrayEquals(words(frame, block, lane + 7), words(frame, shifted, lane));
      assertEquals(norm(frame, block, lane + 7), norm(frame, shifted, lane));
      assertEquals(offset(frame, block, lane + 7), offset(frame, shifted, lane));
    }
  }

  @Test
  void codesAreMovedToOtherLanes() {
    double[][] vectors = vectors(64, 70);
    SignFrame frame = frame(Similarity.EUCLIDEAN, vectors);
    byte[] block = new byte[frame.blockBytes()];
    new SignEncoder(frame, ElementType.F32).encode(Rows.of(ElementType.F32, vectors), 0, 64, block);
    byte[] moved = new byte[frame.blockBytes()];
    byte[] code = new byte[frame.blockBytes() / 64];
    for (int lane = 0; lane < 64; lane++) {
      SignEncoder.get(frame, block, lane, code);
      SignEncoder.put(frame, code, moved, 63 - lane);
    }
    for (int lane = 0; lane < 64; lane++) {
      assertArrayEquals(words(frame, block, lane), words(frame, moved, 63 - lane));
      assertEquals(norm(frame, block, lane), norm(frame, moved, 63 - lane));
      assertEquals(offset(frame, block, lane), offset(frame, moved, 63 - lane));
    }
  }

  @Test
  void vectorsAtTheCentreHaveAnExactOffsetAndNoBits() {
    double[] centre = {3, -4, 0.5};
    for (Similarity similarity : new Similarity[] {Similarity.EUCLIDEAN, Similarity.DOT_PRODUCT}) {
      SignFrame frame = frame(similarity, centre);
      byte[] block = new byte[frame.blockBytes()];
      MemorySegment rows = Rows.of(ElementType.F32, new double[] {1, 1, 1}, centre);
      new SignEncoder(frame, ElementType.F32).encode(rows, 0, 2, block);
      assertTrue(norm(frame, block, 0) > 0);
      assertEquals(0, norm(frame, block, 1));
      assertEquals(0f, offset(frame, block, 1) + 0f);
      assertArrayEquals(new int[frame.bits() / 32], words(frame, block, 1));
    }
  }

  @Test
  void vectorsOutOfRangeAreNotCoded() {
    SignFrame euclidean = frame(Similarity.EUCLIDEAN, new double[] {0, 0});
    assertNotCoded(euclidean, new double[] {1e19, 0});
    assertNotCoded(euclidean, new double[] {1e300, 1e300});
    assertNotCoded(euclidean, new double[] {0, 1e-20});
    SignFrame cosine = frame(Similarity.COSINE, new double[] {1, 1});
    assertNotCoded(cosine, new double[] {0, 0});
    assertNotCoded(cosine, new double[] {1e-200, 0});
    assertNotCoded(cosine, new double[] {1e200, 0});
  }

  private static void assertNotCoded(SignFrame frame, double[] vector) {
    byte[] block = new byte[frame.blockBytes()];
    MemorySegment rows = Rows.of(ElementType.F64, new double[] {-1, 2}, vector);
    new SignEncoder(frame, ElementType.F64).encode(rows, 0, 2, block);
    assertTrue(norm(frame, block, 0) > 0, "the vector before");
    assertEquals(0, norm(frame, block, 1));
    assertEquals(Float.POSITIVE_INFINITY, offset(frame, block, 1));
    assertArrayEquals(new int[frame.bits() / 32], words(frame, block, 1));
  }

  @Test
  void rowsThatAreNotFiniteAreNotCoded() {
    SignFrame frame = frame(Similarity.DOT_PRODUCT, new double[] {0, 0});
    MemorySegment rows = MemorySegment.ofArray(new float[] {1, Float.NaN});
    byte[] block = new byte[frame.blockBytes()];
    new SignEncoder(frame, ElementType.F32).encode(rows, 0, 1, block);
    assertEquals(Float.POSITIVE_INFINITY, offset(frame, block, 0));
  }

  private static int[] words(SignFrame frame, byte[] block, int lane) {
    int[] words = new int[frame.bits() / 32];
    for (int i = 0; i < frame.bits() / 8; i++) {
      int signs = block[64 * i + lane % 16 * 4 + lane / 16] & 0xFF;
      words[i / 4] |= signs << i % 4 * 8;
    }
    return words;
  }

  private static float norm(SignFrame frame, byte[] block, int lane) {
    return in(block).getFloat(8 * frame.bits() + 4 * lane);
  }

  private static float offset(SignFrame frame, byte[] block, int lane) {
    return in(block).getFloat(8 * frame.bits() + 256 + 4 * lane);
  }

  private static ByteBuffer in(byte[] block) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
  }
}
