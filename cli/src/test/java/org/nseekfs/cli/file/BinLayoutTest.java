package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nseekfs.cli.file.Refusals.assertOpenRefusedWith;
import static org.nseekfs.cli.file.VectorBytes.numbers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinLayoutTest {

  @TempDir Path directory;

  private Path write(String name, ByteBuffer bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes.array());
  }

  @Test
  void readsFloatsAndBytes() throws IOException {
    Path floats = write("v.fbin", numbers(16).putInt(1).putInt(2).putFloat(-1.5f).putFloat(3));
    try (VectorFile file = VectorFile.open(floats)) {
      assertEquals(1, file.count());
      assertEquals(2, file.dimension());
      assertArrayEquals(new float[] {-1.5f, 3}, file.floatVector(0));
      assertEquals(8, file.rowBytesOrNull().byteSize());
    }
    ByteBuffer bytes = numbers(12).putInt(2).putInt(2).put(new byte[] {1, 2, 3, -1});
    try (VectorFile file = VectorFile.open(write("v.u8bin", bytes))) {
      assertArrayEquals(new double[] {3, 255}, file.doubleVector(1));
    }
    try (VectorFile file = VectorFile.open(write("v.i8bin", bytes))) {
      assertArrayEquals(new double[] {3, -1}, file.doubleVector(1));
    }
  }

  @Test
  void refusesAFileOfAnotherLengthThanItPromises() throws IOException {
    assertOpenRefusedWith(
        write("v.fbin", numbers(15).putInt(2).putInt(1)),
        "must have 16 bytes for the 2 vectors of dimension 1 that it promises, has 15");
    assertOpenRefusedWith(
        write("v.i8bin", numbers(11).putInt(2).putInt(1)),
        "must have 10 bytes for the 2 vectors of dimension 1 that it promises, has 11");
    assertOpenRefusedWith(
        write("v.u8bin", numbers(7)),
        "must begin with the number of vectors and their dimension, two little-endian 32-bit"
            + " integers, and has 7 bytes");
  }

  @Test
  void refusesCountsThatAreNotPositive() throws IOException {
    assertOpenRefusedWith(
        write("v.fbin", numbers(8).putInt(-1).putInt(0)),
        "the number of vectors and their dimension, with which the file begins, must be positive,"
            + " got -1 and 0");
  }
}
