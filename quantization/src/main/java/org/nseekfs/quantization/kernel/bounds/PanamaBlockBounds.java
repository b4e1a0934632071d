package org.nseekfs.quantization.kernel.bounds;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.nseekfs.quantization.kernel.Template;

/**
 * Template: a 16-bit lane is a document. At 512 bits a vector holds a whole table, a group costs a
 * permutation, and two vectors of documents at a time go through all words. Narrower ones multiply
 * term by term ({@link WordTerms}), modulo 2^16 as the tables do, four at a time.
 *
 * <p>By tables, four targets go through a block together: what comes before a permutation is done
 * once for them. Six targets gain no more, eight lose: registers, and tables in the first-level
 * cache.
 */
final class PanamaBlockBounds implements BlockBounds {

  private static final int BITS = Template.bits(PanamaBlockBounds.class);
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(BITS));
  private static final VectorSpecies<Integer> INTS = SHORTS.withLanes(int.class);
  private static final VectorSpecies<Float> FLOATS = INTS.withLanes(float.class);
  private static final int WIDTH = SHORTS.length();
  private static final int VECTOR_BYTES = BITS / Byte.SIZE;
  private static final int TABLE = 1 << CodeFields.GROUP_BITS;
  private static final boolean BY_TABLE = WIDTH == TABLE;
  private static final int INT_MAGNITUDE = 0x7FFF_FFFF;

  /** The bits of -Infinity. */
  private static final int NO_BOUND = 0xFF80_0000;

  /** In every lane its bit. */
  private static final IntVector LANE_BITS =
      IntVector.broadcast(INTS, 1).lanewise(VectorOperators.LSHL, IntVector.zero(INTS).addIndex(1));

  /** Targets that go through a block together. */
  private static final int TOGETHER = 4;

  /** Blocks for one group of targets after another: their codes stay in the cache. */
  private static final int RUN_BLOCKS = 32;

  private final CodeTarget[] targets;
  private final CodeFields fields;
  private final boolean withSquareNorms;

  /** Of every group of targets that go together, word after word; null if not by tables. */
  private final short[][] tables;

  /** Null if by tables; and of every target a vector of each term's weight. */
  private final WordTerms terms;

  private final short[][] weights;

  PanamaBlockBounds(List<CodeTarget> targets) {
    this.targets = targets.toArray(CodeTarget[]::new);
    this.fields = this.targets[0].fields();
    this.withSquareNorms = fields.withSquareNorms();
    int count = this.targets.length;
    this.tables = BY_TABLE ? new short[count][] : null;
    this.terms = BY_TABLE ? null : WordTerms.of(fields);
    this.weights = BY_TABLE ? null : new short[count][];
    for (int first = 0; first < count; first += together(first)) {
      if (BY_TABLE) {
        tables[first] = interleaved(first, together(first));
      } else {
        weights[first] = vectors(terms.weights(this.targets[first].fields()));
      }
    }
  }

  /** Each value in all lanes of a vector: to load it is faster than to spread a value. */
  private static short[] vectors(short[] values) {
    short[] all = new short[values.length * WIDTH];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i / WIDTH];
    }
    return all;
  }

  /** The tables of some targets, one table of each after another. */
  private short[] interleaved(int first, int count) {
    short[] all = new short[count * fields.words() * CodeFields.WORD_GROUPS * TABLE];
    for (int i = 0; i < count; i++) {
      short[] own = targets[first + i].fields().tables();
      for (int from = 0; from < own.length; from += TABLE) {
        System.arraycopy(own, from, all, from * count + i * TABLE, TABLE);
      }
    }
    return all;
  }

  /** How many targets, from {@code first} on, go together. */
  private int together(int first) {
    return BY_TABLE && targets.length - first >= TOGETHER ? TOGETHER : 1;
  }

  @Override
  public void bounds(
      MemorySegment codes,
      long offset,
      int blocks,
      long[][] accepted,
      float[][] upper,
      float[][] blockUpper) {
    short[] sums = new short[TOGETHER * CodeFields.BLOCK_DOCS];
    for (int from = 0; from < blocks; from += RUN_BLOCKS) {
      int end = Math.min(blocks, from + RUN_BLOCKS);
      for (int first = 0; first < targets.length; first += together(first)) {
        for (int block = from; block < end; block++) {
          long at = offset + (long) block * fields.blockBytes();
          int to = block * CodeFields.BLOCK_DOCS;
          boolean isRead = isRead(accepted, first, block);
          if (isRead) {
            sum(codes, at, first, sums);
          }
          for (int i = first; i < first + together(first); i++) {
            if (isRead) {
              int sum = (i - first) * CodeFields.BLOCK_DOCS;
              blockUpper[i][block] = store(codes, at, targets[i], sums, sum, upper[i], to);
            }
            if (accepted[i][block] != -1) {
              blockUpper[i][block] = keep(accepted[i][block], upper[i], to);
            }
          }
        }
      }
    }
  }

  /** Whether one of the targets that go together has documents to bound in a block. */
  private boolean isRead(long[][] accepted, int first, int block) {
    long any = 0;
    for (int i = first; i < first + together(first); i++) {
      any |= accepted[i][block];
    }
    return any != 0;
  }

  /** The sums of a block's documents, by slot, for the targets that go together. */
  private void sum(MemorySegment codes, long block, int first, short[] sums) {
    if (!BY_TABLE) {
      for (int slot = 0; slot < CodeFields.BLOCK_DOCS; slot += 4 * WIDTH) {
        sumTerms(codes, block, slot, first, sums);
      }
    } else if (together(first) == 1) {
      sumTables(codes, block, first, sums);
    } else {
      sumTablesTogether(codes, block, first, sums);
    }
  }

  private void sumTables(MemorySegment codes, long block, int first, short[] sums) {
    short[] tables = this.tables[first];
    int words = fields.words();
    ShortVector s0 = ShortVector.broadcast(SHORTS, targets[first].start());
    ShortVector s1 = s0;
    int table = 0;
    for (int word = 0; word < words; word++) {
      ShortVector v0 = words(codes, block + (long) word * CodeFields.WORD_BYTES);
      ShortVector v1 = words(codes, block + (long) word * CodeFields.WORD_BYTES + VECTOR_BYTES);
      s0 = s0.add(entries(v0, tables, table));
      s1 = s1.add(entries(v1, tables, table));
      s0 = s0.add(entries(shift(v0, CodeFields.GROUP_BITS), tables, table + TABLE));
      s1 = s1.add(entries(shift(v1, CodeFields.GROUP_BITS), tables, table + TABLE));
      s0 = s0.add(entries(shift(v0, 2 * CodeFields.GROUP_BITS), tables, table + 2 * TABLE));
      s1 = s1.add(entries(shift(v1, 2 * CodeFields.GROUP_BITS), tables, table + 2 * TABLE));
      table += CodeFields.WORD_GROUPS * TABLE;
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, WIDTH);
  }

  /**
   * Groups in a loop: written out, they are more than the compiler inlines, and ten times slower.
   */
  private void sumTablesTogether(MemorySegment codes, long block, int first, short[] sums) {
    short[] tables = this.tables[first];
    int words = fields.words();
    ShortVector a0 = ShortVector.broadcast(SHORTS, targets[first].start());
    ShortVector a1 = a0;
    ShortVector b0 = ShortVector.broadcast(SHORTS, targets[first + 1].start());
    ShortVector b1 = b0;
    ShortVector c0 = ShortVector.broadcast(SHORTS, targets[first + 2].start());
    ShortVector c1 = c0;
    ShortVector d0 = ShortVector.broadcast(SHORTS, targets[first + 3].start());
    ShortVector d1 = d0;
    for (int word = 0; word < words; word++) {
      ShortVector v0 = words(codes, block + (long) word * CodeFields.WORD_BYTES);
      ShortVector v1 = words(codes, block + (long) word * CodeFields.WORD_BYTES + VECTOR_BYTES);
      for (int group = 0; group < CodeFields.WORD_GROUPS; group++) {
        int at = (word * CodeFields.WORD_GROUPS + group) * (TOGETHER * TABLE);
        ShortVector a = table(tables, at);
        a0 = a0.add(v0.selectFrom(a));
        a1 = a1.add(v1.selectFrom(a));
        ShortVector b = table(tables, at + TABLE);
        b0 = b0.add(v0.selectFrom(b));
        b1 = b1.add(v1.selectFrom(b));
        ShortVector c = table(tables, at + 2 * TABLE);
        c0 = c0.add(v0.selectFrom(c));
        c1 = c1.add(v1.selectFrom(c));
        ShortVector d = table(tables, at + 3 * TABLE);
        d0 = d0.add(v0.selectFrom(d));
        d1 = d1.add(v1.selectFrom(d));
        v0 = shift(v0, CodeFields.GROUP_BITS);
        v1 = shift(v1, CodeFields.GROUP_BITS);
      }
    }
    a0.intoArray(sums, 0);
    a1.intoArray(sums, WIDTH);
    b0.intoArray(sums, 2 * WIDTH);
    b1.intoArray(sums, 3 * WIDTH);
    c0.intoArray(sums, 4 * WIDTH);
    c1.intoArray(sums, 5 * WIDTH);
    d0.intoArray(sums, 6 * WIDTH);
    d1.intoArray(sums, 7 * WIDTH);
  }

  private void sumTerms(MemorySegment codes, long block, int slot, int target, short[] sums) {
    int words = fields.words();
    int[] ends = terms.ends();
    int[] shifts = terms.shifts();
    short[] weights = this.weights[target];
    ShortVector s0 = ShortVector.broadcast(SHORTS, targets[target].start());
    ShortVector s1 = s0;
    ShortVector s2 = s0;
    ShortVector s3 = s0;
    int term = 0;
    for (int word = 0; word < words; word++) {
      long at = block + (long) word * CodeFields.WORD_BYTES + (long) slot * Short.BYTES;
      ShortVector v0 = words(codes, at);
      ShortVector v1 = words(codes, at + VECTOR_BYTES);
      ShortVector v2 = words(codes, at + 2 * VECTOR_BYTES);
      ShortVector v3 = words(codes, at + 3 * VECTOR_BYTES);
      ShortVector unshifted = ShortVector.fromArray(SHORTS, weights, term * WIDTH);
      s0 = s0.add(v0.mul(unshifted));
      s1 = s1.add(v1.mul(unshifted));
      s2 = s2.add(v2.mul(unshifted));
      s3 = s3.add(v3.mul(unshifted));
      for (term++; term < ends[word]; term++) {
        int shift = shifts[term];
        ShortVector weight = ShortVector.fromArray(SHORTS, weights, term * WIDTH);
        s0 = s0.add(shift(v0, shift).mul(weight));
        s1 = s1.add(shift(v1, shift).mul(weight));
        s2 = s2.add(shift(v2, shift).mul(weight));
        s3 = s3.add(shift(v3, shift).mul(weight));
      }
    }
    s0.intoArray(sums, slot);
    s1.intoArray(sums, slot + WIDTH);
    s2.intoArray(sums, slot + 2 * WIDTH);
    s3.intoArray(sums, slot + 3 * WIDTH);
  }

  private static ShortVector table(short[] tables, int at) {
    return ShortVector.fromArray(SHORTS, tables, at);
  }

  private static ShortVector entries(ShortVector indices, short[] tables, int table) {
    return indices.selectFrom(ShortVector.fromArray(SHORTS, tables, table));
  }

  private static ShortVector words(MemorySegment codes, long offset) {
    return ShortVector.fromMemorySegment(SHORTS, codes, offset, ByteOrder.LITTLE_ENDIAN);
  }

  private static ShortVector shift(ShortVector words, int bits) {
    return words.lanewise(VectorOperators.LSHR, bits);
  }

  /**
   * Stores the bounds of a block's documents, whose sums start at {@code from}.
   *
   * @return the largest
   */
  private float store(
      MemorySegment codes,
      long block,
      CodeTarget target,
      short[] sums,
      int from,
      float[] upper,
      int to) {
    IntVector largest = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    for (int slot = 0; slot < CodeFields.BLOCK_DOCS; slot += WIDTH) {
      IntVector pairs = ShortVector.fromArray(SHORTS, sums, from + slot).reinterpretAsInts();
      IntVector lower =
          pairs
              .lanewise(VectorOperators.LSHL, Short.SIZE)
              .lanewise(VectorOperators.ASHR, Short.SIZE);
      IntVector higher = pairs.lanewise(VectorOperators.ASHR, Short.SIZE);
      int within = slot % CodeFields.HALF_DOCS;
      int lane = slot - within + within / 2;
      FloatVector first = bound(codes, block, target, lower, lane);
      FloatVector second = bound(codes, block, target, higher, lane + CodeFields.HALF_DOCS / 2);
      first.intoArray(upper, to + lane);
      second.intoArray(upper, to + lane + CodeFields.HALF_DOCS / 2);
      IntVector bits = first.max(second).reinterpretAsInts();
      largest =
          largest.max(
              bits.lanewise(
                  VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(INT_MAGNITUDE)));
    }
    int sortable = largest.reduceLanes(VectorOperators.MAX);
    return Float.intBitsToFloat(sortable ^ ((sortable >> 31) & INT_MAGNITUDE));
  }

  /**
   * Sets the bounds of a block's documents that are not accepted to -Infinity. A loop of its own:
   * searches without a filter pay nothing for it.
   *
   * @return the largest of the others
   */
  private static float keep(long accepted, float[] upper, int to) {
    IntVector largest = IntVector.broadcast(INTS, Integer.MIN_VALUE);
    for (int lane = 0; lane < CodeFields.BLOCK_DOCS; lane += FLOATS.length()) {
      VectorMask<Integer> isRefused =
          LANE_BITS.and((int) (accepted >>> lane)).compare(VectorOperators.EQ, 0);
      IntVector bits =
          FloatVector.fromArray(FLOATS, upper, to + lane)
              .reinterpretAsInts()
              .blend(NO_BOUND, isRefused);
      bits.reinterpretAsFloats().intoArray(upper, to + lane);
      largest =
          largest.max(
              bits.lanewise(
                  VectorOperators.XOR, bits.lanewise(VectorOperators.ASHR, 31).and(INT_MAGNITUDE)));
    }
    int sortable = largest.reduceLanes(VectorOperators.MAX);
    return Float.intBitsToFloat(sortable ^ ((sortable >> 31) & INT_MAGNITUDE));
  }

  private FloatVector bound(
      MemorySegment codes, long block, CodeTarget target, IntVector sums, int lane) {
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
