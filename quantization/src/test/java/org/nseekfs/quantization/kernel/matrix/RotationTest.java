package org.nseekfs.quantization.kernel.matrix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.kernel.Kernels;

/** Every width against the definition, in double. */
class RotationTest {

  private static final long SEED = 30290;

  private final Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 256, 512, 2048})
  void turnedVectorsAreThoseOfTheDefinition(int size) {
    Rotation.Signs signs = signs(size);
    float[] values = values(size);
    float[] turned = values.clone();
    Rotation.of(Kernels.scalar(), signs).rotate(turned);
    for (int lane = 0; lane < Rotation.LANES; lane++) {
      double[] expected = turn(signs, lane(values, lane));
      float[] actual = lane(turned, lane);
      for (int i = 0; i < size; i++) {
        // Elements have the size of the vector's norm; each of some 40 roundings is 2^-24 of that.
        assertEquals(expected[i], actual[i], 1e-5 * Math.pow(size, 1.5), "element " + i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyWidthHasTheBitsOfTheScalarTwin(int bits) {
    for (int size = 1; size <= 2048; size *= 2) {
      Rotation.Signs signs = signs(size);
      float[] values = values(size);
      float[] expected = values.clone();
      Rotation.of(Kernels.scalar(), signs).rotate(expected);
      Rotation.of(Kernels.ofBits(bits), signs).rotate(values);
      assertArrayEquals(expected, values, "size " + size);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 256, 512})
  void aVectorAloneIsTurnedAsAmongOthers(int size) {
    Rotation.Signs signs = signs(size);
    float[] values = values(size);
    float[] alone = lane(values, 5);
    Rotation.of(Kernels.best(), signs).rotate(values);
    Rotation.ofOne(signs).rotate(alone);
    assertArrayEquals(lane(values, 5), alone);
  }

  private Rotation.Signs signs(int size) {
    float[] signs = new float[3 * size];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = random.nextBoolean() ? 1 : -1;
    }
    return new Rotation.Signs(signs, size);
  }

  private float[] values(int size) {
    float[] values = new float[size * Rotation.LANES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] lane(float[] values, int lane) {
    float[] vector = new float[values.length / Rotation.LANES];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = values[i * Rotation.LANES + lane];
    }
    return vector;
  }

  /** Entry (i, j) of the Hadamard matrix is -1 if i and j have an odd number of bits in common. */
  private static double[] turn(Rotation.Signs signs, float[] vector) {
    int size = signs.size();
    double[] turned = new double[size];
    for (int i = 0; i < size; i++) {
      turned[i] = vector[i];
    }
    for (int round = 0; round < 3; round++) {
      double[] next = new double[size];
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          double flipped = turned[j] * signs.signs()[round * size + j];
          next[i] += Integer.bitCount(i & j) % 2 == 0 ? flipped : -flipped;
        }
      }
      turned = next;
    }
    return turned;
  }
}
