package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.ElementType;

/**
 * Template: sums rows of floats, decoding in registers.
 *
 * <p>Accumulators a, b, c and d hold the first, second, third and fourth chunk of a vector's width
 * of 16 lanes each; there are four of each that a width needs.
 */
final class PanamaFloatSum implements RowSum {

  private static final Specialization FOR = Specialization.of(MethodHandles.lookup());
  private static final ElementType TYPE = FOR.type();
  private static final Operation OPERATION = FOR.operation();
  private static final int HEADER_BYTES = TYPE.rowBytes(0);
  private static final int PART = FloatTarget.INTS;
  private static final int PARTS = FloatTarget.elementsPerInt(TYPE);
  private static final int GROUP = PART * PARTS;
  private static final long ELEMENT_BYTES = Integer.BYTES / PARTS;

  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(FOR.bits()));
  private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
  private static final int WIDTH = FLOATS.length();
  private static final boolean TWO = FloatTarget.INTS / WIDTH >= 2;
  private static final boolean FOUR = FloatTarget.INTS / WIDTH == 4;
  private static final IntVector IOTA = IntVector.zero(INTS).addIndex(1);
  private static final VectorShuffle<Float> ROTATE_8 = rotate(8);
  private static final VectorShuffle<Float> ROTATE_4 = rotate(4);
  private static final VectorShuffle<Float> ROTATE_2 = rotate(2);
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private final float[] elements;
  private final int dimension;
  private final int exponent;
  private final int rowBytes;
  private final RowSum scalar;

  PanamaFloatSum(FloatTarget target) {
    this.elements = target.elements();
    this.dimension = target.dimension();
    this.exponent = target.exponent();
    this.rowBytes = TYPE.rowBytes(target.dimension());
    this.scalar = new ScalarFloatSum(TYPE, OPERATION, target);
  }

  private static VectorShuffle<Float> rotate(int lanes) {
    return VectorShuffle.iota(FLOATS, lanes, 1, true);
  }

  @Override
  public void sumBulk(MemorySegment rows, long offset, int count, double[] sums) {
    long lastReadable = rows.byteSize() - HEADER_BYTES - elements.length * ELEMENT_BYTES;
    for (int i = 0; i < count; i++) {
      long row = offset + (long) i * rowBytes;
      sums[i] = row <= lastReadable ? sum(rows, row) : sumScalar(rows, row);
    }
  }

  private double sumScalar(MemorySegment rows, long row) {
    double[] sum = new double[1];
    scalar.sumBulk(rows, row, 1, sum);
    return sum[0];
  }

  private double sum(MemorySegment rows, long row) {
    int scale = TYPE == ElementType.F8 ? F8.readScale(rows, row) : 0;
    if (OPERATION == Operation.DOT) {
      float sum = sum(rows, row + HEADER_BYTES, 1);
      return FloatTarget.bias(TYPE) == 0 ? sum : PowerOfTwo.scale(sum, scale + exponent);
    }
    if (TYPE == ElementType.F8) {
      return scale > F8.MAX_FACTOR_SCALE
          ? sumScalar(rows, row)
          : sum(rows, row + HEADER_BYTES, F8.factor(scale));
    }
    return sum(rows, row + HEADER_BYTES, F16.FACTOR);
  }

  private float sum(MemorySegment rows, long row, float scale) {
    FloatVector factor = FloatVector.broadcast(FLOATS, scale);
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    FloatVector b0 = a0;
    FloatVector b1 = a0;
    FloatVector b2 = a0;
    FloatVector b3 = a0;
    FloatVector c0 = a0;
    FloatVector c1 = a0;
    FloatVector c2 = a0;
    FloatVector c3 = a0;
    FloatVector d0 = a0;
    FloatVector d1 = a0;
    FloatVector d2 = a0;
    FloatVector d3 = a0;
    int i = 0;
    for (; i <= dimension - Lanes.FLOATS; i += Lanes.FLOATS) {
      a0 = add(a0, rows, row, i, 0, factor);
      a1 = add(a1, rows, row, i, PART, factor);
      a2 = add(a2, rows, row, i, 2 * PART, factor);
      a3 = add(a3, rows, row, i, 3 * PART, factor);
      if (TWO) {
        b0 = add(b0, rows, row, i, WIDTH, factor);
        b1 = add(b1, rows, row, i, PART + WIDTH, factor);
        b2 = add(b2, rows, row, i, 2 * PART + WIDTH, factor);
        b3 = add(b3, rows, row, i, 3 * PART + WIDTH, factor);
      }
      if (FOUR) {
        c0 = add(c0, rows, row, i, 2 * WIDTH, factor);
        c1 = add(c1, rows, row, i, PART + 2 * WIDTH, factor);
        c2 = add(c2, rows, row, i, 2 * PART + 2 * WIDTH, factor);
        c3 = add(c3, rows, row, i, 3 * PART + 2 * WIDTH, factor);
        d0 = add(d0, rows, row, i, 3 * WIDTH, factor);
        d1 = add(d1, rows, row, i, PART + 3 * WIDTH, factor);
        d2 = add(d2, rows, row, i, 2 * PART + 3 * WIDTH, factor);
        d3 = add(d3, rows, row, i, 3 * PART + 3 * WIDTH, factor);
      }
    }
    if (i < dimension) {
      a0 = addTail(a0, rows, row, i, 0, factor);
      a1 = addTail(a1, rows, row, i, PART, factor);
      a2 = addTail(a2, rows, row, i, 2 * PART, factor);
      a3 = addTail(a3, rows, row, i, 3 * PART, factor);
      if (TWO) {
        b0 = addTail(b0, rows, row, i, WIDTH, factor);
        b1 = addTail(b1, rows, row, i, PART + WIDTH, factor);
        b2 = addTail(b2, rows, row, i, 2 * PART + WIDTH, factor);
        b3 = addTail(b3, rows, row, i, 3 * PART + WIDTH, factor);
      }
      if (FOUR) {
        c0 = addTail(c0, rows, row, i, 2 * WIDTH, factor);
        c1 = addTail(c1, rows, row, i, PART + 2 * WIDTH, factor);
        c2 = addTail(c2, rows, row, i, 2 * PART + 2 * WIDTH, factor);
        c3 = addTail(c3, rows, row, i, 3 * PART + 2 * WIDTH, factor);
        d0 = addTail(d0, rows, row, i, 3 * WIDTH, factor);
        d1 = addTail(d1, rows, row, i, PART + 3 * WIDTH, factor);
        d2 = addTail(d2, rows, row, i, 2 * PART + 3 * WIDTH, factor);
        d3 = addTail(d3, rows, row, i, 3 * PART + 3 * WIDTH, factor);
      }
    }
    FloatVector a = fold(a0, a1, a2, a3);
    if (FOUR) {
      a = a.add(fold(c0, c1, c2, c3));
    }
    if (TWO) {
      FloatVector b = fold(b0, b1, b2, b3);
      a = a.add(FOUR ? b.add(fold(d0, d1, d2, d3)) : b);
    }
    return fold(a);
  }

  private FloatVector add(
      FloatVector sum, MemorySegment rows, long row, int i, int at, FloatVector factor) {
    return add(sum, i + at, load(rows, row, i, at, factor));
  }

  /** As {@link #add}, for a block that the row does not fill: what is beyond counts as zeros. */
  private FloatVector addTail(
      FloatVector sum, MemorySegment rows, long row, int i, int at, FloatVector factor) {
    int inGroup = at % GROUP;
    int part = inGroup / PART;
    int left = Math.ceilDiv(dimension - i - (at - inGroup) - part, PARTS) - inGroup % PART;
    VectorMask<Float> within = IOTA.lt(left).cast(FLOATS);
    FloatVector x = load(rows, row, i, at, factor);
    return add(sum, i + at, FloatVector.zero(FLOATS).blend(x, within));
  }

  private FloatVector add(FloatVector sum, int position, FloatVector x) {
    if (OPERATION == Operation.SQUARE_NORM) {
      return x.fma(x, sum);
    }
    FloatVector t = FloatVector.fromArray(FLOATS, elements, position);
    if (OPERATION == Operation.DOT) {
      return t.fma(x, sum);
    }
    FloatVector difference = t.sub(x);
    return difference.fma(difference, sum);
  }

  /**
   * The elements at position {@code at} of the block at {@code i}: values times 2^-bias in a dot
   * product, values otherwise.
   */
  private static FloatVector load(MemorySegment rows, long row, int i, int at, FloatVector factor) {
    int inGroup = at % GROUP;
    long offset = row + (i + at - inGroup) * ELEMENT_BYTES + inGroup % PART * (long) Integer.BYTES;
    if (TYPE == ElementType.F32) {
      return FloatVector.fromMemorySegment(FLOATS, rows, offset, ORDER);
    }
    IntVector ints = IntVector.fromMemorySegment(INTS, rows, offset, ORDER);
    FloatVector bits = part(ints, inGroup / PART).reinterpretAsFloats();
    return TYPE == ElementType.BF16 || OPERATION == Operation.DOT ? bits : bits.mul(factor);
  }

  /** The elements in byte or half {@code part} of every int, moved to a float's place. */
  private static IntVector part(IntVector ints, int part) {
    if (TYPE == ElementType.BF16) {
      return part == 0 ? ints.lanewise(VectorOperators.LSHL, BF16.SHIFT) : ints.and(BF16.MASK);
    }
    int bits = Integer.SIZE / PARTS;
    int unused = Integer.SIZE - bits * (part + 1);
    IntVector top = unused == 0 ? ints : ints.lanewise(VectorOperators.LSHL, unused);
    return TYPE == ElementType.F8
        ? top.lanewise(VectorOperators.ASHR, F8.TOP_SHIFT).and(F8.MASK)
        : top.lanewise(VectorOperators.ASHR, F16.TOP_SHIFT).and(F16.MASK);
  }

  /** Adds the upper half of four times {@link #WIDTH} lanes to the lower half, twice. */
  private static FloatVector fold(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
    return s0.add(s2).add(s1.add(s3));
  }

  /**
   * Adds the upper half of the lanes to the lower half until one is left, by hand: what {@code
   * reduceLanes(ADD)} does is unspecified and differs between interpreter and compiler.
   */
  private static float fold(FloatVector sums) {
    FloatVector folded = sums;
    if (WIDTH == 16) {
      folded = folded.add(folded.rearrange(ROTATE_8));
    }
    if (WIDTH >= 8) {
      folded = folded.add(folded.rearrange(ROTATE_4));
    }
    folded = folded.add(folded.rearrange(ROTATE_2));
    return folded.lane(0) + folded.lane(1) + 0f;
  }
}
