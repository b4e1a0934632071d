package org.nseekfs.benchmarks.recall;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CaseDataTest {

  private static CaseData.Vectors vectors(long seed) throws IOException {
    return CaseData.of(VectorKind.CLUSTERED)
        .with(Lengths.UNIFORM_10)
        .with(Targets.NOISY)
        .make(new Sample(50, 5, seed));
  }

  @Test
  void theSameSeedMakesTheSame() throws IOException {
    assertArrayEquals(vectors(7).base(), vectors(7).base());
    assertArrayEquals(vectors(7).queries(), vectors(7).queries());
  }

  @Test
  void anotherSeedMakesOthers() throws IOException {
    assertFalse(Arrays.deepEquals(vectors(7).base(), vectors(8).base()));
    assertFalse(Arrays.deepEquals(vectors(7).queries(), vectors(8).queries()));
  }
}
