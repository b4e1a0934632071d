package org.nseekfs.codec.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SignLayoutTest {

  private static final BlockLayout BLOCKS = new BlockLayout(new PlaneLayout(64, 2, 2560), 7, 100);

  @Test
  void tablesFollowEachOtherWithoutGaps() {
    TableLayout tables = new TableLayout(5312, 3, 4, 100);
    assertEquals(16, tables.buckets());
    assertEquals(0, tables.startPosition(0, 0));
    assertEquals(64, tables.startPosition(0, 16));
    assertEquals(68, tables.rowPosition(0, 0));
    assertEquals(68 + 4 * 99, tables.rowPosition(0, 99));
    assertEquals(68 + 400, tables.startPosition(1, 0));
    assertEquals(3 * (68 + 400), tables.length());
    assertEquals(5312 + tables.length(), tables.endOffset());
    assertEquals(2 * 2560 + tables.length(), new SignLayout(BLOCKS, tables).length());
    assertEquals(2 * 2560, new SignLayout(BLOCKS, null).length());
  }

  @Test
  void offsetsPassTwoGigabytesUnharmed() {
    TableLayout tables = new TableLayout(64, 24, 24, Integer.MAX_VALUE);
    long tableBytes = 4L * ((1 << 24) + 1) + 4L * Integer.MAX_VALUE;
    assertEquals(23 * tableBytes, tables.startPosition(23, 0));
    assertEquals(24 * tableBytes - 4, tables.rowPosition(23, Integer.MAX_VALUE - 1));
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertRefused(() -> new TableLayout(-1, 1, 1, 1));
    assertRefused(() -> new TableLayout(0, 0, 1, 1));
    assertRefused(() -> new TableLayout(0, 1, 0, 1));
    assertRefused(() -> new TableLayout(0, 1, 25, 1));
    assertRefused(() -> new TableLayout(0, 1, 1, 0));
    assertRefused(() -> new TableLayout(Long.MAX_VALUE - 10, 1, 1, 1));
    assertRefused(() -> new TableLayout(0, Integer.MAX_VALUE, 24, Integer.MAX_VALUE));
    assertRefused(() -> new SignLayout(BLOCKS, new TableLayout(5312, 1, 1, 64)));
    assertRefused(() -> new SignLayout(BLOCKS, new TableLayout(5312, 1, 1, 129)));
    assertRefused(() -> new SignLayout(BLOCKS, new TableLayout(5283, 1, 1, 100)));
  }

  private static void assertRefused(Executable making) {
    assertThrows(IllegalArgumentException.class, making);
  }
}
