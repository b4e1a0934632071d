package org.nseekfs.quantization.kernel.signs;

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

/** The scalar twin against the formula of {@link AsymmetricTarget} in double, widths against it. */
class AsymmetricEstimatesTest {

  private static final long SEED = 30291;

  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int[] CODE_BYTES = {8, 32, 48, 120, 128};

  private final Random random = new Random(SEED);

  @Test
  void estimatesAreThoseOfTheFormula() {
    for (int bytes : CODE_BYTES) {
      AsymmetricTarget target = target(bytes);
      MemorySegment codes = codes(bytes, 0, 2);
      float[] estimates = estimates(Kernels.scalar(), target, codes, 0, 2);
      for (int lane = 0; lane < 128; lane++) {
        double expected = formula(target, codes, lane / 64 * (bytes + 8) * 64L, lane % 64);
        if (Double.isInfinite(expected)) {
          assertEquals(expected, estimates[lane], "lane " + lane);
        } else {
          // All parts are at most 30.
          assertEquals(expected, estimates[lane], 30 * 0x1p-20, "lane " + lane);
        }
      }
    }
  }

  @Test
  void theLargestEntriesDoNotOverflow() {
    byte[] entries = new byte[256 * AsymmetricTarget.GROUP_ENTRIES];
    Arrays.fill(entries, (byte) AsymmetricTarget.MAX_ENTRY);
    int sum = 256 * AsymmetricTarget.MAX_ENTRY;
    AsymmetricTarget target = new AsymmetricTarget(entries, 1f / (2 * sum), 0, 0, 1, 0, 0);
    MemorySegment codes = codes(128, 0, 1);
    for (int lane = 0; lane < 64; lane++) {
      codes.set(FLOAT, 128 * 64 + 4L * lane, 1);
      codes.set(FLOAT, 132 * 64 + 4L * lane, 0);
    }
    for (int bits : new int[] {0, 128, 256, 512}) {
      for (float estimate : estimates(Kernels.ofBits(bits), target, codes, 0, 1)) {
        assertEquals(0.5f, estimate, "at " + bits + " bits");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void everyWidthHasTheSameBits(int bits) {
    for (int bytes : CODE_BYTES) {
      AsymmetricTarget target = target(bytes);
      int blocks = 1 + random.nextInt(3);
      // Unaligned, and the last block ends with the segment.
      int offset = 1 + random.nextInt(70);
      MemorySegment codes = codes(bytes, offset, blocks);
      float[] expected = estimates(Kernels.scalar(), target, codes, offset, blocks);
      float least = expected[random.nextInt(64)];
      float[] estimates = new float[blocks * 64 + 1];
      long[] reaching = new long[blocks + 1];
      Arrays.fill(estimates, 12);
      Arrays.fill(reaching, 12);
      AsymmetricEstimates.of(Kernels.ofBits(bits), target)
          .estimates(codes, offset, blocks, least, estimates, reaching);
      for (int lane = 0; lane < 64 * blocks; lane++) {
        assertEquals(
            Float.floatToRawIntBits(expected[lane]),
            Float.floatToRawIntBits(estimates[lane]),
            "lane " + lane);
        boolean isReaching = (reaching[lane / 64] >>> lane & 1) != 0;
        assertEquals(expected[lane] >= least, isReaching, "lane " + lane);
      }
      assertEquals(12, estimates[blocks * 64], "behind the estimates");
      assertEquals(12, reaching[blocks], "behind what reaches");
    }
  }

  private static float[] estimates(
      Kernels kernels, AsymmetricTarget target, MemorySegment codes, long offset, int blocks) {
    float[] estimates = new float[blocks * 64];
    AsymmetricEstimates.of(kernels, target)
        .estimates(codes, offset, blocks, 0, estimates, new long[blocks]);
    return estimates;
  }

  /** Cosines of random signs are from -1.3 to 1.3. */
  private AsymmetricTarget target(int codeBytes) {
    byte[] entries = new byte[codeBytes * 2 * AsymmetricTarget.GROUP_ENTRIES];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = (byte) random.nextInt(AsymmetricTarget.MAX_ENTRY + 1);
    }
    float middle = codeBytes * AsymmetricTarget.MAX_ENTRY;
    float unit = 0.3f / ((float) Math.sqrt(codeBytes) * AsymmetricTarget.MAX_ENTRY);
    return new AsymmetricTarget(
        entries,
        unit,
        -middle * unit,
        random.nextFloat() / 5 - 0.1f,
        0.1f + 2 * random.nextFloat(),
        10 * (float) random.nextGaussian(),
        random.nextFloat() / 4);
  }

  /** Random codes; some documents not coded, some none. */
  private MemorySegment codes(int codeBytes, int offset, int blocks) {
    int blockBytes = (codeBytes + 8) * 64;
    MemorySegment codes =
        Arena.ofAuto().allocate(1 + offset + (long) blockBytes * blocks).asSlice(1);
    for (long i = 0; i < codes.byteSize(); i++) {
      codes.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
    }
    for (int lane = 0; lane < 64 * blocks; lane++) {
      long at = offset + (long) lane / 64 * blockBytes + codeBytes * 64L + lane % 64 * 4L;
      boolean isMissing = lane >= 64 * (blocks - 1) && blocks > 1 || random.nextInt(8) == 0;
      boolean isCoded = !isMissing && random.nextInt(8) > 0;
      float rest = isMissing ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
      codes.set(FLOAT, at, isCoded ? 5 * random.nextFloat() : 0);
      codes.set(FLOAT, at + 256, isCoded ? (float) random.nextGaussian() : rest);
    }
    return codes;
  }

  private static double formula(
      AsymmetricTarget target, MemorySegment codes, long block, int lane) {
    int codeBytes = target.entries().length / 32;
    int sum = 0;
    for (int i = 0; i < codeBytes; i++) {
      int signs =
          codes.get(ValueLayout.JAVA_BYTE, block + i * 64L + lane % 16 * 4 + lane / 16) & 0xFF;
      sum += target.entries()[32 * i + signs % 16] + target.entries()[32 * i + 16 + signs / 16];
    }
    double norm = codes.get(FLOAT, block + codeBytes * 64L + lane * 4L);
    double offset = codes.get(FLOAT, block + (codeBytes + 4) * 64L + lane * 4L);
    double u = (double) sum * target.unit() + target.least();
    double bend = target.bend();
    double about = Math.clamp(u + bend / Math.pow(1 - bend, 3) * u * u * u, -1, 1);
    double cosine = Math.clamp(u / (1 - bend * about * about), -1, 1);
    if (Math.abs(about) < 1 && Math.abs(cosine) < 1) {
      double back = cosine * (1 - bend * cosine * cosine);
      assertEquals(u, back, 2 * Math.pow(Math.abs(bend), 3) + 1e-9, "of bend " + bend);
    }
    return norm * (cosine + target.raise()) * target.scale() + offset + target.base();
  }
}
