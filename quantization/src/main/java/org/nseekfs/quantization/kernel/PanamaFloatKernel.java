package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.ElementType;

/**
 * Template: sums rows of floats, decoding in registers. Virtual lane l is lane l mod w of
 * accumulator l / w, where w is a vector's length: 2, 4 or 8 accumulators make 32 lanes.
 */
final class PanamaFloatKernel implements RowKernel<float[]> {

  private static final Specialization FOR = Specialization.of(MethodHandles.lookup());
  private static final ElementType TYPE = FOR.type();
  private static final Operation OPERATION = FOR.operation();
  private static final VectorSpecies<Float> SPECIES =
      VectorSpecies.of(float.class, VectorShape.forBitSize(FOR.bits()));
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FOR.bits() / 2));

  /** Null where there is none as short: four bytes. */
  private static final VectorSpecies<Byte> BYTES =
      FOR.bits() == 128
          ? null
          : VectorSpecies.of(byte.class, VectorShape.forBitSize(FOR.bits() / 4));

  private static final VectorShuffle<Float> ROTATE_8 = rotate(8);
  private static final VectorShuffle<Float> ROTATE_4 = rotate(4);
  private static final VectorShuffle<Float> ROTATE_2 = rotate(2);

  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfInt FOUR_BYTES =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER);

  /** Moves byte j of an int to the top of lane j. */
  private static final IntVector BYTE_TO_TOP =
      IntVector.fromArray(IntVector.SPECIES_128, new int[] {24, 16, 8, 0}, 0);

  private static final int WIDTH = SPECIES.length();
  private static final boolean FOUR = Lanes.FLOATS / WIDTH >= 4;
  private static final boolean EIGHT = Lanes.FLOATS / WIDTH >= 8;

  private final FloatCodec codec = new FloatCodec(TYPE);
  private final RowKernel<float[]> scalar = new ScalarFloatKernel(TYPE, OPERATION);

  @Override
  public void sumBulk(float[] target, MemorySegment rows, long offset, int count, double[] sums) {
    int rowBytes = TYPE.rowBytes(target.length);
    for (int i = 0; i < count; i++) {
      sums[i] = sum(target, rows, offset + (long) i * rowBytes);
    }
  }

  private float sum(float[] target, MemorySegment rows, long offset) {
    FloatVector factor = null;
    if (TYPE == ElementType.F8) {
      int scale = F8.readScale(rows, offset + target.length);
      if (scale > F8.MAX_FACTOR_SCALE) {
        return sumScalar(target, rows, offset);
      }
      factor = FloatVector.broadcast(SPECIES, F8.factor(scale));
    }
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    int i = 0;
    for (; i <= target.length - Lanes.FLOATS; i += Lanes.FLOATS) {
      s0 = add(s0, target, rows, offset, i, factor);
      s1 = add(s1, target, rows, offset, i + WIDTH, factor);
      if (FOUR) {
        s2 = add(s2, target, rows, offset, i + 2 * WIDTH, factor);
        s3 = add(s3, target, rows, offset, i + 3 * WIDTH, factor);
      }
      if (EIGHT) {
        s4 = add(s4, target, rows, offset, i + 4 * WIDTH, factor);
        s5 = add(s5, target, rows, offset, i + 5 * WIDTH, factor);
        s6 = add(s6, target, rows, offset, i + 6 * WIDTH, factor);
        s7 = add(s7, target, rows, offset, i + 7 * WIDTH, factor);
      }
    }
    if (i < target.length) {
      s0 = addTail(s0, target, rows, offset, i, factor);
      s1 = addTail(s1, target, rows, offset, i + WIDTH, factor);
      if (FOUR) {
        s2 = addTail(s2, target, rows, offset, i + 2 * WIDTH, factor);
        s3 = addTail(s3, target, rows, offset, i + 3 * WIDTH, factor);
      }
      if (EIGHT) {
        s4 = addTail(s4, target, rows, offset, i + 4 * WIDTH, factor);
        s5 = addTail(s5, target, rows, offset, i + 5 * WIDTH, factor);
        s6 = addTail(s6, target, rows, offset, i + 6 * WIDTH, factor);
        s7 = addTail(s7, target, rows, offset, i + 7 * WIDTH, factor);
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

  /** For scales whose factor is no float: elements from 57,344. */
  private float sumScalar(float[] target, MemorySegment rows, long offset) {
    double[] sum = new double[1];
    scalar.sumBulk(target, rows, offset, 1, sum);
    return (float) sum[0];
  }

  private static FloatVector add(
      FloatVector sum, float[] target, MemorySegment rows, long offset, int i, FloatVector factor) {
    FloatVector t = FloatVector.fromArray(SPECIES, target, i);
    return add(sum, t, load(rows, offset, i, factor));
  }

  private static FloatVector add(FloatVector sum, FloatVector t, FloatVector x) {
    if (OPERATION == Operation.DOT) {
      return t.fma(x, sum);
    }
    FloatVector factor = OPERATION == Operation.SQUARE_NORM ? x : t.sub(x);
    return factor.fma(factor, sum);
  }

  /** As {@link #add}, where fewer elements than lanes, or none, may be left: those lanes stay. */
  private FloatVector addTail(
      FloatVector sum, float[] target, MemorySegment rows, long offset, int i, FloatVector factor) {
    int left = target.length - i;
    if (left >= WIDTH) {
      return add(sum, target, rows, offset, i, factor);
    }
    if (left <= 0) {
      return sum;
    }
    float[] t = Arrays.copyOfRange(target, i, i + WIDTH);
    float[] x = codec.decodeTail(rows, offset, target.length, left, WIDTH);
    FloatVector added =
        add(sum, FloatVector.fromArray(SPECIES, t, 0), FloatVector.fromArray(SPECIES, x, 0));
    return sum.blend(added, SPECIES.indexInRange(0, left));
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

  private static VectorShuffle<Float> rotate(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes, 1, true);
  }

  /**
   * Elements {@code i} and following of a row, exactly.
   *
   * @param factor for F8, {@link F8#factor} of the row's scale in every lane
   */
  private static FloatVector load(MemorySegment rows, long offset, int i, FloatVector factor) {
    if (TYPE == ElementType.F8) {
      return codes(rows, offset + i).and(F8.MASK).reinterpretAsFloats().mul(factor);
    }
    if (TYPE == ElementType.F16) {
      return shorts(rows, offset + (long) i * Short.BYTES)
          .lanewise(VectorOperators.LSHL, F16.SHIFT)
          .and(F16.MASK)
          .reinterpretAsFloats()
          .mul(F16.FACTOR);
    }
    if (TYPE == ElementType.BF16) {
      return shorts(rows, offset + (long) i * Short.BYTES)
          .lanewise(VectorOperators.LSHL, BF16.SHIFT)
          .reinterpretAsFloats();
    }
    return FloatVector.fromMemorySegment(SPECIES, rows, offset + (long) i * Float.BYTES, ORDER);
  }

  /** Shorts, sign-extended. */
  private static IntVector shorts(MemorySegment rows, long offset) {
    return (IntVector)
        ShortVector.fromMemorySegment(SHORTS, rows, offset, ORDER)
            .convertShape(VectorOperators.S2I, INTS, 0);
  }

  /** F8 codes, moved to where {@link F8#MASK} wants them. */
  private static IntVector codes(MemorySegment rows, long offset) {
    if (BYTES == null) {
      return IntVector.broadcast(IntVector.SPECIES_128, rows.get(FOUR_BYTES, offset))
          .lanewise(VectorOperators.LSHL, BYTE_TO_TOP)
          .lanewise(VectorOperators.ASHR, 24 - F8.SHIFT);
    }
    IntVector widened =
        (IntVector)
            ByteVector.fromMemorySegment(BYTES, rows, offset, ORDER)
                .convertShape(VectorOperators.B2I, INTS, 0);
    return widened.lanewise(VectorOperators.LSHL, F8.SHIFT);
  }
}
