package org.nseekfs.codec.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.nseekfs.quantization.ElementType;

class RowLayoutTest {

  @Test
  void offsetsPassTwoGigabytesUnharmed() {
    RowLayout rows = new RowLayout(ElementType.F64, 16_384, Integer.MAX_VALUE, 64);
    assertEquals(131_072, rows.rowBytes());
    assertEquals(131_072L * Integer.MAX_VALUE, rows.length());
    assertEquals(64 + 131_072L * Integer.MAX_VALUE, rows.endOffset());
    assertEquals(131_072L * 2_000_000_000, rows.position(2_000_000_000));
  }

  @Test
  void anF8RowEndsWithItsScale() {
    assertEquals(386, new RowLayout(ElementType.F8, 384, 1, 0).rowBytes());
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RowLayout(ElementType.F32, 0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new RowLayout(ElementType.F32, 1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> new RowLayout(ElementType.F32, 1, 1, -64));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RowLayout(ElementType.F32, Integer.MAX_VALUE, 1, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> new RowLayout(ElementType.F32, 16_384, Integer.MAX_VALUE, Long.MAX_VALUE - 1000));
  }
}
