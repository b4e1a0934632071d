package org.nseekfs.quantization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class QueryVectorTest {

  @Test
  void arraysThatAreNoTargetsAreRefused() {
    assertRefused("target must be finite, got NaN at position 1", new float[] {1, Float.NaN});
    assertRefused(
        "target must be finite, got Infinity at position 0",
        new double[] {Double.POSITIVE_INFINITY});
    assertRefused("target must have at least 1 element, got 0", new byte[0]);
    assertRefused("not a vector: class java.lang.String", "1");
  }

  private static void assertRefused(String message, Object array) {
    var error = assertThrows(IllegalArgumentException.class, () -> QueryVector.ofArray(array));
    assertEquals(message, error.getMessage());
  }
}
