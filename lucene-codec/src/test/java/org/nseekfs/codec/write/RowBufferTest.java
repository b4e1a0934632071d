package org.nseekfs.codec.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.lucene.tests.util.RamUsageTester;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowBufferTest {

  private static byte[] row(int ord, int rowBytes) {
    byte[] row = new byte[rowBytes];
    for (int i = 0; i < rowBytes; i++) {
      row[i] = (byte) (ord * 31 + i * 7);
    }
    return row;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 386, 1536, 32_768, 32_769, 131_072})
  void everyRowIsReadBack(int rowBytes) {
    RowBuffer buffer = new RowBuffer(rowBytes);
    int count = Math.min(70_000, 3 * (1 << 20) / rowBytes);
    for (int ord = 0; ord < count; ord++) {
      buffer.add(row(ord, rowBytes));
    }
    assertEquals(count, buffer.count());
    for (int ord = count - 1; ord >= 0; ord -= Math.max(1, count / 1000)) {
      assertArrayEquals(row(ord, rowBytes), buffer.get(ord));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 386, 1536, 65_536})
  void ramBytesUsedIsTrueAndHardlyMoreThanTheRows(int rowBytes) {
    RowBuffer buffer = new RowBuffer(rowBytes);
    for (int count = 1; count <= 2000; count++) {
      buffer.add(row(count, rowBytes));
      if (count == 1 || count == 17 || count == 2000) {
        long measured = RamUsageTester.ramUsed(buffer);
        assertEquals(measured, buffer.ramBytesUsed(), 0.05 * measured + 64);
        assertTrue(buffer.ramBytesUsed() <= 2L * count * rowBytes + 1000);
      }
    }
  }
}
