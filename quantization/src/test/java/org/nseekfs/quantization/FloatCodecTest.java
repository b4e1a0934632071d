package org.nseekfs.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloatCodecTest {

  private static final long SEED = 815;

  private static byte[] encode(ElementType type, float... vector) {
    byte[] row = new byte[type.rowBytes(vector.length)];
    new FloatCodec(type).encode(vector, MemorySegment.ofArray(row), 0);
    return row;
  }

  private static float[] decode(ElementType type, byte[] row, int dimension) {
    float[] vector = new float[dimension];
    new FloatCodec(type).decode(MemorySegment.ofArray(row), 0, vector);
    return vector;
  }

  private static void assertEncodesAgain(ElementType type, float[] vector) {
    byte[] row = encode(type, vector);
    float[] decoded = decode(type, row, vector.length);
    assertArrayEquals(row, encode(type, decoded));
  }

  @Test
  void everyCodeOfF8EncodesAgainUnderEveryScale() {
    float[] vector = new float[254];
    for (int scale = -157; scale <= 120; scale++) {
      int length = 0;
      for (int code = 0; code < 256; code++) {
        double scaled = Math.scalb((double) e4m3(code), scale);
        if ((code & 0x7F) != 0x7F && scaled == (float) scaled && Math.abs(scaled) < 0x1p128) {
          vector[length++] = (float) scaled;
        }
      }
      float[] codes = Arrays.copyOf(vector, length);
      byte[] row = encode(ElementType.F8, codes);
      assertArrayEquals(codes, decode(ElementType.F8, row, length), "scale " + scale);
      assertArrayEquals(row, encode(ElementType.F8, codes));
    }
  }

  /** The value of a code by the definition of OCP FP8 E4M3. */
  private static float e4m3(int code) {
    int exponent = (code >> 3) & 0xF;
    int mantissa = code & 7;
    double magnitude =
        exponent == 0 ? mantissa * 0x1p-9 : (1 + mantissa / 8d) * Math.scalb(1d, exponent - 7);
    return (float) (code >= 128 ? -magnitude : magnitude);
  }

  @Test
  void f8RoundsToTheNearestCodeTiesToEven() {
    // The largest element pins the scale at 0.
    Random random = new Random(SEED);
    for (int lower = 0; lower < 126; lower++) {
      double below = e4m3(lower);
      double above = e4m3(lower + 1);
      double middle = (below + above) / 2;
      int even = lower % 2 == 0 ? lower : lower + 1;
      assertF8Code(even, (float) middle);
      assertF8Code(lower, Math.nextDown((float) middle));
      assertF8Code(lower + 1, Math.nextUp((float) middle));
      float inside = (float) (below + random.nextDouble() * (above - below));
      assertF8Code(inside < middle ? lower : lower + 1, inside);
    }
  }

  private static void assertF8Code(int code, float value) {
    byte[] row = encode(ElementType.F8, value, -value, 448);
    assertEquals(0, F8.readScale(MemorySegment.ofArray(row), 0));
    assertEquals(code, row[F8.HEADER_BYTES], () -> "code of " + value);
    assertEquals((byte) (code | 0x80), row[F8.HEADER_BYTES + 1], () -> "code of " + -value);
  }

  @Test
  void f8TakesTheSmallestScaleUnderWhichTheLargestRoundsTo448() {
    assertEquals(0, scale(464));
    assertEquals(1, scale(Math.nextUp(464f)));
    assertEquals(0, scale(Math.nextUp(232f)));
    assertEquals(-1, scale(232));
    assertEquals(0, scale(0));
    assertEquals(-157, scale(Float.MIN_VALUE));
    assertEquals(120, scale(Math.nextDown(248 * 0x1p120f)));
    // The case that other rules fail: 255 rounds to 256, which must not change the scale.
    assertEncodesAgain(ElementType.F8, new float[] {255, 0x1p-9f});
  }

  private static int scale(float largest) {
    return F8.readScale(MemorySegment.ofArray(encode(ElementType.F8, largest)), 0);
  }

  @Test
  void f8PairsEncodeAgain() {
    for (int a = 0; a < 127; a++) {
      for (int b = 0; b < 127; b++) {
        assertEncodesAgain(ElementType.F8, new float[] {e4m3(a), -e4m3(b)});
      }
    }
  }

  @Test
  void everyCodeOfF16AndBf16EncodesAgain() {
    for (int bits = 0; bits < 0x1_0000; bits++) {
      float half = Float.float16ToFloat((short) bits);
      if (Float.isFinite(half)) {
        assertShortEncodesAgain(ElementType.F16, bits, half);
      }
      float brain = Float.intBitsToFloat(bits << 16);
      if (Float.isFinite(brain)) {
        assertShortEncodesAgain(ElementType.BF16, bits, brain);
      }
    }
  }

  private static void assertShortEncodesAgain(ElementType type, int bits, float value) {
    byte[] row = encode(type, value);
    assertArrayEquals(new byte[] {(byte) bits, (byte) (bits >> 8)}, row);
    assertEquals(Float.floatToRawIntBits(value), Float.floatToRawIntBits(decode(type, row, 1)[0]));
  }

  @Test
  void f16AndBf16RoundToNearestTiesToEven() {
    Random random = new Random(SEED);
    for (int i = 0; i < 100_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (Math.abs(value) < 65_504) {
        assertNearest(ElementType.F16, value);
      }
      if (Math.abs(value) < 0x1.FEp127f) {
        assertNearest(ElementType.BF16, value);
      }
    }
    assertNearest(ElementType.F16, 1 + 0x1p-11f);
    assertNearest(ElementType.F16, 1 + 0x3p-11f);
    assertNearest(ElementType.BF16, 1 + 0x1p-8f);
    assertNearest(ElementType.BF16, 1 + 0x3p-8f);
  }

  /** No neighbour is nearer, and of two as near, the one with an even last bit is taken. */
  private static void assertNearest(ElementType type, float value) {
    byte[] row = encode(type, value);
    double error = Math.abs((double) decode(type, row, 1)[0] - value);
    int bits = (row[0] & 0xFF) | row[1] << 8;
    for (int neighbour : new int[] {bits - 1, bits + 1}) {
      byte[] other = {(byte) neighbour, (byte) (neighbour >> 8)};
      double otherError = Math.abs((double) decode(type, other, 1)[0] - value);
      boolean nearest = error < otherError || (error == otherError && bits % 2 == 0);
      assertTrue(nearest || Double.isNaN(otherError), () -> type + " of " + value);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "F16", "BF16", "F32"})
  void randomVectorsEncodeAgain(ElementType type) {
    Random random = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      float[] vector = new float[1 + random.nextInt(40)];
      float spread = Math.scalb(1f, random.nextInt(28) - 14);
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) random.nextGaussian() * spread * (random.nextInt(9) == 0 ? 1e-4f : 1);
      }
      assertEncodesAgain(type, vector);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F8", "F16", "BF16", "F32"})
  void elementsThatAreNotFiniteAreNamed(ElementType type) {
    for (float fault : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      var error = assertThrows(IllegalArgumentException.class, () -> encode(type, 1, 2, fault, 3));
      assertEquals("vector must be finite, got " + fault + " at position 2", error.getMessage());
    }
  }

  @Test
  void elementsThatOverflowAreNamed() {
    assertOverflow(ElementType.F16, 65_520, 65_504);
    assertOverflow(ElementType.BF16, 0x1.FFp127f, 0x1.FEp127f);
    assertOverflow(ElementType.F8, 248 * 0x1p120f, 240 * 0x1p120f);
  }

  private static void assertOverflow(ElementType type, float fault, float largest) {
    for (float value : new float[] {fault, -fault}) {
      var error = assertThrows(IllegalArgumentException.class, () -> encode(type, 1, value));
      assertEquals(
          "vector overflows " + type.label() + ", got " + value + " at position 1",
          error.getMessage());
    }
    assertEquals(largest, decode(type, encode(type, Math.nextDown(fault)), 1)[0]);
  }

  @Test
  void minusZeroStays() {
    for (ElementType type :
        new ElementType[] {ElementType.F8, ElementType.F16, ElementType.BF16, ElementType.F32}) {
      float[] decoded = decode(type, encode(type, -0f, 1), 2);
      assertEquals(Float.floatToRawIntBits(-0f), Float.floatToRawIntBits(decoded[0]));
      assertEncodesAgain(type, new float[] {-0f, 0f});
    }
  }

  @Test
  void typesWithoutFloatsHaveNoCodec() {
    var error = assertThrows(IllegalArgumentException.class, () -> new FloatCodec(ElementType.F64));
    assertEquals("f64 does not hold floats", error.getMessage());
  }
}
