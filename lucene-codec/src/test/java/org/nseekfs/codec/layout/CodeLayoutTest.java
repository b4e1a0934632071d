package org.nseekfs.codec.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CodeLayoutTest {

  @Test
  void offsetsPassTwoGigabytesUnharmed() {
    CodeLayout codes = new CodeLayout(128, 2_000_000, 1 << 16, 7, 1000);
    assertEquals(2_000_000L << 16, codes.length());
    assertEquals(1_999_999L << 16, codes.position(1_999_999));
    assertEquals(128 + (2_000_000L << 16), codes.frameOffset());
    assertEquals(1128 + (2_000_000L << 16), codes.endOffset());
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
    assertRefused(-64, 1, 64, 1);
    assertRefused(0, 0, 64, 1);
    assertRefused(0, 1, 0, 1);
    assertRefused(0, 1, 65, 1);
    assertRefused(0, 1, 64, 0);
    assertRefused(Long.MAX_VALUE - 1000, 100, 64, 1);
  }

  private static void assertRefused(long offset, int count, int blockBytes, int frameBytes) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new CodeLayout(offset, count, blockBytes, 0, frameBytes));
  }
}
