package org.nseekfs.quantization.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template: a 16-bit lane is a document. Two vectors of documents at a time go through all words.
 * At 512 bits a vector holds a whole table, and a group costs a permutation; narrower ones multiply
 * field by field, modulo 2^16 as the tables do.
 */
final class PanamaBlockBounds implements BlockBounds {

  private static final Specialization FOR = Specialization.of(MethodHandles.lookup());
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FOR.bits()));
  private static final VectorSpecies<Integer> INTS = SHORTS.withLanes(int.class);
  private static final VectorSpecies<Float> FLOATS = INTS.withLanes(float.class);
  private static final int WIDTH = SHORTS.length();
  private static final int VECTOR_BYTES = FOR.bits() / Byte.SIZE;
  private static final int TABLE = 1 << CodeFields.GROUP_BITS;
  private static final boolean BY_TABLE = WIDTH == TABLE;
  private static final int INT_MAGNITUDE = 0x7FFF_FFFF;

  private final CodeTarget target;
  private final CodeFields fields;
  private final short[] tables;
  private final boolean withSquareNorms;

  PanamaBlockBounds(CodeTarget target) {
    this.target = target;
    this.fields = target.fields();
    this.tables = BY_TABLE ? fields.tables() : new short[0];
    this.withSquareNorms = fields.withSquareNorms();
  }

  @Override
  public void bounds(
      MemorySegment codes, long offset, int blocks, float[] upper, float[] blockUpper) {
    int blockBytes = fields.blockBytes();
    for (int block = 0; block < blocks; block++) {
      blockUpper[block] =
          block(codes, offset + (long) block * blockBytes, upper, block * CodeFields.BLOCK_DOCS);
    }
  }

  private float block(MemorySegment codes, long block, float[] upper, int to) {
    IntVector largest = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    for (int slot = 0; slot < CodeFields.BLOCK_DOCS; slot += 2 * WIDTH) {
      largest =
          largest.max(
              BY_TABLE ? byTable(codes, block, upper, to) : byField(codes, block, slot, upper, to));
    }
    int sortable = largest.reduceLanes(VectorOperators.MAX);
    return Float.intBitsToFloat(sortable ^ ((sortable >> 31) & INT_MAGNITUDE));
  }

  private IntVector byTable(MemorySegment codes, long block, float[] upper, int to) {
    short[] entries = tables;
    int words = fields.words();
    ShortVector s0 = ShortVector.broadcast(SHORTS, target.start());
    ShortVector s1 = s0;
    int table = 0;
    for (int word = 0; word < words; word++) {
      ShortVector v0 = words(codes, block + (long) word * CodeFields.WORD_BYTES);
      ShortVector v1 = words(codes, block + (long) word * CodeFields.WORD_BYTES + VECTOR_BYTES);
      ShortVector t0 = ShortVector.fromArray(SHORTS, entries, table);
      s0 = s0.add(v0.selectFrom(t0));
      s1 = s1.add(v1.selectFrom(t0));
      ShortVector t1 = ShortVector.fromArray(SHORTS, entries, table + TABLE);
      s0 = s0.add(shift(v0, CodeFields.GROUP_BITS).selectFrom(t1));
      s1 = s1.add(shift(v1, CodeFields.GROUP_BITS).selectFrom(t1));
      ShortVector t2 = ShortVector.fromArray(SHORTS, entries, table + 2 * TABLE);
      s0 = s0.add(shift(v0, 2 * CodeFields.GROUP_BITS).selectFrom(t2));
      s1 = s1.add(shift(v1, 2 * CodeFields.GROUP_BITS).selectFrom(t2));
      table += CodeFields.WORD_GROUPS * TABLE;
    }
    return store(codes, block, s0, 0, upper, to).max(store(codes, block, s1, WIDTH, upper, to));
  }

  private IntVector byField(MemorySegment codes, long block, int slot, float[] upper, int to) {
    int words = fields.words();
    int[] wordEnds = fields.wordEnds();
    int[] shifts = fields.shifts();
    short[] masks = fields.masks();
    short[] weights = fields.weights();
    long at = block + (long) slot * Short.BYTES;
    ShortVector s0 = ShortVector.broadcast(SHORTS, target.start());
    ShortVector s1 = s0;
    int field = 0;
    for (int word = 0; word < words; word++) {
      ShortVector v0 = words(codes, at + (long) word * CodeFields.WORD_BYTES);
      ShortVector v1 = words(codes, at + (long) word * CodeFields.WORD_BYTES + VECTOR_BYTES);
      for (; field < wordEnds[word]; field++) {
        short mask = masks[field];
        short weight = weights[field];
        s0 = s0.add(shift(v0, shifts[field]).and(mask).mul(weight));
        s1 = s1.add(shift(v1, shifts[field]).and(mask).mul(weight));
      }
    }
    return store(codes, block, s0, slot, upper, to)
        .max(store(codes, block, s1, slot + WIDTH, upper, to));
  }

  private static ShortVector words(MemorySegment codes, long offset) {
    return ShortVector.fromMemorySegment(SHORTS, codes, offset, ByteOrder.LITTLE_ENDIAN);
  }

  private static ShortVector shift(ShortVector words, int bits) {
    return words.lanewise(VectorOperators.LSHR, bits);
  }

  /**
   * Stores the bounds of the documents whose sums are in the vector of slot {@code slot}.
   *
   * @return the larger of every two, as ints of the same order
   */
  private IntVector store(
      MemorySegment codes, long block, ShortVector sums, int slot, float[] upper, int to) {
    IntVector pairs = sums.reinterpretAsInts();
    IntVector lower =
        pairs.lanewise(VectorOperators.LSHL, Short.SIZE).lanewise(VectorOperators.ASHR, Short.SIZE);
    IntVector higher = pairs.lanewise(VectorOperators.ASHR, Short.SIZE);
    int within = slot % CodeFields.HALF_DOCS;
    int lane = slot - within + within / 2;
    FloatVector first = bound(codes, block, lower, lane);
    FloatVector second = bound(codes, block, higher, lane + CodeFields.HALF_DOCS / 2);
    first.intoArray(upper, to + lane);
    second.intoArray(upper, to + lane + CodeFields.HALF_DOCS / 2);
    IntVector bits = first.max(second).reinterpretAsInts();
    return bits.lanewise(
        VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(INT_MAGNITUDE));
  }

  private FloatVector bound(MemorySegment codes, long block, IntVector sums, int lane) {
    long at = block + fields.correctionsOffset() + (long) lane * Integer.BYTES;
    IntVector corrections = IntVector.fromMemorySegment(INTS, codes, at, ByteOrder.LITTLE_ENDIAN);
    FloatVector scale = corrections.and(0xFFFF_0000).reinterpretAsFloats();
    FloatVector residual =
        corrections.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
    FloatVector inner =
        ((FloatVector) sums.convert(VectorOperators.I2F, 0))
            .fma(
                FloatVector.broadcast(FLOATS, target.unit()),
                FloatVector.broadcast(FLOATS, target.constant()));
    FloatVector outer =
        residual.fma(
            FloatVector.broadcast(FLOATS, target.residualFactor()),
            FloatVector.broadcast(FLOATS, target.base()));
    FloatVector bound = scale.fma(inner, outer);
    if (!withSquareNorms) {
      return bound;
    }
    return bound.sub(
        FloatVector.fromMemorySegment(
            FLOATS,
            codes,
            at + CodeFields.BLOCK_DOCS * (long) Integer.BYTES,
            ByteOrder.LITTLE_ENDIAN));
  }
}
