package org.nseekfs.codec.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CodeLayoutTest {

  @Test
  void offsetsPassTwoGigabytesUnharmed() {
    PlaneLayout blocks = new PlaneLayout(128, 2_000_000, 1 << 16);
    BlockLayout coarse = new BlockLayout(blocks, 7, 1000);
    CodeLayout codes = new CodeLayout(coarse, new PlaneLayout(64, 128_000_000, 300));
    assertEquals(1_999_999L << 16, blocks.position(1_999_999));
    assertEquals(128 + (2_000_000L << 16), coarse.frameOffset());
    assertEquals(1128 + (2_000_000L << 16), coarse.endOffset());
    assertEquals((2_000_000L << 16) + 38_400_000_000L, codes.length());
  }

  @Test
  void everyStartedBlockOfRowsHasABlock() {
    assertEquals(0, BlockLayout.blocksOf(0));
    assertEquals(1, BlockLayout.blocksOf(1));
    assertEquals(1, BlockLayout.blocksOf(64));
    assertEquals(2, BlockLayout.blocksOf(65));
    assertEquals(1 << 25, BlockLayout.blocksOf(Integer.MAX_VALUE));
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertRefused(() -> new PlaneLayout(-64, 1, 64));
    assertRefused(() -> new PlaneLayout(0, 0, 64));
    assertRefused(() -> new PlaneLayout(0, 1, 0));
    assertRefused(() -> new PlaneLayout(Long.MAX_VALUE - 1000, 100, 64));
    assertRefused(() -> new BlockLayout(new PlaneLayout(0, 1, 65), 0, 1));
    assertRefused(() -> new BlockLayout(new PlaneLayout(0, 1, 64), 0, 0));
    assertRefused(() -> new BlockLayout(new PlaneLayout(Long.MAX_VALUE - 64, 1, 64), 0, 1));
    BlockLayout block = new BlockLayout(new PlaneLayout(0, 1, 64), 0, 1);
    assertRefused(() -> new CodeLayout(block, new PlaneLayout(0, 65, 10)));
  }

  private static void assertRefused(Executable making) {
    assertThrows(IllegalArgumentException.class, making);
  }
}
