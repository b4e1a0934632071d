package org.nseekfs.quantization.kernel.sum;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.BF16;
import org.nseekfs.quantization.ElementType;
import org.nseekfs.quantization.F16;
import org.nseekfs.quantization.F8;
import org.nseekfs.quantization.kernel.Template;

/**
 * Template: sums rows of floats, decoding in registers.
 *
 * <p>A width of 512 bits takes all lanes in one pass over a row; 256 and 128 bits take two and four
 * passes, in which the row stays in the first-level cache. A method with the accumulators of all
 * lanes would be too big to be compiled well.
 */
final class PanamaFloatSum implements RowSum {

  private static final int BITS = Template.bits(PanamaFloatSum.class);
  private static final ElementType TYPE =
      Template.constant(PanamaFloatSum.class, 1, ElementType.class);
  private static final Operation OPERATION =
      Template.constant(PanamaFloatSum.class, 2, Operation.class);
  private static final int HEADER_BYTES = TYPE.rowBytes(0);
  private static final int PART = FloatTarget.INTS;
  private static final int PARTS = FloatTarget.elementsPerInt(TYPE);
  private static final long ELEMENT_BYTES = Integer.BYTES / PARTS;

  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
  private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
  private static final int WIDTH = FLOATS.length();
  private static final VectorShuffle<Float> ROTATE_8 = rotate(8);
  private static final VectorShuffle<Float> ROTATE_4 = rotate(4);
  private static final VectorShuffle<Float> ROTATE_2 = rotate(2);
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private final float[] elements;
  private final int dimension;
  private final int exponent;
  private final int rowBytes;
  private final ScalarFloatSum scalar;

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
    for (int i = 0; i < count; i++) {
      sums[i] = sum(rows, offset + (long) i * rowBytes);
    }
  }

  private double sum(MemorySegment rows, long row) {
    int scale = TYPE == ElementType.F8 ? F8.readScale(rows, row) : 0;
    if (OPERATION == Operation.DOT) {
      float sum = sum(rows, row, 1);
      return FloatTarget.bias(TYPE) == 0 ? sum : FloatTarget.scale(sum, scale + exponent);
    }
    if (TYPE == ElementType.F8) {
      return scale > F8.MAX_FACTOR_SCALE ? sumScalar(rows, row) : sum(rows, row, F8.factor(scale));
    }
    return sum(rows, row, F16.FACTOR);
  }

  /** For scales whose factor is no float: elements from 57,344. */
  private double sumScalar(MemorySegment rows, long row) {
    double[] sum = new double[1];
    scalar.sumBulk(rows, row, 1, sum);
    return sum[0];
  }

  private float sum(MemorySegment rows, long row, float scale) {
    int whole = dimension - dimension % Lanes.FLOATS;
    if (WIDTH == PART && whole == dimension) {
      return sumChunk(rows, row, scale, 0, null);
    }
    float[] lanes = new float[whole == dimension ? PART : Lanes.FLOATS];
    for (int at = 0; at < PART; at += WIDTH) {
      sumChunk(rows, row, scale, at, lanes);
    }
    return whole == dimension ? Lanes.fold(lanes) : scalar.sumTail(rows, row, whole, lanes);
  }

  /**
   * Sums whole rounds of the lanes from {@code at} on of every 16.
   *
   * @param lanes where the sums go: folded, if it holds 16 lanes; null to return them folded to one
   */
  private float sumChunk(MemorySegment rows, long row, float scale, int at, float[] lanes) {
    FloatVector factor = FloatVector.broadcast(FLOATS, scale);
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int i = at; i <= dimension - Lanes.FLOATS + at; i += Lanes.FLOATS) {
      IntVector ints = load(rows, row, i - at, 0, at);
      s0 = add(s0, i, ints, 0, factor);
      ints = PARTS == 1 ? load(rows, row, i - at, 1, at) : ints;
      s1 = add(s1, i + PART, ints, 1, factor);
      ints = PARTS == 4 ? ints : load(rows, row, i - at, 2, at);
      s2 = add(s2, i + 2 * PART, ints, 2, factor);
      ints = PARTS == 1 ? load(rows, row, i - at, 3, at) : ints;
      s3 = add(s3, i + 3 * PART, ints, 3, factor);
    }
    if (lanes == null) {
      return fold(s0.add(s2).add(s1.add(s3)));
    }
    if (lanes.length == PART) {
      s0.add(s2).add(s1.add(s3)).intoArray(lanes, at);
      return 0;
    }
    s0.intoArray(lanes, at);
    s1.intoArray(lanes, at + PART);
    s2.intoArray(lanes, at + 2 * PART);
    s3.intoArray(lanes, at + 3 * PART);
    return 0;
  }

  /** Ints from {@code at} on of the group that holds register {@code part} of the round at i. */
  private static IntVector load(MemorySegment rows, long row, int i, int part, int at) {
    long group = i + part / PARTS * (long) (PART * PARTS);
    long offset = row + HEADER_BYTES + group * ELEMENT_BYTES + at * (long) Integer.BYTES;
    return IntVector.fromMemorySegment(INTS, rows, offset, ORDER);
  }

  /** Adds the elements of one part of {@code ints}; values times 2^-bias in a dot product. */
  private FloatVector add(
      FloatVector sum, int position, IntVector ints, int part, FloatVector factor) {
    FloatVector bits = part(ints, part % PARTS).reinterpretAsFloats();
    boolean scaled =
        (TYPE == ElementType.F8 || TYPE == ElementType.F16) && OPERATION != Operation.DOT;
    FloatVector x = scaled ? bits.mul(factor) : bits;
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

  /** The elements in byte or half {@code part} of every int, moved to a float's place. */
  private static IntVector part(IntVector ints, int part) {
    if (TYPE == ElementType.F32) {
      return ints;
    }
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

  /**
   * Adds the upper half of 16 lanes to the lower half until one is left, by hand: what {@code
   * reduceLanes(ADD)} does is unspecified and differs between interpreter and compiler.
   */
  private static float fold(FloatVector sums) {
    FloatVector folded = sums.add(sums.rearrange(ROTATE_8));
    folded = folded.add(folded.rearrange(ROTATE_4));
    folded = folded.add(folded.rearrange(ROTATE_2));
    return folded.lane(0) + folded.lane(1) + 0f;
  }
}
