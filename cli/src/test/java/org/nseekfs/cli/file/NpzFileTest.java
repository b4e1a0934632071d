package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nseekfs.cli.file.Refusals.assertOpenRefused;
import static org.nseekfs.cli.file.Refusals.assertOpenRefusedWith;
import static org.nseekfs.cli.file.VectorBytes.floats;
import static org.nseekfs.cli.file.VectorBytes.header;
import static org.nseekfs.cli.file.VectorBytes.npy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFileTest {

  @TempDir Path directory;

  /** A file of arrays of one vector, {@code number}, each. */
  private Path npz(int level, String... names) throws IOException {
    Path path = directory.resolve("v.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      for (int number = 0; number < names.length; number++) {
        zip.setLevel(level);
        zip.putNextEntry(new ZipEntry(names[number]));
        zip.write(npy(1, header("<f4", "(1, 1)"), floats(number)));
      }
    }
    return path;
  }

  private static void assertOnlyVector(float expected, Path path) throws IOException {
    try (VectorFile file = VectorFile.open(path)) {
      assertEquals(path, file.path());
      assertEquals(1, file.count());
      assertArrayEquals(new float[] {expected}, file.floatVector(0));
    }
  }

  @Test
  void readsTheOnlyArray() throws IOException {
    for (int level : new int[] {0, 9}) {
      assertOnlyVector(0, npz(level, "arr_0.npy"));
      assertOnlyVector(1, npz(level, "notes.txt", "arr_0.npy"));
    }
  }

  @Test
  void readsTheArrayThatIsNamed() throws IOException {
    Path path = npz(9, "base.npy", "query.npy");
    assertOnlyVector(0, path.resolveSibling("v.npz#base"));
    assertOnlyVector(1, path.resolveSibling("v.npz#query"));
  }

  @Test
  void aFileOfTheWholeNameGoesFirst() throws IOException {
    Path path = npz(9, "base.npy", "query.npy");
    Path other = path.resolveSibling("v.npz#query.npy");
    Files.write(other, npy(1, header("<f4", "(1, 1)"), floats(7)));
    assertOnlyVector(7, other);
  }

  @Test
  void listsTheArraysWhereNoneOrAWrongOneIsNamed() throws IOException {
    Path path = npz(9, "base.npy", "query.npy");
    assertOpenRefusedWith(
        path, "holds several arrays: name one of base, query, as in " + path + "#base");
    assertOpenRefusedWith(
        path.resolveSibling("v.npz#test"),
        "has no array test: name one of base, query, as in " + path + "#base");
    assertOpenRefusedWith(npz(9, "notes.txt"), "holds no arrays");
  }

  @Test
  void namesAFileThatIsMissingWithoutTheArray() {
    assertEquals(
        directory.resolve("v.npz") + ": is not a file",
        assertThrows(
                NoSuchFileException.class, () -> VectorFile.open(directory.resolve("v.npz#base")))
            .getMessage());
  }

  @Test
  void refusesADamagedFile() throws IOException {
    Path path = Files.write(directory.resolve("v.npz"), npy(1, header("<f4", "(1, 1)"), floats(7)));
    assertOpenRefused("is no .npz, or damaged: ", path);
    assertOpenRefused("; make it by numpy.savez", path);
  }

  @Test
  void refusesAnArrayOfAFileThatHoldsOneMatrix() throws IOException {
    Files.write(directory.resolve("v.npy"), npy(1, header("<f4", "(1, 1)"), floats(7)));
    assertOpenRefusedWith(
        directory.resolve("v.npy#base"), "the file holds one matrix: leave out #base");
  }
}
