package org.nseekfs.quantization.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.Similarity;

class CodeFrameTest {

  private static final long SEED = 30267;

  private static final int DIMENSION = 48;
  private static final int ROW_BYTES = DIMENSION * Float.BYTES;

  // Where the numbers of the header lie, and what is behind it.
  private static final int SAMPLE_COUNT = 4;
  private static final int DIMENSION_AT = 8;
  private static final int DIRECTIONS = 12;
  private static final int FINE = 16;
  private static final int DEFECT = 20;
  private static final int MEAN = 28;

  private final Random random = new Random(SEED);
  private final float[][] sample = sample(500, DIMENSION);

  private float[][] sample(int count, int dimension) {
    double[][] vectors = VectorKind.CLUSTERED.vectors(count, dimension, random);
    float[][] floats = new float[count][];
    Arrays.setAll(floats, i -> floats(vectors[i]));
    return floats;
  }

  private static float[] floats(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    return floats;
  }

  /** Learns from a copy. */
  private static CodeFrame learn(Similarity similarity, int rowBytes, float[][] sample) {
    float[][] copy = Arrays.stream(sample).map(float[]::clone).toArray(float[][]::new);
    return CodeFrame.learn(similarity, rowBytes, copy, Checkpoint.NONE);
  }

  private CodeFrame learn() {
    CodeFrame frame = learn(Similarity.EUCLIDEAN, ROW_BYTES, sample);
    assertNotNull(frame);
    return frame;
  }

  private static CodeFrame read(byte[] bytes) {
    return CodeFrame.read(MemorySegment.ofArray(bytes));
  }

  @ParameterizedTest
  @EnumSource
  void framesOutliveTheirBytes(Similarity similarity) {
    CodeFrame frame = learn(similarity, ROW_BYTES, sample);
    assertNotNull(frame);
    CodeFrame read = read(frame.toBytes());
    assertArrayEquals(frame.toBytes(), read.toBytes());
    assertEquals(frame.id(), read.id());
    assertEquals(similarity, read.similarity());
    assertEquals(sample.length, read.sampleCount());
    assertEquals(DIMENSION, read.dimension());
    assertEquals(frame.fields(), read.fields());
    assertEquals(frame.blockBytes(), read.blockBytes());
    assertEquals(frame.fineBytes(), read.fineBytes());
    assertEquals(frame.defect(), read.defect());
    assertEquals(0, frame.blockBytes() % 64);
  }

  @Test
  void framesOfRandomBitsOutliveTheirBytes() {
    for (int round = 0; round < 200; round++) {
      byte[] bits = Frames.bits(random, 9);
      CodeFrame frame = Frames.of(Similarity.COSINE, sample(20, 9), bits, random.nextBoolean());
      assertEquals(frame.id(), read(frame.toBytes()).id(), () -> Arrays.toString(bits));
    }
  }

  @Test
  void learningIsAFunctionOfTheSample() {
    assertArrayEquals(learn().toBytes(), learn().toBytes());
    float[][] other = sample(500, DIMENSION);
    long id = learn(Similarity.EUCLIDEAN, ROW_BYTES, other).id();
    assertNotEquals(learn().id(), id);
  }

  @Test
  void learningReleasesTheSample() {
    CodeFrame.learn(Similarity.COSINE, ROW_BYTES, sample, Checkpoint.NONE);
    assertArrayEquals(new float[sample.length][], sample);
  }

  @ParameterizedTest
  @EnumSource
  void vectorsThatCannotBeCodedAreLeftOut(Similarity similarity) {
    float[][] spoilt = Arrays.copyOf(sample, sample.length + 4);
    for (int i = 0; i < 4; i++) {
      spoilt[sample.length + i] = sample[i].clone();
    }
    spoilt[sample.length][3] = Float.NaN;
    spoilt[sample.length + 1][0] = Float.NEGATIVE_INFINITY;
    spoilt[sample.length + 2][0] = Float.MAX_VALUE;
    Arrays.fill(spoilt[sample.length + 3], 0f);
    CodeFrame frame = learn(similarity, ROW_BYTES, spoilt);
    assertEquals(spoilt.length, frame.sampleCount());
    assertArrayEquals(
        withoutSampleCount(learn(similarity, ROW_BYTES, sample)), withoutSampleCount(frame));
  }

  private static byte[] withoutSampleCount(CodeFrame frame) {
    byte[] bytes = frame.toBytes();
    Arrays.fill(bytes, SAMPLE_COUNT, SAMPLE_COUNT + Integer.BYTES, (byte) 0);
    return bytes;
  }

