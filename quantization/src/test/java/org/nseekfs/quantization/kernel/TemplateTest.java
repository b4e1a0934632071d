package org.nseekfs.quantization.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nseekfs.quantization.BF16;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.F16;
import org.nseekfs.quantization.F8;

/** The copies that the build makes of templates stand for what hidden classes are. */
class TemplateTest {

  private static final int DIMENSION = 37;
  private static final int ROWS = 5;

  static Stream<Specialization> sums() {
    return Stream.of(ElementType.values())
        .flatMap(
            type ->
                Stream.of(Operation.values())
                    .flatMap(
                        operation ->
                            Stream.of(128, 256, 512)
                                .map(bits -> new Specialization(type, operation, bits))));
  }

  @ParameterizedTest
  @MethodSource("sums")
  void copiesOfSumsGiveTheSameBits(Specialization of) {
    Random random = new Random(20_261_129);
    String name = template(of.type());
    Object target = target(of, random);
    RowSum hidden = (RowSum) Template.load(name, of).newInstance(target);
    RowSum copy = (RowSum) Template.loadCopy(name, of).newInstance(target);
    assertEquals("org.nseekfs.quantization.kernel." + of.copyOf(name), copy.getClass().getName());
    assertNotEquals(hidden.getClass(), copy.getClass());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = rows(arena, of.type(), random);
      double[] expected = new double[ROWS];
      double[] got = new double[ROWS];
      hidden.sumBulk(rows, 0, ROWS, expected);
      copy.sumBulk(rows, 0, ROWS, got);
      assertArrayEquals(expected, got);
    }
  }

  private static String template(ElementType type) {
    return switch (type) {
      case F8, F16, BF16, F32 -> "PanamaFloatSum";
      case F64 -> "PanamaDoubleSum";
      case BYTE -> "PanamaByteSum";
    };
  }

  private static Object target(Specialization of, Random random) {
    return switch (of.type()) {
      case F8, F16, BF16, F32 -> FloatTarget.of(of.type(), of.operation(), floats(random));
      case F64 -> random.doubles(DIMENSION).toArray();
      case BYTE -> bytes(random);
    };
  }

  private static float[] floats(Random random) {
    float[] floats = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      floats[i] = random.nextFloat();
    }
    return floats;
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[DIMENSION];
    random.nextBytes(bytes);
    return bytes;
  }

  private static MemorySegment rows(Arena arena, ElementType type, Random random) {
    int rowBytes = type.rowBytes(DIMENSION);
    MemorySegment rows = arena.allocate((long) ROWS * rowBytes, 64);
    for (int row = 0; row < ROWS; row++) {
      long offset = (long) row * rowBytes;
      switch (type) {
        case F8, F16, BF16, F32 -> type.encode(floats(random), rows, offset);
        case F64 ->
            MemorySegment.copy(
                MemorySegment.ofArray(random.doubles(DIMENSION).toArray()),
                0,
                rows,
                offset,
                rowBytes);
        case BYTE ->
            MemorySegment.copy(bytes(random), 0, rows, ValueLayout.JAVA_BYTE, offset, DIMENSION);
      }
    }
    return rows;
  }

  static List<Specialization> widths() {
    return Stream.of(128, 256, 512).map(bits -> new Specialization(null, null, bits)).toList();
  }

  @ParameterizedTest
  @MethodSource("widths")
  void everyOtherTemplateHasCopies(Specialization of) {
    for (String name :
        List.of(
            "PanamaMatrixProduct",
            "PanamaBlockBounds",
            "PanamaHammingEstimates",
            "PanamaRotation",
            "PanamaBoundScan")) {
      assertEquals(1, Template.loadCopy(name, of).constructor().type().parameterCount(), name);
    }
    BoundScan copy = (BoundScan) Template.loadCopy("PanamaBoundScan", of).newInstance(null);
    assertEquals(
        "org.nseekfs.quantization.kernel.PanamaBoundScan__" + of.bits(), copy.getClass().getName());
  }
}
