package org.nseekfs.codec.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CodeLayoutTest {

  @Test
  void offsetsPassTwoGigabytesUnharmed() {
    PlaneLayout blocks = new PlaneLayout(128, 2_000_000, 1 << 16);
    CodeLayout codes = new CodeLayout(blocks, new PlaneLayout(64, 128_000_000, 300), 7, 1000);
    assertEquals(1_999_999L << 16, blocks.position(1_999_999));
    assertEquals(128 + (2_000_000L << 16), codes.frameOffset());
    assertEquals((2_000_000L << 16) + 38_400_000_000L, codes.length());
  }

  @Test
  void everyStartedBlockOfRowsHasABlock() {
    assertEquals(0, CodeLayout.blocksOf(0));
    assertEquals(1, CodeLayout.blocksOf(1));
    assertEquals(1, CodeLayout.blocksOf(64));
    assertEquals(2, CodeLayout.blocksOf(65));
    assertEquals(1 << 25, CodeLayout.blocksOf(Integer.MAX_VALUE));
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertRefused(() -> new PlaneLayout(-64, 1, 64));
    assertRefused(() -> new PlaneLayout(0, 0, 64));
    assertRefused(() -> new PlaneLayout(0, 1, 0));
    assertRefused(() -> new PlaneLayout(Long.MAX_VALUE - 1000, 100, 64));
    assertRefused(() -> new CodeLayout(new PlaneLayout(0, 1, 65), null, 0, 1));
    assertRefused(() -> new CodeLayout(new PlaneLayout(0, 1, 64), null, 0, 0));
    assertRefused(
        () -> new CodeLayout(new PlaneLayout(0, 1, 64), new PlaneLayout(0, 65, 10), 0, 1));
  }

  private static void assertRefused(Executable making) {
    assertThrows(IllegalArgumentException.class, making);
  }
}
