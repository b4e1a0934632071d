package org.nseekfs.quantization.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.ElementType;

/** The build makes a copy of every template for everything it is used for. */
class TemplateTest {

  private static final String PACKAGE = "org.nseekfs.quantization.kernel.";

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
  void sumsHaveACopyForEveryTypeOperationAndWidth(Specialization of) {
    String name =
        switch (of.type()) {
          case F8, F16, BF16, F32 -> "PanamaFloatSum";
          case F64 -> "PanamaDoubleSum";
          case BYTE -> "PanamaByteSum";
        };
    assertEquals(1, Template.load(name, of).constructor().type().parameterCount());
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyOtherTemplateHasACopyForEveryWidth(int bits) {
    Specialization of = new Specialization(null, null, bits);
    for (String name :
        new String[] {
          "PanamaMatrixProduct",
          "PanamaBlockBounds",
          "PanamaHammingEstimates",
          "PanamaRotation",
          "PanamaBoundScan"
        }) {
      assertEquals(1, Template.load(name, of).constructor().type().parameterCount(), name);
    }
    BoundScan copy = (BoundScan) Template.load("PanamaBoundScan", of).newInstance(null);
    assertEquals(PACKAGE + "PanamaBoundScan__" + bits, copy.getClass().getName());
  }
}
