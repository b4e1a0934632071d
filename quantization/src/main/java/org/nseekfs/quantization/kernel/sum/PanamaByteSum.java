package org.nseekfs.quantization.kernel.sum;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.kernel.Template;

/** Template: sums rows of signed bytes, widened on the way; integer sums are exact in any order. */
final class PanamaByteSum implements RowSum {

  private static final int BITS = Template.bits(PanamaByteSum.class);
  private static final Operation OPERATION =
      Template.constant(PanamaByteSum.class, 2, Operation.class);
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
  private static final VectorSpecies<Short> SHORTS = INTS.withLanes(short.class);
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(BITS / 2));
  private static final int WIDTH = BYTES.length();

  /** Squares reach 255 * 255, which is unsigned; products stay within -16,256..16,384. */
  private static final VectorOperators.Conversion<Short, Integer> WIDEN =
      OPERATION == Operation.DOT ? VectorOperators.S2I : VectorOperators.ZERO_EXTEND_S2I;

  private final byte[] target;
  private final ScalarByteSum scalar;

  PanamaByteSum(byte[] target) {
    this.target = target;
    this.scalar = new ScalarByteSum(OPERATION, target);
  }

  @Override
  public void sumBulk(MemorySegment rows, long offset, int count, double[] sums) {
    for (int i = 0; i < count; i++) {
      sums[i] = sum(rows, offset + (long) i * target.length);
    }
  }

  private int sum(MemorySegment rows, long offset) {
    IntVector s0 = IntVector.zero(INTS);
    IntVector s1 = s0;
    int i = 0;
    for (; i <= target.length - WIDTH; i += WIDTH) {
      ShortVector products = products(rows, offset, i);
      s0 = s0.add(products.convertShape(WIDEN, INTS, 0));
      s1 = s1.add(products.convertShape(WIDEN, INTS, 1));
    }
    return s0.add(s1).reduceLanes(VectorOperators.ADD) + scalar.sum(rows, offset, i, target.length);
  }

  private ShortVector products(MemorySegment rows, long offset, int i) {
    ShortVector t = widen(ByteVector.fromArray(BYTES, target, i));
    ShortVector x =
        widen(ByteVector.fromMemorySegment(BYTES, rows, offset + i, ByteOrder.LITTLE_ENDIAN));
    if (OPERATION == Operation.DOT) {
      return t.mul(x);
    }
    ShortVector factor = OPERATION == Operation.SQUARE_NORM ? x : t.sub(x);
    return factor.mul(factor);
  }

  private static ShortVector widen(ByteVector bytes) {
    return (ShortVector) bytes.convertShape(VectorOperators.B2S, SHORTS, 0);
  }
}
