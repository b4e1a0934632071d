package org.nseekfs.quantization.kernel.bounds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.kernel.Kernels;

/** Every width against the formula of {@link CodeTarget}. */
class BlockBoundsTest {

  private static final long SEED = 30262;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** What corrections hold besides random numbers: documents without a code, and none. */
  private static final float[] RESIDUALS = {
    Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, Float.MIN_NORMAL
  };

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void boundsHaveTheBitsOfTheFormulaForOneTargetAndForSeveral(int bits) {
    Kernels kernels = Kernels.ofBits(bits);
    for (int words : new int[] {0, 1, 2, 3, 7, 16, 90}) {
      for (int largestWeight : new int[] {1, 300, Short.MAX_VALUE}) {
        for (int targets : new int[] {1, 3, 4, 5, 10}) {
          check(kernels, targets(RandomFields.of(random, words, largestWeight, false), targets));
          check(kernels, targets(RandomFields.of(random, words, largestWeight, true), targets));
        }
      }
    }
  }

  /** Targets that differ in all but the places of fields. */
  private List<CodeTarget> targets(CodeFields fields, int count) {
    return Stream.generate(() -> target(RandomFields.otherWeights(random, fields)))
        .limit(count)
        .toList();
  }

  private CodeTarget target(CodeFields fields) {
    return new CodeTarget(
        fields,
        (short) random.nextInt(),
        random.nextFloat(),
        random.nextFloat(),
        random.nextFloat() + 0.01f,
        (float) random.nextGaussian() * 1000);
  }

  private void check(Kernels kernels, List<CodeTarget> targets) {
    CodeFields fields = targets.getFirst().fields();
    // More than are worked on together, now and then.
    int blocks = 1 + random.nextInt(random.nextInt(8) == 0 ? 100 : 3);
    // Unaligned, and the last block ends with the segment.
    int offset = 1 + random.nextInt(70);
    MemorySegment codes =
        Arena.ofAuto().allocate(1 + offset + (long) blocks * fields.blockBytes()).asSlice(1);
    fill(codes, offset, blocks, fields);
    long[][] accepted = new long[targets.size()][blocks];
    float[][] upper = new float[targets.size()][blocks * 64 + 1];
    float[][] blockUpper = new float[targets.size()][blocks + 1];
    for (int i = 0; i < targets.size(); i++) {
      Arrays.setAll(accepted[i], block -> accepted());
      Arrays.fill(upper[i], 12);
      Arrays.fill(blockUpper[i], 12);
    }
    int end = blocks;
    while (end > 0 && isRefusedByAll(accepted, end - 1)) {
      end--;
    }
    // Blocks that nobody accepts are not even there.
    MemorySegment present = codes.asSlice(0, offset + (long) end * fields.blockBytes());
    BlockBounds.of(kernels, targets).bounds(present, offset, blocks, accepted, upper, blockUpper);
    for (int i = 0; i < targets.size(); i++) {
      check(targets.get(i), codes.asSlice(offset), accepted[i], upper[i], blockUpper[i]);
    }
  }

  /** Which documents of a block are bounded: all, none, one, or any. */
  private long accepted() {
    return switch (random.nextInt(4)) {
      case 0 -> -1;
      case 1 -> 0;
      case 2 -> 1L << random.nextInt(64);
      default -> random.nextLong();
    };
  }

  private static boolean isRefusedByAll(long[][] accepted, int block) {
    return Arrays.stream(accepted).allMatch(ofTarget -> ofTarget[block] == 0);
  }

  private static void check(
      CodeTarget target, MemorySegment codes, long[] accepted, float[] upper, float[] blockUpper) {
    int blocks = blockUpper.length - 1;
    for (int block = 0; block < blocks; block++) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int lane = 0; lane < 64; lane++) {
        float expected =
            (accepted[block] >>> lane & 1) == 0
                ? Float.NEGATIVE_INFINITY
                : bound(target, codes, (long) block * target.fields().blockBytes(), lane);
        assertSameBits(expected, upper[block * 64 + lane], "lane " + lane);
        largest = Math.max(largest, expected);
      }
      assertSameBits(largest, blockUpper[block], "block " + block);
    }
    assertEquals(12, upper[blocks * 64], "behind the bounds");
    assertEquals(12, blockUpper[blocks], "behind the blocks' bounds");
  }

  private static void assertSameBits(float expected, float actual, String message) {
    assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(actual), message);
  }

  private void fill(MemorySegment codes, long offset, int blocks, CodeFields fields) {
    byte[] bytes = new byte[blocks * fields.blockBytes()];
    random.nextBytes(bytes);
    for (int block = 0; block < blocks; block++) {
      for (int high = 1; high < 128 * fields.words(); high += 2) {
        bytes[block * fields.blockBytes() + high] &= 0x7F;
      }
    }
    MemorySegment.copy(bytes, 0, codes, ValueLayout.JAVA_BYTE, offset, bytes.length);
    // A block of its own without documents, so that its largest bound is -infinity.
    int empty = random.nextInt(2 * blocks);
    for (int block = 0; block < blocks; block++) {
      long at = offset + (long) block * fields.blockBytes() + 128L * fields.words();
      for (int lane = 0; lane < 64; lane++) {
        float scale = random.nextInt(8) == 0 ? 0 : random.nextFloat() * 4;
        float residual =
            random.nextInt(8) == 0
                ? RESIDUALS[random.nextInt(RESIDUALS.length)]
                : random.nextFloat();
        if (block == empty) {
          residual = Float.NEGATIVE_INFINITY;
        }
        codes.set(SHORT, at + lane * 4L, upperHalf(residual));
        codes.set(SHORT, at + lane * 4L + 2, upperHalf(scale));
        if (fields.withSquareNorms()) {
          codes.set(FLOAT, at + 256 + lane * 4L, random.nextFloat() * 100);
        }
      }
    }
  }

  private static short upperHalf(float value) {
    return (short) (Float.floatToRawIntBits(value) >> 16);
  }

  private static float bound(CodeTarget target, MemorySegment codes, long block, int lane) {
    CodeFields fields = target.fields();
    long corrections = block + 128L * fields.words();
    float residual = half(codes, corrections + lane * 4L);
    float scale = half(codes, corrections + lane * 4L + 2);
    int[] words = new int[fields.words()];
    for (int word = 0; word < words.length; word++) {
      long at = block + word * 128L;
      words[word] = codes.get(SHORT, at + 2L * CodeFields.slot(lane)) & 0x7FFF;
    }
    short sum = (short) (target.start() + RandomFields.sum(fields, words));
    float inner = Math.fma(target.unit(), (float) sum, target.constant());
    float outer = Math.fma(residual, target.residualFactor(), target.base());
    float bound = Math.fma(scale, inner, outer);
    return fields.withSquareNorms()
        ? bound - codes.get(FLOAT, corrections + 256 + lane * 4L)
        : bound;
  }

  private static float half(MemorySegment codes, long offset) {
    return Float.intBitsToFloat(codes.get(SHORT, offset) << 16);
  }
}
