package org.nseekfs.search.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VectorSearchTest {

  @Test
  void oneLargeLeafLeadsManySmallOnes() {
    assertEquals(1, VectorSearch.leading(new int[] {1_000_000}));
    assertEquals(1, VectorSearch.leading(new int[] {1_000_000, 100, 100, 100}));
    assertEquals(
        2, VectorSearch.leading(IntStream.rangeClosed(1, 50).map(i -> 25_929 / i).toArray()));
  }

  @Test
  void ofEqualLeavesAsManyLeadAsTheRootOfTheirNumber() {
    for (int leaves : new int[] {4, 9, 100, 400}) {
      int[] docs = new int[leaves];
      Arrays.fill(docs, 1000);
      assertEquals(Math.round(Math.sqrt(leaves)), VectorSearch.leading(docs));
    }
  }
}
