package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nseekfs.cli.file.Refusals.assertOpenRefusedWith;
import static org.nseekfs.cli.file.Refusals.assertRefused;
import static org.nseekfs.cli.file.VectorBytes.floats;
import static org.nseekfs.cli.file.VectorBytes.header;
import static org.nseekfs.cli.file.VectorBytes.npy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorInputTest {

  @TempDir Path directory;

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] npyOfOne(float number) {
    return npy(1, header("<f4", "(1, 1)"), floats(number));
  }

  private static void assertOnlyVector(float expected, Path path, String format)
      throws IOException {
    try (VectorFile file = VectorFile.open(path, new ReadSettings(format, null, false))) {
      assertEquals(1, file.count());
      assertArrayEquals(new float[] {expected}, file.floatVector(0));
    }
  }

  @Test
  void unpacksGzip() throws IOException {
    assertOnlyVector(7, Files.write(directory.resolve("v.npy.gz"), gzip(npyOfOne(7))), null);
    byte[] text = "x\n.5\n".getBytes(StandardCharsets.UTF_8);
    Path csv = Files.write(directory.resolve("V.CSV.GZ"), gzip(text));
    assertOnlyVector(.5f, csv, null);
    assertOnlyVector(.5f, Files.move(csv, directory.resolve("v.data")), "csv.gz");
  }

  @Test
  void leavesNoTemporaryFileBehind() throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    Path path = Files.write(directory.resolve("v.npy.gz"), gzip(npyOfOne(7)));
    Set<Path> before = temporaryFiles(folder);
    try (VectorFile file = VectorFile.open(path)) {
      assertArrayEquals(new float[] {7}, file.floatVector(0));
    }
    assertEquals(before, temporaryFiles(folder));
  }

  private static Set<Path> temporaryFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("nseek"))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void refusesDamagedGzip() throws IOException {
    Path path = directory.resolve("v.npy.gz");
    byte[] packed = gzip(npyOfOne(7));
    assertOpenRefusedWith(Files.write(path, npyOfOne(7)), "is not packed by gzip, as .gz says");
    assertOpenRefusedWith(
        Files.write(path, Arrays.copyOf(packed, packed.length - 9)),
        "cannot be unpacked: Unexpected end of ZLIB input stream; it is damaged or cut off");
    assertOpenRefusedWith(Files.write(path, gzip(new byte[0])), "the file is empty");
    packed[packed.length - 8] ^= 1;
    assertOpenRefusedWith(
        Files.write(path, packed),
        "cannot be unpacked: Corrupt GZIP trailer; it is damaged or cut off");
  }

  @Test
  void readsStandardInput() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(npyOfOne(7)));
      assertOnlyVector(7, Path.of("-"), "npy");
      System.setIn(new ByteArrayInputStream(gzip("[8]\n".getBytes(StandardCharsets.UTF_8))));
      assertOnlyVector(8, Path.of("-"), "jsonl.gz");
      System.setIn(new ByteArrayInputStream("1,2\n3\n".getBytes(StandardCharsets.UTF_8)));
      assertEquals(
          "standard input: every line must have as many columns as line 1, 2, got 1 at line 2,"
              + " column 2",
          assertThrows(
                  MalformedFileException.class,
                  () -> VectorFile.open(Path.of("-"), new ReadSettings("csv", null, false)))
              .getMessage());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void readsAFileAsWhatItIsSaidToBe() throws IOException {
    assertOnlyVector(.5f, Files.writeString(directory.resolve("v.txt"), ".5\n"), "csv");
    assertOnlyVector(7, Files.write(directory.resolve("v"), npyOfOne(7)), "NPY");
  }

  @Test
  void refusesAPackedOrStreamedNpz() throws IOException {
    String fault = "a .npz is read here and there, not from the beginning: write it to a file";
    assertOpenRefusedWith(
        Files.write(directory.resolve("v.npz.gz"), gzip(new byte[1])), fault + ", by gunzip");
    assertRefused(
        "standard input: " + fault,
        () -> VectorFile.open(Path.of("-"), new ReadSettings("npz", null, false)));
  }
}
