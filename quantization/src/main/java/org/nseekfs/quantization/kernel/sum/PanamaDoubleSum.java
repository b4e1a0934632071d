package org.nseekfs.quantization.kernel.sum;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.LittleEndian;
import org.nseekfs.quantization.kernel.Template;

/**
 * Template: sums rows of doubles. Virtual lane l is lane l mod w of accumulator l / w, where w is a
 * vector's length: 2, 4 or 8 accumulators make 16 lanes.
 */
final class PanamaDoubleSum implements RowSum {

  private static final int BITS = Template.bits(PanamaDoubleSum.class);
  private static final Operation OPERATION =
      Template.constant(PanamaDoubleSum.class, 2, Operation.class);
  private static final VectorSpecies<Double> SPECIES =
      VectorSpecies.of(double.class, VectorShape.forBitSize(BITS));
  private static final int WIDTH = SPECIES.length();
  private static final boolean FOUR = Lanes.DOUBLES / WIDTH >= 4;
  private static final boolean EIGHT = Lanes.DOUBLES / WIDTH >= 8;
  private static final VectorShuffle<Double> ROTATE_4 = rotate(4);
  private static final VectorShuffle<Double> ROTATE_2 = rotate(2);

  private final double[] target;

  PanamaDoubleSum(double[] target) {
    this.target = target;
  }

  @Override
  public void sumBulk(MemorySegment rows, long offset, int count, double[] sums) {
    long rowBytes = (long) target.length * Double.BYTES;
    for (int i = 0; i < count; i++) {
      sums[i] = sum(rows, offset + i * rowBytes);
    }
  }

  private double sum(MemorySegment rows, long offset) {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector s4 = s0;
    DoubleVector s5 = s0;
    DoubleVector s6 = s0;
    DoubleVector s7 = s0;
    int i = 0;
    for (; i <= target.length - Lanes.DOUBLES; i += Lanes.DOUBLES) {
      s0 = add(s0, rows, offset, i);
      s1 = add(s1, rows, offset, i + WIDTH);
      if (FOUR) {
        s2 = add(s2, rows, offset, i + 2 * WIDTH);
        s3 = add(s3, rows, offset, i + 3 * WIDTH);
      }
      if (EIGHT) {
        s4 = add(s4, rows, offset, i + 4 * WIDTH);
        s5 = add(s5, rows, offset, i + 5 * WIDTH);
        s6 = add(s6, rows, offset, i + 6 * WIDTH);
        s7 = add(s7, rows, offset, i + 7 * WIDTH);
      }
    }
    if (i < target.length) {
      s0 = addTail(s0, rows, offset, i);
      s1 = addTail(s1, rows, offset, i + WIDTH);
      if (FOUR) {
        s2 = addTail(s2, rows, offset, i + 2 * WIDTH);
        s3 = addTail(s3, rows, offset, i + 3 * WIDTH);
      }
      if (EIGHT) {
        s4 = addTail(s4, rows, offset, i + 4 * WIDTH);
        s5 = addTail(s5, rows, offset, i + 5 * WIDTH);
        s6 = addTail(s6, rows, offset, i + 6 * WIDTH);
        s7 = addTail(s7, rows, offset, i + 7 * WIDTH);
      }
    }
    if (EIGHT) {
      s0 = s0.add(s4);
      s1 = s1.add(s5);
      s2 = s2.add(s6);
      s3 = s3.add(s7);
    }
    if (FOUR) {
      s0 = s0.add(s2);
      s1 = s1.add(s3);
    }
    return fold(s0.add(s1));
  }

  private DoubleVector add(DoubleVector sum, MemorySegment rows, long offset, int i) {
    DoubleVector t = DoubleVector.fromArray(SPECIES, target, i);
    DoubleVector x =
        DoubleVector.fromMemorySegment(
            SPECIES, rows, offset + (long) i * Double.BYTES, ByteOrder.LITTLE_ENDIAN);
    return add(sum, t, x);
  }

  private static DoubleVector add(DoubleVector sum, DoubleVector t, DoubleVector x) {
    if (OPERATION == Operation.DOT) {
      return t.fma(x, sum);
    }
    DoubleVector factor = OPERATION == Operation.SQUARE_NORM ? x : t.sub(x);
    return factor.fma(factor, sum);
  }

  /** As {@link #add}, where fewer elements than lanes, or none, may be left: those lanes stay. */
  private DoubleVector addTail(DoubleVector sum, MemorySegment rows, long offset, int i) {
    int left = target.length - i;
    if (left >= WIDTH) {
      return add(sum, rows, offset, i);
    }
    if (left <= 0) {
      return sum;
    }
    double[] t = new double[WIDTH];
    double[] x = new double[WIDTH];
    System.arraycopy(target, i, t, 0, left);
    long tail = offset + (long) i * Double.BYTES;
    MemorySegment.copy(rows, LittleEndian.DOUBLE, tail, x, 0, left);
    DoubleVector added =
        add(sum, DoubleVector.fromArray(SPECIES, t, 0), DoubleVector.fromArray(SPECIES, x, 0));
    return sum.blend(added, SPECIES.indexInRange(0, left));
  }

  /**
   * Adds the upper half of the lanes to the lower half until one is left, by hand: what {@code
   * reduceLanes(ADD)} does is unspecified and differs between interpreter and compiler.
   */
  private static double fold(DoubleVector sums) {
    DoubleVector folded = sums;
    if (WIDTH == 8) {
      folded = folded.add(folded.rearrange(ROTATE_4));
    }
    if (WIDTH >= 4) {
      folded = folded.add(folded.rearrange(ROTATE_2));
    }
    return folded.lane(0) + folded.lane(1) + 0d;
  }

  private static VectorShuffle<Double> rotate(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes, 1, true);
  }
}
