package org.nseekfs.quantization.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.Checkpoint;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.code.BitAllocation.Field;

class BitAllocationTest {

  private static final long SEED = 30263;

  private final Random random = new Random(SEED);

  @Test
  void everyDirectionWithBitsHasAFieldWithinAGroup() {
    for (int round = 0; round < 2000; round++) {
      byte[] bits = bits();
      int[] given = new int[bits.length];
      for (Field field : BitAllocation.pack(bits)) {
        given[field.direction()] += field.bits();
        assertTrue(field.bits() >= 1 && field.bits() <= 5, field::toString);
        assertEquals(field.shift() / 5, (field.shift() + field.bits() - 1) / 5, field::toString);
        assertTrue(field.shift() < 15, field::toString);
      }
      for (int j = 0; j < bits.length; j++) {
        assertTrue(given[j] >= bits[j], "bits of a direction are never fewer than asked for");
      }
    }
  }

  @Test
  void fieldsFillTheirGroupsInOrder() {
    for (int round = 0; round < 2000; round++) {
      int next = 0;
      for (Field field : BitAllocation.pack(bits())) {
        assertEquals(next, 15 * field.word() + field.shift(), field::toString);
        next += field.bits();
      }
      assertEquals(0, next % 5, "the last group is full");
    }
  }

  @Test
  void packingWhatWasPackedGivesTheSame() {
    for (int round = 0; round < 2000; round++) {
      byte[] bits = bits();
      List<Field> fields = BitAllocation.pack(bits);
      byte[] packed = packed(bits);
      for (Field field : BitAllocation.pack(packed)) {
        assertEquals(packed[field.direction()], field.bits());
      }
      assertEquals(fields.size(), BitAllocation.pack(packed).size());
    }
  }

  private static byte[] packed(byte[] bits) {
    byte[] packed = new byte[bits.length];
    for (Field field : BitAllocation.pack(bits)) {
      packed[field.direction()] = (byte) field.bits();
    }
    return packed;
  }

  /** Of random lengths, most bits, and shares of directions without any. */
  private byte[] bits() {
    byte[] bits = new byte[1 + random.nextInt(random.nextBoolean() ? 8 : 300)];
    int most = 1 + random.nextInt(5);
    int least = random.nextInt(most + 1);
    for (int j = 0; j < bits.length; j++) {
      bits[j] = (byte) random.nextInt(least, most + 1);
    }
    bits[random.nextInt(bits.length)] = (byte) most;
    return bits;
  }

  @Test
  void nothingIsPackedWithoutBits() {
    assertEquals(List.of(), BitAllocation.pack(new byte[7]));
  }

  @Test
  void codesStayBelowTheirShareOfTheRows() {
    int allocations = 0;
    for (int dimension : new int[] {12, 16, 24, 33, 48, 64, 100, 257, 384}) {
      for (ElementType type : ElementType.values()) {
        for (double decay : new double[] {0, 0.3, 0.7, 1, 2}) {
          BitAllocation allocation = allocate(dimension, type.rowBytes(dimension), decay);
          allocations += allocation == null ? 0 : 1;
          if (allocation != null) {
            String message = type + " " + dimension + " " + decay + " " + allocation.isFine();
            double bytes = bytes(allocation);
            assertTrue(bytes <= 0.3 * Float.BYTES * dimension, () -> message + ": " + bytes);
            assertTrue(bytes <= type.rowBytes(dimension), () -> message + ": " + bytes);
          }
        }
      }
    }
    assertTrue(allocations > 150, "enough of them pay: " + allocations);
  }

  /** Codes of 64 documents, corrections and squared norms included, over 64. */
  private static double bytes(BitAllocation allocation) {
    List<Field> fields =
        BitAllocation.pack(Arrays.copyOf(allocation.bits(), allocation.directions()));
    int words = fields.getLast().word() + 1;
    return 2 * Integer.BYTES
        + words * Short.BYTES
        + (allocation.isFine() ? 2 * Integer.BYTES + allocation.directions() : 0);
  }

  private static BitAllocation allocate(int dimension, int rowBytes, double decay) {
    double[] variances = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      variances[j] = Math.pow(j + 1, -decay);
    }
    return BitAllocation.of(
        variances, gaps(Arrays.stream(variances).sum()), rowBytes, Checkpoint.NONE);
  }

  /** Gaps of normal products around one and a half total variances, few of them small. */
  private static Gaps gaps(double total) {
    Random random = new Random(SEED);
    float[] gaps = new float[4000];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = (float) (total * Math.max(0, 0.8 + 0.25 * random.nextGaussian()));
    }
    Arrays.sort(gaps);
    return new Gaps(gaps);
  }

  @Test
  void directionsThatVaryMoreHaveNoFewerBits() {
    BitAllocation allocation = allocate(384, 384 * Float.BYTES, 1);
    byte[] bits = allocation.bits();
    assertTrue(bits[0] > 0);
    for (int j = 1; j < bits.length; j++) {
      assertTrue(bits[j] <= bits[j - 1], "at " + j);
    }
    for (int j = allocation.directions(); j < bits.length; j++) {
      assertEquals(0, bits[j], "bits behind the last direction");
    }
  }

  @Test
  void thereAreNoCodesWhereTheyDoNotPay() {
    assertNull(allocate(2, 2 * Float.BYTES, 1), "too short a row");
    assertNull(allocate(8, 8 * Double.BYTES, 1), "too short a row");
    double[] variances = new double[384];
    Arrays.fill(variances, 1);
    float[] none = new float[100];
    assertNull(
        BitAllocation.of(variances, new Gaps(none), 1536, Checkpoint.NONE),
        "all are as near as the best");
  }

  @Test
  void aCheckpointIsPassedForEveryWord() {
    double[] variances = new double[1536];
    Arrays.fill(variances, 1);
    int[] passed = new int[1];
    BitAllocation.of(variances, gaps(1536), 1536 * Float.BYTES, () -> passed[0]++);
    int words = 4 * 1536 / 15;
    assertTrue(passed[0] >= words, passed[0] + " times for " + words + " words");
  }

  @Test
  void gapsCountWhatABoundLeaves() {
    Gaps gaps = new Gaps(new float[] {-1, 0, 1, 2});
    assertEquals(0, gaps.left(-2));
    assertEquals(0.5, gaps.left(0.5));
    assertEquals(1, gaps.left(3));
  }
}
