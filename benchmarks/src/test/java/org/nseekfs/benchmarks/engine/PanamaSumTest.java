package org.nseekfs.benchmarks.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PanamaSumTest {

  @Test
  void readsEveryInt() {
    int[] ints = new Random(3).ints(40_000).toArray();
    for (int count : new int[] {0, 1, 15, 16, 63, 64, 65, 129, 16_384, 16_385, 40_000}) {
      int[] some = Arrays.copyOf(ints, count);
      assertEquals(Arrays.stream(some).sum(), PanamaSum.ints(MemorySegment.ofArray(some)));
    }
  }
}
