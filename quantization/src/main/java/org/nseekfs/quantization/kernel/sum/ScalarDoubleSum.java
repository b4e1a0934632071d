package org.nseekfs.quantization.kernel.sum;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.LittleEndian;

/** Sums rows of doubles in the canonical order. */
final class ScalarDoubleSum implements RowSum {

  private final Operation operation;
  private final double[] target;

  ScalarDoubleSum(Operation operation, double[] target) {
    this.operation = operation;
    this.target = target;
  }

  @Override
  public void sumBulk(MemorySegment rows, long offset, int count, double[] sums) {
    double[] lanes = new double[Lanes.DOUBLES];
    int rowBytes = ElementType.F64.rowBytes(target.length);
    for (int i = 0; i < count; i++) {
      Arrays.fill(lanes, 0);
      addRow(rows, offset + (long) i * rowBytes, lanes);
      sums[i] = Lanes.fold(lanes);
    }
  }

  private void addRow(MemorySegment rows, long offset, double[] lanes) {
    for (int i = 0; i < target.length; i++) {
      int lane = i % Lanes.DOUBLES;
      double element = rows.get(LittleEndian.DOUBLE, offset + (long) i * Double.BYTES);
      lanes[lane] = fma(target[i], element, lanes[lane]);
    }
  }

  /** One element's part of {@code operation}, added to {@code sum}. */
  private double fma(double t, double element, double sum) {
    return switch (operation) {
      case DOT -> Math.fma(t, element, sum);
      case SQUARE_DISTANCE -> Math.fma(t - element, t - element, sum);
      case SQUARE_NORM -> Math.fma(element, element, sum);
    };
  }
}
