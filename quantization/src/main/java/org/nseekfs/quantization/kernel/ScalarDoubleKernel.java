package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nseekfs.quantization.ElementType;

/** Sums rows of doubles in the canonical order. */
final class ScalarDoubleKernel implements RowKernel<double[]> {

  static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Operation operation;

  ScalarDoubleKernel(Operation operation) {
    this.operation = operation;
  }

  @Override
  public void sumBulk(double[] target, MemorySegment rows, long offset, int count, double[] sums) {
    double[] lanes = new double[Lanes.DOUBLES];
    int rowBytes = ElementType.F64.rowBytes(target.length);
    for (int i = 0; i < count; i++) {
      Arrays.fill(lanes, 0);
      addRow(target, rows, offset + (long) i * rowBytes, lanes);
      sums[i] = Lanes.fold(lanes);
    }
  }

  private void addRow(double[] target, MemorySegment rows, long offset, double[] lanes) {
    for (int i = 0; i < target.length; i++) {
      int lane = i % Lanes.DOUBLES;
      double element = rows.get(DOUBLE, offset + (long) i * Double.BYTES);
      lanes[lane] = fma(target[i], element, lanes[lane]);
    }
  }

  /** One element's part of {@code operation}, added to {@code sum}. */
  private double fma(double target, double element, double sum) {
    return switch (operation) {
      case DOT -> Math.fma(target, element, sum);
      case SQUARE_DISTANCE -> Math.fma(target - element, target - element, sum);
      case SQUARE_NORM -> Math.fma(element, element, sum);
    };
  }
}
