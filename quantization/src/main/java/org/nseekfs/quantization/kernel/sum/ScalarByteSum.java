package org.nseekfs.quantization.kernel.sum;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sums rows of signed bytes exactly; 2^31 holds 33,000 squared differences of 255. */
final class ScalarByteSum implements RowSum {

  private final Operation operation;
  private final byte[] target;

  ScalarByteSum(Operation operation, byte[] target) {
    this.operation = operation;
    this.target = target;
  }

  @Override
  public void sumBulk(MemorySegment rows, long offset, int count, double[] sums) {
    for (int i = 0; i < count; i++) {
      sums[i] = sum(rows, offset + (long) i * target.length, 0, target.length);
    }
  }

  /** The sum over the elements from {@code from} to before {@code to}. */
  int sum(MemorySegment rows, long offset, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      int element = rows.get(ValueLayout.JAVA_BYTE, offset + i);
      int difference = target[i] - element;
      sum +=
          switch (operation) {
            case DOT -> target[i] * element;
            case SQUARE_DISTANCE -> difference * difference;
            case SQUARE_NORM -> element * element;
          };
    }
    return sum;
  }
}
