package org.nseekfs.quantization.kernel.hamming;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.kernel.Kernels;

/** The scalar twin against the formula of {@link HammingTarget} in double, widths against it. */
class HammingEstimatesTest {

  private static final long SEED = 30291;

  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int[] WORDS = {2, 8, 12, 30, 32};

  private final Random random = new Random(SEED);

  @Test
  void estimatesAreThoseOfTheFormula() {
    for (int words : WORDS) {
      HammingTarget target = target(words);
      MemorySegment codes = codes(target, 0, 2);
      float[] estimates = estimates(Kernels.scalar(), target, codes, 0, 2);
      for (int lane = 0; lane < 128; lane++) {
        double expected = formula(target, codes, lane / 64 * (words + 2) * 256L, lane % 64);
        if (Double.isInfinite(expected)) {
          assertEquals(expected, estimates[lane], "lane " + lane);
        } else {
          // All parts are at most 30, and cosines within 2^-22.
          assertEquals(expected, estimates[lane], 30 * 0x1p-21, "lane " + lane);
        }
      }
    }
  }

  @Test
  void equalCodesHaveTheCosineOne() {
    for (int words : WORDS) {
      HammingTarget target = new HammingTarget(new int[words], 1, 0, 0);
      MemorySegment codes = Arena.ofAuto().allocate((words + 2) * 256L);
      codes.set(FLOAT, words * 256L, 1);
      assertEquals(1, estimates(Kernels.scalar(), target, codes, 0, 1)[0], 0x1p-23);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void everyWidthHasTheSameBits(int bits) {
    for (int words : WORDS) {
      HammingTarget target = target(words);
      int blocks = 1 + random.nextInt(3);
      // Unaligned, and the last block ends with the segment.
      int offset = 1 + random.nextInt(70);
      MemorySegment codes = codes(target, offset, blocks);
      float[] expected = estimates(Kernels.scalar(), target, codes, offset, blocks);
      float[] estimates = new float[blocks * 64 + 1];
      float[] largest = new float[blocks + 1];
      Arrays.fill(estimates, 12);
      Arrays.fill(largest, 12);
      HammingEstimates.of(Kernels.ofBits(bits), target)
          .estimates(codes, offset, blocks, estimates, largest);
      for (int block = 0; block < blocks; block++) {
        float expectedLargest = Float.NEGATIVE_INFINITY;
        for (int lane = 64 * block; lane < 64 * block + 64; lane++) {
          assertSameBits(expected[lane], estimates[lane], "lane " + lane);
          expectedLargest = Math.max(expectedLargest, expected[lane]);
        }
        assertSameBits(expectedLargest, largest[block], "block " + block);
      }
      assertEquals(12, estimates[blocks * 64], "behind the estimates");
      assertEquals(12, largest[blocks], "behind the blocks' largest");
    }
  }

  private static void assertSameBits(float expected, float actual, String message) {
    assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(actual), message);
  }

  private static float[] estimates(
      Kernels kernels, HammingTarget target, MemorySegment codes, long offset, int blocks) {
    float[] estimates = new float[blocks * 64];
    HammingEstimates.of(kernels, target)
        .estimates(codes, offset, blocks, estimates, new float[blocks]);
    return estimates;
  }

  private HammingTarget target(int words) {
    return new HammingTarget(
        random.ints(words).toArray(),
        0.1f + 2 * random.nextFloat(),
        10 * (float) random.nextGaussian(),
        random.nextFloat() / 4);
  }

  /** Random codes, some near the target or its opposite; some documents not coded, some none. */
  private MemorySegment codes(HammingTarget target, int offset, int blocks) {
    int words = target.words().length;
    MemorySegment codes =
        Arena.ofAuto().allocate(1 + offset + (words + 2) * 256L * blocks).asSlice(1);
    for (int lane = 0; lane < 64 * blocks; lane++) {
      long at = offset + lane / 64 * (words + 2) * 256L + lane % 64 * 4L;
      int kind = random.nextInt(4);
      for (int word = 0; word < words; word++) {
        int differing =
            switch (kind) {
              case 0 -> 1 << random.nextInt(32);
              case 1 -> ~(1 << random.nextInt(32));
              default -> random.nextInt();
            };
        codes.set(INT, at + word * 256L, target.words()[word] ^ differing);
      }
      // In the last block there is no document, so that its largest estimate is -infinity.
      boolean isMissing = lane >= 64 * (blocks - 1) && blocks > 1 || random.nextInt(8) == 0;
      boolean isCoded = !isMissing && random.nextInt(8) > 0;
      float rest = isMissing ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
      codes.set(FLOAT, at + words * 256L, isCoded ? 5 * random.nextFloat() : 0);
      codes.set(FLOAT, at + (words + 1) * 256L, isCoded ? (float) random.nextGaussian() : rest);
    }
    return codes;
  }

  private static double formula(HammingTarget target, MemorySegment codes, long block, int lane) {
    int words = target.words().length;
    int differing = 0;
    for (int word = 0; word < words; word++) {
      int code = codes.get(INT, block + word * 256L + lane * 4L);
      differing += Integer.bitCount(code ^ target.words()[word]);
    }
    double norm = codes.get(FLOAT, block + words * 256L + lane * 4L);
    double offset = codes.get(FLOAT, block + (words + 1) * 256L + lane * 4L);
    double cosine = Math.cos(Math.PI * differing / (32 * words));
    return norm * (cosine + target.margin()) * target.scale() + offset + target.base();
  }
}
