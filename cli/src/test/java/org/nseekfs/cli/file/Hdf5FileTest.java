package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nseekfs.cli.file.Refusals.assertOpenRefused;
import static org.nseekfs.cli.file.Refusals.assertOpenRefusedWith;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5FileTest {

  @TempDir Path directory;

  private Path hdf5(Object... namesAndData) {
    Path path = directory.resolve("v.hdf5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      for (int i = 0; i < namesAndData.length; i += 2) {
        file.putDataset((String) namesAndData[i], namesAndData[i + 1]);
      }
    }
    return path;
  }

  @Test
  void readsTheDataSetThatIsNamed() throws IOException {
    Path path =
        hdf5(
            "train", new float[][] {{1, 2}, {3, 4.5f}},
            "test", new double[][] {{.1, -.2}},
            "neighbors", new int[][] {{1, 0}},
            "count", new int[] {2});
    try (VectorFile file = VectorFile.open(path.resolveSibling("v.hdf5#train"))) {
      assertEquals(2, file.count());
      assertEquals(ElementKind.FLOAT32, file.kind());
      assertArrayEquals(new float[] {1, 2}, file.floatVector(0));
      assertArrayEquals(new float[] {3, 4.5f}, file.floatVector(1));
    }
    try (VectorFile file = VectorFile.open(path.resolveSibling("v.hdf5#test"))) {
      assertArrayEquals(new double[] {.1, -.2}, file.doubleVector(0));
    }
    try (VectorFile file = VectorFile.open(path.resolveSibling("v.hdf5#neighbors"))) {
      assertArrayEquals(new int[] {1, 0}, file.intVector(0));
    }
    assertOpenRefusedWith(
        path,
        "holds several arrays: name one of neighbors, test, train, as in " + path + "#neighbors");
    assertOpenRefusedWith(
        path.resolveSibling("v.hdf5#count"),
        "has no array count: name one of neighbors, test, train, as in " + path + "#neighbors");
  }

  @Test
  void readsTheOnlyDataSet() throws IOException {
    Path path = hdf5("a", new byte[][] {{1, -2}}, "note", "text");
    try (VectorFile file = VectorFile.open(Files.move(path, path.resolveSibling("v.h5")))) {
      assertArrayEquals(new double[] {1, -2}, file.doubleVector(0));
    }
  }

  @Test
  void saysHowToSaveNumbersOfAnotherType() {
    assertOpenRefusedWith(
        hdf5("a", new short[][] {{1, 2}}),
        "the data set a must hold f2, f4, f8, i1, u1, i4 or i8, holds i2: numpy.save(\"v.npy\","
            + " h5py.File(\"v.hdf5\")[\"a\"][:].astype(\"<f4\"))");
  }

  @Test
  void saysHowToSaveADataSetInChunks() {
    Path path = directory.resolve("v.hdf5");
    try (WritableHdfFile file = HdfFile.write(path)) {
      file.putDataset(
          "a",
          new float[][] {{1, 2}},
          DatasetCreationOptions.builder().chunkDimensions(1, 1).build());
    }
    assertOpenRefusedWith(
        path,
        "the data set a is packed, in chunks, or empty: numpy.save(\"v.npy\","
            + " h5py.File(\"v.hdf5\")[\"a\"][:])");
  }

  @Test
  void refusesADamagedFile() throws IOException {
    Path path = hdf5("a", new float[][] {{1, 2}});
    byte[] bytes = Files.readAllBytes(path);
    String oneAndTwo = "\0\0\u0080\u003F\0\0\0\u0040";
    int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(oneAndTwo) + 8;
    assertTrue(end > 8);
    for (int length = 1; length < end; length++) {
      Path cut = Files.write(path, Arrays.copyOf(bytes, length));
      assertThrows(MalformedFileException.class, () -> VectorFile.open(cut).close());
    }
    assertOpenRefusedWith(
        Files.write(path, Arrays.copyOf(bytes, end - 1)),
        "is cut off: its vectors end at byte " + end + ", the file at " + (end - 1));
    assertOpenRefused("is no .hdf5, or damaged: ", Files.write(path, new byte[5000]));
  }
}
