package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.nseekfs.cli.file.Refusals.assertOpenRefused;
import static org.nseekfs.cli.file.VectorBytes.numbers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VecsLayoutTest {

  @TempDir Path directory;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  @Test
  void readsFvecsAndBvecs() throws IOException {
    ByteBuffer data = numbers(24);
    data.putInt(2).putFloat(1).putFloat(2).putInt(2).putFloat(3).putFloat(4);
    try (VectorFile file = VectorFile.open(write("v.fvecs", data.array()))) {
      assertEquals(2, file.count());
      assertEquals(2, file.dimension());
      assertArrayEquals(new float[] {3, 4}, file.floatVector(1));
      assertNull(file.rowBytesOrNull());
    }
    try (VectorFile file =
        VectorFile.open(
            write("V.BVECS", numbers(7).putInt(3).put(new byte[] {1, 2, -1}).array()))) {
      assertArrayEquals(new double[] {1, 2, 255}, file.doubleVector(0));
    }
  }

  @Test
  void readsIvecs() throws IOException {
    ByteBuffer data =
        numbers(24).putInt(2).putInt(7).putInt(-1).putInt(2).putInt(3).putInt(1 << 30);
    try (VectorFile file = VectorFile.open(write("v.ivecs", data.array()))) {
      assertArrayEquals(new int[] {7, -1}, file.intVector(0));
      assertArrayEquals(new int[] {3, 1 << 30}, file.intVector(1));
    }
  }

  @Test
  void refusesFvecsWithADifferingDimension() throws IOException {
    ByteBuffer data = numbers(20).putInt(1).putFloat(1).putInt(2).putFloat(3).putFloat(4);
    assertOpenRefused(
        "dimension of row 0, 1, got 2 at row 1 (byte 8)", write("v.fvecs", data.array()));
  }

  @Test
  void refusesTruncatedFvecs() throws IOException {
    ByteBuffer data = numbers(14).putInt(1).putFloat(1).putInt(1);
    assertOpenRefused(
        "row 1 must have 8 bytes, is cut off after 6 (byte 14)", write("v.fvecs", data.array()));
    assertOpenRefused("row 0 must have 4 bytes", write("v.fvecs", new byte[2]));
    assertOpenRefused("row 0 must have", write("v.fvecs", numbers(4).putInt(9).array()));
    assertOpenRefused(
        "the dimension must be positive, got -1 at row 0",
        write("v.fvecs", numbers(4).putInt(-1).array()));
    assertOpenRefused("the file is empty", write("v.fvecs", new byte[0]));
  }
}
