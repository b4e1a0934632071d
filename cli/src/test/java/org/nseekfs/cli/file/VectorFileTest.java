package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nseekfs.cli.file.Refusals.assertOpenRefused;
import static org.nseekfs.cli.file.Refusals.assertRefused;
import static org.nseekfs.cli.file.VectorBytes.floats;
import static org.nseekfs.cli.file.VectorBytes.header;
import static org.nseekfs.cli.file.VectorBytes.npy;
import static org.nseekfs.cli.file.VectorBytes.numbers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {

  @TempDir Path directory;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(directory.resolve("v.csv"), text);
  }

  @Test
  void givesIntegersAndRefusesOthers() throws IOException {
    Path path = csv("7,-1,2000000000\n3,.5,1\n1,2,3e9");
    try (VectorFile file = VectorFile.open(path)) {
      assertArrayEquals(new int[] {7, -1, 2_000_000_000}, file.intVector(0));
      assertRefused("32-bit integers, got 0.5 at row 1, position 1", () -> file.intVector(1));
      assertRefused("32-bit integers, got 3.0E9 at row 2, position 2", () -> file.intVector(2));
    }
  }

  @Test
  void refusesAValueThatIsNotFiniteOrBeyondAFloat() throws IOException {
    Path path = write("v.npy", npy(1, header("<f4", "(2, 2)"), floats(0, 1, 2, Float.NaN)));
    try (VectorFile file = VectorFile.open(path)) {
      assertRefused("got NaN at row 1, position 1", () -> file.floatVector(1));
      assertRefused("got NaN at row 1, position 1", () -> file.doubleVector(1));
      assertArrayEquals(new float[] {0, 1}, file.floatVector(0));
    }
    ByteBuffer large = numbers(8).putDouble(1e300).flip();
    try (VectorFile file =
        VectorFile.open(write("d.npy", npy(1, header("<f8", "(1, 1)"), large)))) {
      assertRefused("a finite float, got 1.0E300 at row 0, position 0", () -> file.floatVector(0));
    }
  }

  @Test
  void refusesAColumnOfAFileThatHasNone() throws IOException {
    Path path = write("v.npy", npy(1, header("<f4", "(1, 1)"), floats(1)));
    assertEquals(
        path + " has no columns: --column is for .csv, .tsv and .jsonl",
        assertThrows(
                IllegalArgumentException.class,
                () -> VectorFile.open(path, new ReadSettings(null, "v", false)))
            .getMessage());
  }

  @Test
  void refusesADirectory() throws IOException {
    assertOpenRefused("is a directory", Files.createDirectory(directory.resolve("d.csv")));
  }

  @Test
  void refusesAnotherExtensionAndAMissingFile() {
    for (String name : new String[] {"v.txt", "v.npy.old", "-"}) {
      Path path = Path.of(name);
      assertEquals(
          "a file of vectors must end in .npy, .npz, .fvecs, .bvecs, .ivecs, .fbin, .u8bin, .i8bin,"
              + " .csv, .tsv, .jsonl, .hdf5, .h5, got \""
              + path
              + "\": numpy.save makes a .npy of any array",
          assertThrows(IllegalArgumentException.class, () -> VectorFile.open(path)).getMessage());
    }
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> VectorFile.open(directory.resolve("v.parquet")))
            .getMessage()
            .endsWith(
                "numpy.save(\"v.npy\","
                    + " numpy.stack(pandas.read_parquet(\"v.parquet\")[\"vector\"]))"));
    Path missing = directory.resolve("missing.npy");
    assertEquals(
        missing + ": is not a file",
        assertThrows(NoSuchFileException.class, () -> VectorFile.open(missing)).getMessage());
  }
}
