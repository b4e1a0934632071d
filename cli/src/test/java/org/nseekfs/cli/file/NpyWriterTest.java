package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriterTest {

  @TempDir Path directory;

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Path path = directory.resolve("v.npy");
    int dimension = 9000;
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.FLOAT32, dimension)) {
      for (int row = 0; row < 20; row++) {
        float[] vector = new float[dimension];
        vector[row] = row + .5f;
        writer.write(vector);
      }
      writer.commit();
    }
    try (VectorFile file = VectorFile.open(path)) {
      assertEquals(20, file.count());
      assertEquals(19.5f, file.floatVector(19)[19]);
      assertEquals(1.5f, file.floatVector(1)[1]);
    }
    assertEquals(1, files());
  }

  @Test
  void writesEveryKindItTakes() throws IOException {
    Path path = directory.resolve("v.npy");
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.FLOAT64, 2)) {
      writer.write(new double[] {.1, 2});
      writer.write(new float[] {.5f, 3});
      writer.commit();
    }
    try (VectorFile file = VectorFile.open(path)) {
      assertArrayEquals(new double[] {.1, 2}, file.doubleVector(0));
      assertArrayEquals(new double[] {.5, 3}, file.doubleVector(1));
    }
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.INT8, 2)) {
      writer.write(new byte[] {-1, 2});
      writer.commit();
    }
    try (VectorFile file = VectorFile.open(path)) {
      assertArrayEquals(new double[] {-1, 2}, file.doubleVector(0));
    }
  }

  @Test
  void leavesTheTargetUntouchedWithoutCommit() throws IOException {
    Path path = Files.writeString(directory.resolve("v.npy"), "old");
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.FLOAT32, 1)) {
      writer.write(new float[] {1});
    }
    assertEquals("old", Files.readString(path));
    assertEquals(1, files());
  }

  @Test
  void refusesRowsThatDoNotFit() throws IOException {
    Path path = directory.resolve("v.npy");
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.FLOAT32, 2)) {
      writer.write(new float[2]);
      assertEquals(
          path + ": row 1 must have 2 numbers, got 3",
          assertThrows(IllegalArgumentException.class, () -> writer.write(new float[3]))
              .getMessage());
      assertThrows(IllegalArgumentException.class, () -> writer.write(new double[2]));
      assertThrows(IllegalArgumentException.class, () -> writer.write(new int[2]));
      assertThrows(IllegalArgumentException.class, () -> writer.write(new byte[2]));
    }
    assertThrows(
        IllegalArgumentException.class, () -> NpyWriter.create(path, ElementKind.FLOAT32, 0));
    assertEquals(0, files());
  }
}
