package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyMatrixTest {

  @TempDir Path directory;

  @Test
  void readsIntegersAndDoubles() throws IOException {
    Path path = directory.resolve("truth.npy");
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.INT32, 3)) {
      writer.write(new int[] {7, -1, 2_000_000_000});
      writer.write(new int[] {1, 2, 3});
      writer.commit();
    }
    try (NpyMatrix truth = NpyMatrix.open(path)) {
      assertEquals(2, truth.rows());
      assertEquals(3, truth.columns());
      assertEquals(ElementKind.INT32, truth.kind());
      assertArrayEquals(new int[] {7, -1, 2_000_000_000}, truth.intRow(0));
      assertArrayEquals(new double[] {1, 2, 3}, truth.doubleRow(1));
      assertThrows(IndexOutOfBoundsException.class, () -> truth.intRow(2));
    }
  }

  @Test
  void refusesIntegersThatAreNone() throws IOException {
    Path path = directory.resolve("truth.npy");
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.FLOAT64, 2)) {
      writer.write(new double[] {3, .5});
      writer.commit();
    }
    try (NpyMatrix truth = NpyMatrix.open(path)) {
      assertEquals(
          path + ": must hold 32-bit integers, got 0.5 at row 0, column 1",
          assertThrows(MalformedFileException.class, () -> truth.intRow(0)).getMessage());
    }
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    Path path = directory.resolve("truth.npy");
    try (NpyWriter writer = NpyWriter.create(path, ElementKind.FLOAT64, 2)) {
      writer.write(new double[] {3, .5});
      writer.commit();
    }
    byte[] bytes = Files.readAllBytes(path);
    Files.write(path, Arrays.copyOf(bytes, bytes.length - 1));
    assertThrows(MalformedFileException.class, () -> NpyMatrix.open(path).close());
  }
}
