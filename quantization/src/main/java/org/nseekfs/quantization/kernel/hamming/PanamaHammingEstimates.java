package org.nseekfs.quantization.kernel.hamming;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.kernel.Template;

/**
 * Template: a 32-bit lane is a document. Four vectors of documents at a time go through all words.
 */
final class PanamaHammingEstimates implements HammingEstimates {

  private static final int BITS = Template.bits(PanamaHammingEstimates.class);
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
  private static final VectorSpecies<Float> FLOATS = INTS.withLanes(float.class);
  private static final int WIDTH = INTS.length();
  private static final int VECTOR_BYTES = BITS / Byte.SIZE;
  private static final int INT_MAGNITUDE = 0x7FFF_FFFF;

  private final HammingTarget target;
  private final int[] words;
  private final float perBit;

  PanamaHammingEstimates(HammingTarget target) {
    this.target = target;
    this.words = target.words();
    this.perBit = 1f / target.bits();
  }

  @Override
  public void estimates(
      MemorySegment codes, long offset, int blocks, float[] estimates, float[] blockLargest) {
    int blockBytes = HammingTarget.blockBytes(target.bits());
    for (int block = 0; block < blocks; block++) {
      long at = offset + (long) block * blockBytes;
      int to = block * HammingTarget.BLOCK_DOCS;
      for (int lane = 0; lane < HammingTarget.BLOCK_DOCS; lane += 4 * WIDTH) {
        count(codes, at + (long) lane * Integer.BYTES, estimates, to + lane);
      }
      blockLargest[block] = estimate(codes, at, estimates, to);
    }
  }

  /** Stores how many bits of four vectors of documents differ. */
  private void count(MemorySegment codes, long at, float[] differing, int to) {
    int[] code = words;
    IntVector d0 = IntVector.zero(INTS);
    IntVector d1 = d0;
    IntVector d2 = d0;
    IntVector d3 = d0;
    for (int word = 0; word < code.length; word++) {
      IntVector signs = IntVector.broadcast(INTS, code[word]);
      long from = at + (long) word * HammingTarget.WORD_BYTES;
      d0 = d0.add(differing(codes, from, signs));
      d1 = d1.add(differing(codes, from + VECTOR_BYTES, signs));
      d2 = d2.add(differing(codes, from + 2 * VECTOR_BYTES, signs));
      d3 = d3.add(differing(codes, from + 3 * VECTOR_BYTES, signs));
    }
    toFloats(d0).intoArray(differing, to);
    toFloats(d1).intoArray(differing, to + WIDTH);
    toFloats(d2).intoArray(differing, to + 2 * WIDTH);
    toFloats(d3).intoArray(differing, to + 3 * WIDTH);
  }

  private static IntVector differing(MemorySegment codes, long from, IntVector signs) {
    return IntVector.fromMemorySegment(INTS, codes, from, ByteOrder.LITTLE_ENDIAN)
        .lanewise(VectorOperators.XOR, signs)
        .lanewise(VectorOperators.BIT_COUNT);
  }

  private static FloatVector toFloats(IntVector counts) {
    return (FloatVector) counts.convert(VectorOperators.I2F, 0);
  }

  /**
   * Makes estimates of the counts of a block. A loop of its own: behind that of {@link #count},
   * four times this was too much to be inlined, and vectors became objects.
   *
   * @return the largest
   */
  private float estimate(MemorySegment codes, long block, float[] estimates, int to) {
    FloatVector bits = FloatVector.broadcast(FLOATS, target.bits());
    IntVector largest = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    for (int lane = 0; lane < HammingTarget.BLOCK_DOCS; lane += WIDTH) {
      FloatVector differing = FloatVector.fromArray(FLOATS, estimates, to + lane);
      FloatVector cosine = cosine(bits.sub(differing.add(differing)).mul(perBit));
      long at = block + (long) lane * Float.BYTES;
      FloatVector estimate =
          floats(codes, at + target.normsAt())
              .mul(cosine.add(target.margin()))
              .fma(
                  FloatVector.broadcast(FLOATS, target.scale()),
                  floats(codes, at + target.offsetsAt()).add(target.base()));
      estimate.intoArray(estimates, to + lane);
      IntVector ints = estimate.reinterpretAsInts();
      largest =
          largest.max(
              ints.lanewise(
                  VectorOperators.XOR, ints.lanewise(VectorOperators.ASHR, 31).and(INT_MAGNITUDE)));
    }
    int sortable = largest.reduceLanes(VectorOperators.MAX);
    return Float.intBitsToFloat(sortable ^ ((sortable >> 31) & INT_MAGNITUDE));
  }

  private static FloatVector floats(MemorySegment codes, long at) {
    return FloatVector.fromMemorySegment(FLOATS, codes, at, ByteOrder.LITTLE_ENDIAN);
  }

  private static FloatVector cosine(FloatVector u) {
    FloatVector square = u.mul(u);
    FloatVector sum =
        FloatVector.broadcast(FLOATS, HammingTarget.C9)
            .fma(square, FloatVector.broadcast(FLOATS, HammingTarget.C7));
    sum = sum.fma(square, FloatVector.broadcast(FLOATS, HammingTarget.C5));
    sum = sum.fma(square, FloatVector.broadcast(FLOATS, HammingTarget.C3));
    sum = sum.fma(square, FloatVector.broadcast(FLOATS, HammingTarget.C1));
    return u.mul(sum);
  }
}
