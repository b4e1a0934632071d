package org.nseekfs.quantization.kernel.sum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.DoubleRows;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.F8;
import org.nseekfs.quantization.kernel.Kernels;

/** Every width against the definition and against exact sums. */
class RowSumTest {

  private static final long SEED = 20260;

  /** Around every number of lanes, primes, and what models give. */
  private static final int[] DIMENSIONS = {
    1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 19, 31, 32, 33, 47, 48, 49, 63, 64, 65, 97, 128, 257, 384,
    1021, 4096
  };

  private static final ElementType[] FLOAT_TYPES = {
    ElementType.F8, ElementType.F16, ElementType.BF16, ElementType.F32
  };

  private static final int ROWS = 3;

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void floatSumsHaveTheBitsOfTheDefinition(int bits) {
    Kernels kernels = Kernels.ofBits(bits);
    assertEquals(bits, kernels.bits());
    for (ElementType type : FLOAT_TYPES) {
      for (Operation operation : Operation.values()) {
        for (int dimension : DIMENSIONS) {
          for (double spread : new double[] {1, 1e-30, 1e30}) {
            boolean fits = type != ElementType.F16 || spread == 1;
            checkFloats(kernels, type, operation, dimension, fits ? spread : 1e3);
          }
        }
      }
    }
  }

  private void checkFloats(
      Kernels kernels, ElementType type, Operation operation, int n, double spread) {
    float[] target = floats(gaussian(n, spread));
    // Unaligned, and the last row ends with the segment.
    int rowBytes = type.rowBytes(n);
    MemorySegment rows = Arena.ofAuto().allocate(1 + (long) ROWS * rowBytes).asSlice(1);
    float[][] decoded = new float[ROWS][n];
    for (int i = 0; i < ROWS; i++) {
      type.encode(floats(gaussian(n, spread)), rows, (long) i * rowBytes);
      type.decode(rows, (long) i * rowBytes, decoded[i]);
    }
    double[] sums = new double[ROWS];
    RowSum.of(kernels, type, operation, target).sumBulk(rows, 0, ROWS, sums);
    for (int i = 0; i < ROWS; i++) {
      int scale = type == ElementType.F8 ? F8.readScale(rows, (long) i * rowBytes) : 0;
      double expected = CanonicalSums.sum(type, operation, target, decoded[i], scale);
      assertEquals(expected, sums[i], () -> type + " " + operation + " of " + n);
      if (spread == 1) {
        // A lane of n / 64 terms, then six additions; a difference adds two roundings.
        double gamma = (n / 64 + 1 + 6 + 2) * 1.01;
        var exact = CanonicalSums.Exact.of(operation, doubles(target), doubles(decoded[i]));
        assertTrue(exact.error(sums[i], 0x1p-24) <= gamma, () -> type + " " + operation);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void doubleSumsHaveTheBitsOfTheDefinition(int bits) {
    for (Operation operation : Operation.values()) {
      Kernels kernels = Kernels.ofBits(bits);
      for (int n : DIMENSIONS) {
        double[] target = gaussian(n, 1);
        double[] vector = gaussian(n, 1);
        MemorySegment rows = Arena.ofAuto().allocate(1 + 8L * n).asSlice(1);
        rows.copyFrom(MemorySegment.ofArray(DoubleRows.encode(vector)));
        double[] sums = new double[1];
        RowSum.of(kernels, ElementType.F64, operation, target).sumBulk(rows, 0, 1, sums);
        assertEquals(CanonicalSums.sum(operation, target, vector), sums[0]);
        double gamma = (n / 16 + 1 + 4 + 2) * 1.01;
        var exact = CanonicalSums.Exact.of(operation, target, vector);
        assertTrue(exact.error(sums[0], 0x1p-53) <= gamma, () -> operation + " of " + n);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void byteSumsAreExact(int bits) {
    for (Operation operation : Operation.values()) {
      Kernels kernels = Kernels.ofBits(bits);
      for (int n : DIMENSIONS) {
        byte[] target = new byte[n];
        byte[] vector = new byte[n];
        random.nextBytes(target);
        random.nextBytes(vector);
        MemorySegment rows = Arena.ofAuto().allocate(n).copyFrom(MemorySegment.ofArray(vector));
        double[] sums = new double[1];
        RowSum.of(kernels, ElementType.BYTE, operation, target).sumBulk(rows, 0, 1, sums);
        var exact = CanonicalSums.Exact.of(operation, widen(target), widen(vector));
        assertEquals(exact.sum().doubleValue(), sums[0], () -> operation + " of " + n);
      }
    }
  }

  private double[] gaussian(int n, double spread) {
    return IntStream.range(0, n).mapToDouble(i -> random.nextGaussian() * spread).toArray();
  }

  private static float[] floats(double[] doubles) {
    float[] floats = new float[doubles.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) doubles[i];
    }
    return floats;
  }

  private static double[] doubles(float[] floats) {
    return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
  }

  private static double[] widen(byte[] bytes) {
    return IntStream.range(0, bytes.length).mapToDouble(i -> bytes[i]).toArray();
  }
}
