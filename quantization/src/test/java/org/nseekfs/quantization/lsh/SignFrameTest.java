package org.nseekfs.quantization.lsh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.Similarity;

class SignFrameTest {

  private static final long SEED = 30292;

  private static final int DIMENSION = 20;
  private static final int CENTRE = 24;

  private final Random random = new Random(SEED);
  private final float[][] sample = sample(50);

  private float[][] sample(int count) {
    float[][] sample = new float[count][];
    Arrays.setAll(sample, i -> Rows.floats(Rows.normal(DIMENSION, random)));
    return sample;
  }

  private static SignFrame read(byte[] bytes) {
    return SignFrame.read(MemorySegment.ofArray(bytes));
  }

  @ParameterizedTest
  @EnumSource
  void framesOutliveTheirBytes(Similarity similarity) {
    SignFrame frame = SignFrame.learn(similarity, sample);
    SignFrame read = read(frame.toBytes());
    assertArrayEquals(frame.toBytes(), read.toBytes());
    assertEquals(frame.id(), read.id());
    assertEquals(similarity, read.similarity());
    assertEquals(sample.length, read.sampleCount());
    assertEquals(DIMENSION, read.dimension());
    assertEquals(frame.bits(), read.bits());
    assertArrayEquals(frame.signs().signs(), read.signs().signs());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 256, 256",
    "256, 256, 256",
    "257, 320, 512",
    "384, 384, 512",
    "768, 768, 1024",
    "1000, 1024, 1024",
    "1024, 1024, 1024",
    "1025, 1024, 2048",
    "16384, 1024, 16384"
  })
  void codesHaveABitForEachDimensionWithinLimits(int dimension, int bits, int size) {
    float[] vector = new float[dimension];
    vector[0] = 1;
    SignFrame frame = SignFrame.learn(Similarity.DOT_PRODUCT, new float[][] {vector});
    assertEquals(bits, frame.bits());
    assertEquals(size, frame.size());
    assertEquals(64 * (bits / 8 + 8), frame.blockBytes());
    assertEquals(0, frame.blockBytes() % 64);
    assertEquals(frame.id(), read(frame.toBytes()).id());
  }

  @Test
  void learningIsAFunctionOfTheSample() {
    SignFrame frame = SignFrame.learn(Similarity.COSINE, sample);
    assertEquals(frame.id(), SignFrame.learn(Similarity.COSINE, sample).id());
    assertNotEquals(frame.id(), SignFrame.learn(Similarity.DOT_PRODUCT, sample).id());
    assertNotEquals(frame.id(), SignFrame.learn(Similarity.COSINE, sample(50)).id());
  }

  @Test
  void centresAreMeans() {
    float[][] two = {{1, 0, 3}, {0, 0, -2}};
    float[] mean = SignFrame.learn(Similarity.EUCLIDEAN, two).centre();
    assertArrayEquals(new float[] {0.5f, 0, 0.5f}, mean);
    float[] ofDirections = SignFrame.learn(Similarity.COSINE, two).centre();
    double norm = Math.sqrt(10);
    assertArrayEquals(
        new float[] {(float) (0.5 / norm), 0, (float) (1.5 / norm - 0.5)}, ofDirections, 1e-7f);
  }

  /** The others, of norms about 4, stay near it: before, they were hundreds of lengths away. */
  @ParameterizedTest
  @CsvSource({"EUCLIDEAN, 50", "EUCLIDEAN, 2", "DOT_PRODUCT, 50", "DOT_PRODUCT, 5"})
  void longVectorsDoNotDrawTheCentreAway(Similarity similarity, int each) {
    for (int i = 0; i < sample.length; i += each) {
      for (int j = 0; j < DIMENSION; j++) {
        sample[i][j] = 10_000 * Math.abs(sample[i][j]);
      }
    }
    double square = 0;
    for (float element : SignFrame.learn(similarity, sample).centre()) {
      square += element * element;
    }
    assertTrue(square < 16, "square of the centre's norm " + square);
  }

  @Test
  void zerosAmongVectorsDoNotMakeItTheOrigin() {
    for (int i = 0; i < sample.length; i++) {
      sample[i] = i % 3 == 0 ? sample[i] : new float[DIMENSION];
    }
    float[] centre = SignFrame.learn(Similarity.EUCLIDEAN, sample).centre();
    assertTrue(centre[0] != 0);
  }

  @Test
  void samplesBeyondTheMostAreTakenEvenly() {
    float[][] many = new float[2 * SignFrame.MAX_SAMPLE][];
    Arrays.setAll(many, i -> new float[] {i % 2 == 0 ? 3 : 1000});
    SignFrame frame = SignFrame.learn(Similarity.EUCLIDEAN, many);
    assertEquals(SignFrame.MAX_SAMPLE, frame.sampleCount());
    assertEquals(3, frame.centre()[0]);
  }

  @ParameterizedTest
  @EnumSource
  void vectorsWithoutAPlaceAreLeftOut(Similarity similarity) {
    float[][] spoilt = Arrays.copyOf(sample, sample.length + 4);
    for (int i = 0; i < 4; i++) {
      spoilt[sample.length + i] = sample[i].clone();
    }
    spoilt[sample.length][3] = Float.NaN;
    spoilt[sample.length + 1][0] = Float.NEGATIVE_INFINITY;
    spoilt[sample.length + 2][0] = Float.MAX_VALUE;
    Arrays.fill(spoilt[sample.length + 3], similarity == Similarity.COSINE ? 0 : 1e30f);
    SignFrame frame = SignFrame.learn(similarity, spoilt);
    assertEquals(spoilt.length, frame.sampleCount());
    assertArrayEquals(SignFrame.learn(similarity, sample).centre(), frame.centre());
  }

  @Test
  void thereIsNoFrameWithoutVectors() {
    assertNull(SignFrame.learn(Similarity.COSINE, new float[0][]));
    assertNull(SignFrame.learn(Similarity.COSINE, new float[3][DIMENSION]), "zeros");
    assertNull(SignFrame.learn(Similarity.EUCLIDEAN, new float[][] {{Float.NaN}}));
  }

  @Test
  void alteredBytesAreRefused() {
    assertRefused("unknown similarity id 3", in -> in.putInt(0, 3));
    assertRefused("sample count is 0", in -> in.putInt(4, 0));
    assertRefused("dimension is 0", in -> in.putInt(8, 0));
    assertRefused("dimension is 16385", in -> in.putInt(8, 16_385));
    assertRefused("sign frame of dimension 21 has 104 bytes", in -> in.putInt(8, 21));
    assertRefused("bits of a code are 192", in -> in.putInt(12, 192));
    assertRefused("bits of a code are 288", in -> in.putInt(12, 288));
    assertRefused("bits of a code are 1088", in -> in.putInt(12, 1088));
    assertRefused("norm of the centre is NaN", in -> in.putFloat(CENTRE, Float.NaN));
    assertRefused(
        "norm of the centre is Infinity", in -> in.putFloat(CENTRE, Float.POSITIVE_INFINITY));
  }

  @Test
  void alteredSizesAreRefused() {
    byte[] bytes = SignFrame.learn(Similarity.EUCLIDEAN, sample).toBytes();
    assertRefused("sign frame has 23 bytes", Arrays.copyOf(bytes, 23));
    assertRefused("sign frame of dimension 20 has 103 bytes", Arrays.copyOf(bytes, 103));
    assertRefused("sign frame of dimension 20 has 108 bytes", Arrays.copyOf(bytes, 108));
  }

  private void assertRefused(String message, Consumer<ByteBuffer> change) {
    byte[] bytes = SignFrame.learn(Similarity.EUCLIDEAN, sample).toBytes();
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    assertRefused(message, bytes);
  }

  private static void assertRefused(String message, byte[] bytes) {
    var error = assertThrows(IllegalArgumentException.class, () -> read(bytes));
    assertEquals(message, error.getMessage());
  }
}
