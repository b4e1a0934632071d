package org.nseekfs.quantization.kernel.bounds;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.kernel.Template;

/** Template: a vector of bounds at a time. */
final class PanamaBoundScan implements BoundScan {

  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(Template.bits(PanamaBoundScan.class)));
  private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
  private static final int WIDTH = FLOATS.length();
  private static final int INT_MAGNITUDE = 0x7FFF_FFFF;

  @Override
  public long reaching(float[] bounds, int from, float least) {
    long reaching = 0;
    for (int i = 0; i < CodeFields.BLOCK_DOCS; i += WIDTH) {
      FloatVector vector = FloatVector.fromArray(FLOATS, bounds, from + i);
      reaching |= vector.compare(VectorOperators.GE, least).toLong() << i;
    }
    return reaching;
  }

  /** By ints of the same order: floats have no such reduction that is fast. */
  @Override
  public float largest(float[] bounds, int from) {
    IntVector largest = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    for (int i = 0; i < CodeFields.BLOCK_DOCS; i += WIDTH) {
      IntVector bits = FloatVector.fromArray(FLOATS, bounds, from + i).reinterpretAsInts();
      largest =
          largest.max(
              bits.lanewise(
                  VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(INT_MAGNITUDE)));
    }
    int sortable = largest.reduceLanes(VectorOperators.MAX);
    return Float.intBitsToFloat(sortable ^ ((sortable >> 31) & INT_MAGNITUDE));
  }
}
