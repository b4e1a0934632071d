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

  private PanamaSum() {}

  /**
   * The sum of the ints of {@code bytes}, modulo 2^32; bytes after the last whole int count not.
   */
  static int ints(MemorySegment bytes) {
    IntVector s0 = IntVector.zero(SPECIES);
    IntVector s1 = s0;
    IntVector s2 = s0;
    IntVector s3 = s0;
    long i = 0;
    for (; i <= bytes.byteSize() - 4L * STEP; i += 4L * STEP) {
      s0 = s0.add(IntVector.fromMemorySegment(SPECIES, bytes, i, ORDER));
      s1 = s1.add(IntVector.fromMemorySegment(SPECIES, bytes, i + STEP, ORDER));
      s2 = s2.add(IntVector.fromMemorySegment(SPECIES, bytes, i + 2L * STEP, ORDER));
      s3 = s3.add(IntVector.fromMemorySegment(SPECIES, bytes, i + 3L * STEP, ORDER));
    }
    int sum = s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD);
    for (; i <= bytes.byteSize() - Integer.BYTES; i += Integer.BYTES) {
      sum += bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ORDER), i);
    }
    return sum;
  }
}
