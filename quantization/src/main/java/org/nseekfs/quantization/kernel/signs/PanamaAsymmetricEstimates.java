package org.nseekfs.quantization.kernel.signs;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.kernel.Template;

/**
 * Template: a byte is a document, its entries are looked up by permutation. Sums of two entries are
 * bytes; those of even and of odd places are added up as shorts, which at last are ints.
 */
final class PanamaAsymmetricEstimates implements AsymmetricEstimates {

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(
          byte.class, VectorShape.forBitSize(Template.bits(PanamaAsymmetricEstimates.class)));
  private static final VectorSpecies<Short> SHORTS = BYTES.withLanes(short.class);
  private static final VectorSpecies<Float> FLOATS = BYTES.withLanes(float.class);
  private static final int WIDTH = FLOATS.length();
  private static final int VECTOR_BYTES = BYTES.length();
  private static final byte LOW = AsymmetricTarget.GROUP_ENTRIES - 1;
  private static final int QUARTER = AsymmetricTarget.BLOCK_DOCS / 4;

  private final AsymmetricTarget target;
  private final int codeBytes;
  private final float lift;

  /** For every four signs a vector of their entries, again and again. */
  private final byte[] tables;

  PanamaAsymmetricEstimates(AsymmetricTarget target) {
    this.target = target;
    this.codeBytes = target.codeBytes();
    this.lift = target.lift();
    int size = AsymmetricTarget.GROUP_ENTRIES;
    this.tables = new byte[target.entries().length / size * VECTOR_BYTES];
    for (int to = 0; to < tables.length; to += size) {
      System.arraycopy(target.entries(), to / VECTOR_BYTES * size, tables, to, size);
    }
  }

  @Override
  public void estimates(
      MemorySegment codes,
      long offset,
      int blocks,
      float least,
      float[] estimates,
      long[] reaching) {
    int blockBytes = target.offsetsAt() + AsymmetricTarget.FLOATS_BYTES;
    for (int block = 0; block < blocks; block++) {
      long at = offset + (long) block * blockBytes;
      int to = block * AsymmetricTarget.BLOCK_DOCS;
      for (int place = 0; place < AsymmetricTarget.BLOCK_DOCS; place += VECTOR_BYTES) {
        sum(codes, at + place, estimates, to + place / 4);
      }
      reaching[block] = estimate(codes, at, least, estimates, to);
    }
  }

  /** Stores the sums of the documents of a vector of places, a quarter of a block apart. */
  private void sum(MemorySegment codes, long at, float[] sums, int to) {
    byte[] entries = tables;
    ShortVector even = ShortVector.zero(SHORTS);
    ShortVector odd = even;
    int table = 0;
    for (int i = 0; i < codeBytes; i++) {
      ByteVector signs =
          ByteVector.fromMemorySegment(
              BYTES, codes, at + (long) i * AsymmetricTarget.BLOCK_DOCS, ByteOrder.LITTLE_ENDIAN);
      ByteVector high =
          signs
              .reinterpretAsShorts()
              .lanewise(VectorOperators.LSHR, AsymmetricTarget.GROUP)
              .reinterpretAsBytes();
      ShortVector pair =
          signs
              .and(LOW)
              .selectFrom(ByteVector.fromArray(BYTES, entries, table))
              .add(
                  high.and(LOW)
                      .selectFrom(ByteVector.fromArray(BYTES, entries, table + VECTOR_BYTES)))
              .reinterpretAsShorts();
      even = even.add(pair.and((short) 0xFF));
      odd = odd.add(pair.lanewise(VectorOperators.LSHR, Byte.SIZE));
      table += 2 * VECTOR_BYTES;
    }
    IntVector evens = even.reinterpretAsInts();
    IntVector odds = odd.reinterpretAsInts();
    toFloats(evens.and(0xFFFF)).intoArray(sums, to);
    toFloats(odds.and(0xFFFF)).intoArray(sums, to + QUARTER);
    toFloats(evens.lanewise(VectorOperators.LSHR, Short.SIZE)).intoArray(sums, to + 2 * QUARTER);
    toFloats(odds.lanewise(VectorOperators.LSHR, Short.SIZE)).intoArray(sums, to + 3 * QUARTER);
  }

  private static FloatVector toFloats(IntVector sums) {
    return (FloatVector) sums.convert(VectorOperators.I2F, 0);
  }

  /**
   * Makes estimates of the sums of a block. A loop of its own: behind that of {@link #sum} this was
   * too much to be inlined, and vectors became objects.
   *
   * @return the documents whose estimate is at least {@code least}
   */
  private long estimate(MemorySegment codes, long block, float least, float[] estimates, int to) {
    FloatVector unit = FloatVector.broadcast(FLOATS, target.unit());
    long reaching = 0;
    for (int lane = 0; lane < AsymmetricTarget.BLOCK_DOCS; lane += WIDTH) {
      FloatVector u =
          FloatVector.fromArray(FLOATS, estimates, to + lane)
              .fma(unit, FloatVector.broadcast(FLOATS, target.least()));
      long at = block + (long) lane * Float.BYTES;
      FloatVector estimate =
          floats(codes, at + target.normsAt())
              .mul(cosine(u).add(target.raise()))
              .fma(
                  FloatVector.broadcast(FLOATS, target.scale()),
                  floats(codes, at + target.offsetsAt()).add(target.base()));
      estimate.intoArray(estimates, to + lane);
      reaching |= estimate.compare(VectorOperators.GE, least).toLong() << lane;
    }
    return reaching;
  }

  private static FloatVector floats(MemorySegment codes, long at) {
    return FloatVector.fromMemorySegment(FLOATS, codes, at, ByteOrder.LITTLE_ENDIAN);
  }

  private FloatVector cosine(FloatVector u) {
    FloatVector about = cut(u.mul(u).fma(u.mul(lift), u));
    return cut(
        u.div(
            about
                .mul(about)
                .fma(
                    FloatVector.broadcast(FLOATS, -target.bend()),
                    FloatVector.broadcast(FLOATS, 1))));
  }

  private static FloatVector cut(FloatVector cosine) {
    return cosine.max(-1).min(1);
  }
}
