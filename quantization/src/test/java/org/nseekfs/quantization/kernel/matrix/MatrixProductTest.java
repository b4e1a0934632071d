package org.nseekfs.quantization.kernel.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct.Shape;

/** Every width against the definition, and against sums in double. */
class MatrixProductTest {

  private static final long SEED = 30260;

  /** Around a chain's length, and what models give. */
  private static final int[] INNER = {1, 2, 63, 64, 65, 127, 128, 129, 384, 1000};

  private static final List<int[]> ROWS_AND_COLUMNS =
      List.of(new int[] {4, 32}, new int[] {8, 96}, new int[] {20, 64}, new int[] {64, 32});

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 256, 512})
  void productsHaveTheBitsOfTheDefinition(int bits) {
    for (int[] size : ROWS_AND_COLUMNS) {
      for (int inner : INNER) {
        Shape shape = new Shape(size[0], inner, size[1]);
        float[] a = floats(shape.rows() * inner);
        float[] b = floats(inner * shape.columns());
        float[] c = new float[shape.rows() * shape.columns()];
        Arrays.fill(c, Float.NaN);
        MatrixProduct.of(Kernels.ofBits(bits), shape).multiply(a, b, c);
        assertArrayEquals(bitsOf(definition(shape, a, b)), bitsOf(c), shape::toString);
        checkError(shape, a, b, c);
      }
    }
  }

  private static float[] definition(Shape shape, float[] a, float[] b) {
    float[] c = new float[shape.rows() * shape.columns()];
    for (int row = 0; row < shape.rows(); row++) {
      for (int column = 0; column < shape.columns(); column++) {
        float sum = 0;
        float chain = 0;
        for (int i = 0; i < shape.inner(); i++) {
          chain = Math.fma(a[row * shape.inner() + i], b[i * shape.columns() + column], chain);
          if ((i + 1) % 64 == 0 || i + 1 == shape.inner()) {
            sum += chain;
            chain = 0;
          }
        }
        c[row * shape.columns() + column] = sum;
      }
    }
    return c;
  }

  /** Products of floats are exact in double, whose sums are more precise by 2^-29. */
  private static void checkError(Shape shape, float[] a, float[] b, float[] c) {
    double share = (64 + shape.inner() / 64.0) * 0x1p-24;
    for (int row = 0; row < shape.rows(); row++) {
      for (int column = 0; column < shape.columns(); column++) {
        double sum = 0;
        double magnitudes = 0;
        for (int i = 0; i < shape.inner(); i++) {
          double product = (double) a[row * shape.inner() + i] * b[i * shape.columns() + column];
          sum += product;
          magnitudes += Math.abs(product);
        }
        double error = Math.abs(sum - c[row * shape.columns() + column]);
        assertTrue(error <= share * magnitudes, shape::toString);
      }
    }
  }

  /**
   * Of very different magnitudes, zeros among them, so that another order would give other bits.
   */
  private float[] floats(int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] =
          random.nextInt(20) == 0
              ? 0
              : (float) Math.scalb(random.nextGaussian(), random.nextInt(16));
    }
    return floats;
  }

  private static int[] bitsOf(float[] floats) {
    int[] bits = new int[floats.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(floats[i]);
    }
    return bits;
  }

  @Test
  void sizesThatAreNoMultiplesOfATileAreRefused() {
    var rows = assertThrows(IllegalArgumentException.class, () -> new Shape(3, 5, 32));
    assertEquals("rows and columns must be multiples of 4 and 32, got 3 and 32", rows.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Shape(4, 5, 33));
  }

  @Test
  void paddedSizesAreTheNextMultiples() {
    assertEquals(32, Shape.paddedColumns(1));
    assertEquals(32, Shape.paddedColumns(32));
    assertEquals(64, Shape.paddedColumns(33));
  }
}