  @Test
  void samplesBeyondTheMostAreTakenEvenly() {
    float[][] many = sample(CodeFrame.MAX_SAMPLE + 500, 32);
    CodeFrame frame = learn(Similarity.EUCLIDEAN, 128, many);
    assertEquals(CodeFrame.MAX_SAMPLE, frame.sampleCount());
  }

  @Test
  void fewVectorsGiveAFrameOrNone() {
    for (int count : new int[] {1, 2, 3, 20, DIMENSION - 1}) {
      for (Similarity similarity : Similarity.values()) {
        CodeFrame frame = learn(similarity, ROW_BYTES, Arrays.copyOf(sample, count));
        if (frame != null) {
          assertEquals(frame.id(), read(frame.toBytes()).id());
          assertTrue(frame.defect() < 1e-5, "defect is " + frame.defect());
        }
      }
    }
    float[][] equal = new float[30][];
    Arrays.fill(equal, sample[0]);
    assertNull(learn(Similarity.EUCLIDEAN, ROW_BYTES, equal), "equal vectors");
  }

  @Test
  void thereIsNoFrameWithoutVectorsOrInDimensionsTooFewOrTooMany() {
    assertNull(learn(Similarity.COSINE, ROW_BYTES, new float[0][]));
    assertNull(learn(Similarity.COSINE, ROW_BYTES, new float[5][DIMENSION]), "zeros");
    assertNull(learn(Similarity.DOT_PRODUCT, 8, sample(100, 2)));
    int tooMany = CodeFrame.MAX_DIMENSION + 1;
    assertNull(learn(Similarity.DOT_PRODUCT, 4 * tooMany, new float[1][tooMany]));
  }

  @Test
  void alteredHeadersAreRefused() {
    assertRefused("unknown similarity id 3", in -> in.putInt(0, 3));
    assertRefused("unknown similarity id -1", in -> in.putInt(0, -1));
    assertRefused("sample count is 0", in -> in.putInt(SAMPLE_COUNT, 0));
    assertRefused("dimension is 0", in -> in.putInt(DIMENSION_AT, 0));
    assertRefused("dimension is 4097", in -> in.putInt(DIMENSION_AT, 4097));
    assertRefused("directions are 0", in -> in.putInt(DIRECTIONS, 0));
    assertRefused("directions are 49", in -> in.putInt(DIRECTIONS, 49));
    assertRefused("fine is 2", in -> in.putInt(FINE, 2));
    assertRefused("defect is NaN", in -> in.putDouble(DEFECT, Double.NaN));
    assertRefused("defect is -1.0", in -> in.putDouble(DEFECT, -1));
    assertRefused("defect is 0.31", in -> in.putDouble(DEFECT, 0.31));
    assertRefused("defect is 0.75", in -> in.putDouble(DEFECT, 0.75));
  }

  @Test
  void alteredSizesAreRefused() {
    CodeFrame frame = learn();
    byte[] bytes = frame.toBytes();
    String frameOf = "frame of " + frame.directions() + " directions has ";
    assertRefused(frameOf + (bytes.length - 1) + " bytes", Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused(frameOf + (bytes.length + 1) + " bytes", Arrays.copyOf(bytes, bytes.length + 1));
    assertRefused("frame has 27 bytes", Arrays.copyOf(bytes, 27));
    assertRefused("frame has 0 bytes", new byte[0]);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(DIMENSION_AT, DIMENSION + 1);
    assertRefused(frameOf + bytes.length + " bytes", bytes);
  }

  @Test
  void alteredBitsAreRefused() {
    CodeFrame frame = learn();
    int bits = MEAN + Float.BYTES * (DIMENSION + frame.directions());
    assertRefused("direction of 6 bits", in -> in.put(bits, (byte) 6));
    assertRefused("direction of -1 bits", in -> in.put(bits, (byte) -1));
    byte less = (byte) (frame.bits(0) - 1);
    assertRefused("bits do not fill their groups", in -> in.put(bits, less));
  }

  private void assertRefused(String message, Consumer<ByteBuffer> change) {
    byte[] bytes = learn().toBytes();
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    assertRefused(message, bytes);
  }

  private static void assertRefused(String message, byte[] bytes) {
    var error = assertThrows(IllegalArgumentException.class, () -> read(bytes));
    assertEquals(message, error.getMessage());
  }
}
