package org.nseekfs.codec.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SignLayoutTest {

  private static final BlockLayout BLOCKS = new BlockLayout(new PlaneLayout(64, 2, 2560), 7, 100);

  @Test
  void bucketsFollowTheFrame() {
    BucketLayout buckets = new BucketLayout(5312, 7, 128, 50);
    assertEquals(4 * 8, buckets.rowPosition(0));
    assertEquals(4 * (8 + 127), buckets.rowPosition(127));
    assertEquals(4 * (8 + 128), buckets.hashPosition());
    assertEquals(4 * (8 + 128) + 50, buckets.length());
    assertEquals(5312 + 4 * (8 + 128) + 50, buckets.endOffset());
    SignLayout layout = new SignLayout(BLOCKS, buckets);
    assertEquals(2 * 2560 + buckets.length(), layout.length());
    assertEquals(2 * 2560, new SignLayout(BLOCKS, null).length());
    assertTrue(layout.isOf(3));
    assertTrue(layout.isOf(128));
    assertFalse(layout.isOf(129));
    assertFalse(new SignLayout(BLOCKS, null).isOf(3));
  }

  @Test
  void offsetsPassTwoGigabytesUnharmed() {
    BucketLayout buckets = new BucketLayout(64, 4097, Integer.MAX_VALUE, 1);
    assertEquals(4L * (4098L + Integer.MAX_VALUE), buckets.hashPosition());
    assertEquals(64 + 4L * (4098L + Integer.MAX_VALUE) + 1, buckets.endOffset());
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertRefused(() -> new BucketLayout(-1, 2, 1, 1));
    assertRefused(() -> new BucketLayout(0, 1, 1, 1));
    assertRefused(() -> new BucketLayout(0, 2, 0, 1));
    assertRefused(() -> new BucketLayout(0, 2, 1, 0));
    assertRefused(() -> new BucketLayout(Long.MAX_VALUE - 10, 2, 1, 1));
    assertRefused(() -> new SignLayout(BLOCKS, new BucketLayout(5312, 2, 64, 1)));
    assertRefused(() -> new SignLayout(BLOCKS, new BucketLayout(5312, 2, 192, 1)));
    assertRefused(() -> new SignLayout(BLOCKS, new BucketLayout(5283, 2, 128, 1)));
  }

  private static void assertRefused(Executable making) {
    assertThrows(IllegalArgumentException.class, making);
  }
}
