package org.nseekfs.quantization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class DoubleRowsTest {

  @Test
  void rowsAreLittleEndianDoubles() {
    byte[] row = DoubleRows.encode(new double[] {1, -0d});
    assertArrayEquals(
        new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80}, row);
  }

  @Test
  void decodingGivesTheSameBits() {
    double[] vector = {Math.PI, -0d, Double.MIN_VALUE, -Double.MAX_VALUE, 1e-300};
    assertArrayEquals(vector, DoubleRows.decode(DoubleRows.encode(vector)));
  }

  @Test
  void elementsThatAreNotFiniteAreNamed() {
    var nan =
        assertThrows(
            IllegalArgumentException.class, () -> DoubleRows.encode(new double[] {1, Double.NaN}));
    assertEquals("vector must be finite, got NaN at position 1", nan.getMessage());
    var infinite =
        assertThrows(
            IllegalArgumentException.class,
            () -> DoubleRows.requireFinite(new double[] {Double.NEGATIVE_INFINITY}));
    assertEquals("vector must be finite, got -Infinity at position 0", infinite.getMessage());
  }

  @Test
  void brokenRowsAreRefused() {
    var error = assertThrows(IllegalArgumentException.class, () -> DoubleRows.decode(new byte[12]));
    assertEquals("f64 rows have 8 bytes an element, got 12 bytes", error.getMessage());
  }
}
