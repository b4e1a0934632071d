package org.nseekfs.benchmarks.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Sums a segment front to back, in one stream, as fast as it can be read. */
final class PanamaSum {

  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
  private static final int STEP = SPECIES.vectorByteSize();

  /** A multiple of two steps of any width. */
  private static final int CHUNK = 1 << 16;

  private PanamaSum() {}

  /**
   * The sum of the ints of {@code bytes}, modulo 2^32; bytes after the last whole int count not.
   */
  static int ints(MemorySegment bytes) {
    int sum = 0;
    long start = 0;
    // Loops over ints compile to much faster code than one loop over longs.
    for (; start <= bytes.byteSize() - CHUNK; start += CHUNK) {
      sum += chunk(bytes, start);
    }
    for (; start <= bytes.byteSize() - Integer.BYTES; start += Integer.BYTES) {
      sum += bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER), start);
    }
    return sum;
  }

  private static int chunk(MemorySegment bytes, long start) {
    IntVector s0 = IntVector.zero(SPECIES);
    IntVector s1 = s0;
    for (int i = 0; i < CHUNK; i += 2 * STEP) {
      s0 = s0.add(IntVector.fromMemorySegment(SPECIES, bytes, start + i, ORDER));
      s1 = s1.add(IntVector.fromMemorySegment(SPECIES, bytes, start + i + STEP, ORDER));
    }
    return s0.add(s1).reduceLanes(VectorOperators.ADD);
  }
}
