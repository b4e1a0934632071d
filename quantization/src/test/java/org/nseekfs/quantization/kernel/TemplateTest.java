package org.nseekfs.quantization.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.kernel.bounds.BlockBounds;
import org.nseekfs.quantization.kernel.bounds.BoundScan;
import org.nseekfs.quantization.kernel.bounds.CodeFields;
import org.nseekfs.quantization.kernel.bounds.CodeTarget;
import org.nseekfs.quantization.kernel.matrix.MatrixProduct;
import org.nseekfs.quantization.kernel.matrix.Rotation;
import org.nseekfs.quantization.kernel.signs.AsymmetricEstimates;
import org.nseekfs.quantization.kernel.signs.AsymmetricTarget;
import org.nseekfs.quantization.kernel.sum.Operation;
import org.nseekfs.quantization.kernel.sum.RowSum;

/** The build makes a copy of every template for everything it is used for, and it is that one. */
class TemplateTest {

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void sumsHaveACopyForEveryTypeOperationAndWidth(int bits) {
    for (ElementType type : ElementType.values()) {
      Object target =
          switch (type) {
            case F64 -> new double[1];
            case BYTE -> new byte[1];
            default -> new float[1];
          };
      for (Operation operation : Operation.values()) {
        Class<?> copy = RowSum.of(Kernels.ofBits(bits), type, operation, target).getClass();
        assertEquals(bits, Template.bits(copy));
        assertEquals(type, Template.constant(copy, 1, ElementType.class));
        assertEquals(operation, Template.constant(copy, 2, Operation.class));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyOtherTemplateHasACopyForEveryWidth(int bits) {
    Kernels kernels = Kernels.ofBits(bits);
    CodeFields fields = new CodeFields(new int[0], new int[0], new short[0], new short[0], false);
    for (Object copy :
        List.of(
            BlockBounds.of(kernels, List.of(new CodeTarget(fields, (short) 0, 1, 1, 1, 1))),
            BoundScan.of(kernels),
            AsymmetricEstimates.of(kernels, new AsymmetricTarget(new byte[512], 1, 0, 0, 1, 0, 0)),
            MatrixProduct.of(kernels, new MatrixProduct.Shape(4, 1, 32)),
            Rotation.of(kernels, new Rotation.Signs(new float[] {1}, 1)))) {
      assertEquals(bits, Template.bits(copy.getClass()), copy.getClass().getName());
    }
  }
}
