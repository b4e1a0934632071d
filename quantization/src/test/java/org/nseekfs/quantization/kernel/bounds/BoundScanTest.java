package org.nseekfs.quantization.kernel.bounds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.kernel.Kernels;

class BoundScanTest {

  private static final long SEED = 30263;

  private static final float[] EXTREMES = {
    Float.NEGATIVE_INFINITY,
    -Float.MAX_VALUE,
    -Float.MIN_VALUE,
    -0f,
    0f,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    Float.POSITIVE_INFINITY
  };

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void findsTheRowsThatReachAndTheLargestBound(int bits) {
    BoundScan scan = BoundScan.of(Kernels.ofBits(bits));
    for (int round = 0; round < 2000; round++) {
      int from = random.nextInt(9);
      float[] bounds = bounds(from + 64 + random.nextInt(3), 1 + random.nextInt(16));
      float least = random.nextBoolean() ? bounds[from + random.nextInt(64)] : value(2);
      long reaching = 0;
      double largest = Double.NEGATIVE_INFINITY;
      for (int lane = 0; lane < 64; lane++) {
        reaching += bounds[from + lane] >= least ? 1L << lane : 0;
        largest = Math.max(largest, bounds[from + lane]);
      }
      assertEquals(reaching, scan.reaching(bounds, from, least), "reaching " + least);
      assertEquals((float) largest, scan.largest(bounds, from), "from " + from);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void blocksWithoutRowsHaveNoLargestBound(int bits) {
    BoundScan scan = BoundScan.of(Kernels.ofBits(bits));
    float[] bounds = new float[64];
    Arrays.fill(bounds, Float.NEGATIVE_INFINITY);
    assertEquals(Float.NEGATIVE_INFINITY, scan.largest(bounds, 0));
    assertEquals(0, scan.reaching(bounds, 0, -Float.MAX_VALUE));
    assertEquals(-1, scan.reaching(bounds, 0, Float.NEGATIVE_INFINITY));
  }

  private float[] bounds(int count, int extremes) {
    float[] bounds = new float[count];
    for (int i = 0; i < count; i++) {
      bounds[i] = value(extremes);
    }
    return bounds;
  }

  private float value(int extremes) {
    return random.nextInt(extremes) == 0
        ? EXTREMES[random.nextInt(EXTREMES.length)]
        : (float) random.nextGaussian();
  }
}
