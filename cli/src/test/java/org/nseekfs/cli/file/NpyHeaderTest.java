package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nseekfs.cli.file.Refusals.assertOpenRefused;
import static org.nseekfs.cli.file.Refusals.assertOpenRefusedWith;
import static org.nseekfs.cli.file.VectorBytes.floats;
import static org.nseekfs.cli.file.VectorBytes.header;
import static org.nseekfs.cli.file.VectorBytes.npy;
import static org.nseekfs.cli.file.VectorBytes.numbers;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyHeaderTest {

  @TempDir Path directory;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  @Test
  void readsFloatsOfEveryNpyVersion() throws IOException {
    for (int major = 1; major <= 3; major++) {
      Path path = write("v.npy", npy(major, header("<f4", "(2, 3)"), floats(1, 2, 3, 4, 5, 6.5f)));
      try (VectorFile file = VectorFile.open(path)) {
        assertEquals(2, file.count());
        assertEquals(3, file.dimension());
        assertEquals(ElementKind.FLOAT32, file.kind());
        assertFalse(file.isDouble());
        assertArrayEquals(new float[] {4, 5, 6.5f}, file.floatVector(1));
        assertArrayEquals(new double[] {1, 2, 3}, file.doubleVector(0));
        assertEquals(6.5f, file.rowBytesOrNull().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 20));
        assertThrows(IndexOutOfBoundsException.class, () -> file.floatVector(2));
        assertThrows(IndexOutOfBoundsException.class, () -> file.doubleVector(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> file.floatVector(0, new float[2]));
      }
    }
  }

  @Test
  void readsDoublesExactlyAndRoundsThemToFloats() throws IOException {
    ByteBuffer data = numbers(16).putDouble(.1).putDouble(-1e-300).flip();
    try (VectorFile file = VectorFile.open(write("v.npy", npy(1, header("<f8", "(1, 2)"), data)))) {
      assertTrue(file.isDouble());
      assertArrayEquals(new double[] {.1, -1e-300}, file.doubleVector(0));
      assertArrayEquals(new float[] {.1f, -0f}, file.floatVector(0));
    }
  }

  @Test
  void readsHalfFloatsAndIntegers() throws IOException {
    assertRow(header("<f2", "(1, 1)"), numbers(2).putShort(Float.floatToFloat16(-1.5f)), -1.5f);
    assertRow(header("|i1", "(1, 1)"), numbers(1).put((byte) -3), -3);
    assertRow(header("|u1", "(1, 1)"), numbers(1).put((byte) -3), 253);
    assertRow(header("<i4", "(1, 1)"), numbers(4).putInt(-70_000), -70_000);
    assertRow(header("<i8", "(1, 1)"), numbers(8).putLong(1L << 40), 1L << 40);
  }

  private void assertRow(String header, ByteBuffer data, float expected) throws IOException {
    try (VectorFile file = VectorFile.open(write("v.npy", npy(1, header, data.flip())))) {
      assertArrayEquals(new float[] {expected}, file.floatVector(0));
      assertArrayEquals(new double[] {expected}, file.doubleVector(0));
    }
  }

  @Test
  void refusesAMalformedNpyHeader() throws IOException {
    ByteBuffer none = numbers(0);
    assertOpenRefused("the file is empty", write("v.npy", new byte[0]));
    assertOpenRefused("must begin with \\x93NUMPY", write("v.npy", new byte[20]));
    assertOpenRefused("must begin with \\x93NUMPY", write("v.npy", new byte[3]));
    assertOpenRefused(
        "version must be 1, 2 or 3, got 4",
        write("v.npy", npy(4, header("<f4", "(1, 1)"), floats(1))));
    assertOpenRefused(
        "must have descr",
        write("v.npy", npy(1, "{'shape': (1, 1), 'fortran_order': False}", none.duplicate())));
    assertOpenRefused("must have fortran_order", write("v.npy", npy(1, "{}", none.duplicate())));
    assertOpenRefused(
        "must have shape",
        write("v.npy", npy(1, header("<f4", "(1, 1)").replace("shape", "form"), floats(1))));
    assertOpenRefused(
        "the shape is too large",
        write("v.npy", npy(1, header("<f4", "(9223372036854775807, 3)"), floats(1))));
  }

  @Test
  void readsLongIntegersOfPython2InAShape() throws IOException {
    for (String shape : new String[] {"(1L, 2L)", "(1, 2L)", "(1L, 2L,)"}) {
      Path path = write("v.npy", npy(1, header("<f4", shape), floats(3, 4)));
      try (VectorFile file = VectorFile.open(path)) {
        assertEquals(1, file.count());
        assertArrayEquals(new float[] {3, 4}, file.floatVector(0));
      }
    }
  }

  @Test
  void readsAHeaderWithDoubleQuotes() throws IOException {
    String header = header("<f4", "(1, 2)").replace('\'', '"');
    try (VectorFile file = VectorFile.open(write("v.npy", npy(1, header, floats(3, 4))))) {
      assertArrayEquals(new float[] {3, 4}, file.floatVector(0));
    }
  }

  @Test
  void saysHowToSaveNumbersOfAnotherType() throws IOException {
    for (String descr : new String[] {"<c8", "|b1", "<U5", "<i2", "<f16"}) {
      Path path = write("v.npy", npy(1, header(descr, "(1, 1)"), floats(1)));
      assertOpenRefusedWith(
          path,
          "numbers must be of type f2, f4, f8, i1, u1, i4 or i8, got '"
              + descr
              + "': numpy.save(\"v.npy\", a.astype(\"<f4\"))");
    }
    assertOpenRefusedWith(
        write("v.npy", npy(1, header("|O", "(3,)"), floats(1))),
        "numbers must be of type f2, f4, f8, i1, u1, i4 or i8, got '|O':"
            + " numpy.save(\"v.npy\", numpy.stack(a).astype(\"<f4\"))");
    String fields = header("<f4", "(1,)").replace("'<f4'", "[('x', '<f4'), ('y', '<f4')]");
    assertOpenRefusedWith(
        write("v.npy", npy(1, fields, floats(1, 2))),
        "must hold numbers of one type, holds a structured array: numpy.save(\"v.npy\","
            + " numpy.lib.recfunctions.structured_to_unstructured(a))");
  }

  @Test
  void saysHowToSaveOtherThanTwoDimensions() throws IOException {
    for (String shape : new String[] {"(4,)", "(4L,)", "()"}) {
      assertOpenRefusedWith(
          write("v.npy", npy(1, header("<f4", shape), floats(1, 2, 3, 4))),
          "must have two dimensions, a row for each vector, got the shape "
              + shape
              + ": numpy.save(\"v.npy\", a.reshape(1, -1))");
    }
    assertOpenRefusedWith(
        write("v.npy", npy(1, header("<f4", "(2, 1, 2)"), floats(1, 2, 3, 4))),
        "must have two dimensions, a row for each vector, got the shape (2, 1, 2):"
            + " numpy.save(\"v.npy\", a.reshape(len(a), -1))");
  }

  @Test
  void readsFortranOrder() throws IOException {
    String header = header("<f4", "(2, 3)").replace("False", "True");
    try (VectorFile file =
        VectorFile.open(write("v.npy", npy(1, header, floats(1, 4, 2, 5, 3, 6))))) {
      assertArrayEquals(new float[] {1, 2, 3}, file.floatVector(0));
      assertArrayEquals(new float[] {4, 5, 6}, file.floatVector(1));
      assertArrayEquals(new double[] {4, 5, 6}, file.doubleVector(1));
      assertNull(file.rowBytesOrNull());
    }
  }

  @Test
  void readsBigEndianNumbers() throws IOException {
    short half = Float.floatToFloat16(-1.5f);
    assertRow(header(">f2", "(1, 1)"), ByteBuffer.allocate(2).putShort(half), -1.5f);
    assertRow(header(">f4", "(1, 1)"), ByteBuffer.allocate(4).putFloat(-1.5f), -1.5f);
    assertRow(header(">f8", "(1, 1)"), ByteBuffer.allocate(8).putDouble(-1.5), -1.5f);
    assertRow(header(">i4", "(1, 1)"), ByteBuffer.allocate(4).putInt(-70_000), -70_000);
    assertRow(header(">i8", "(1, 1)"), ByteBuffer.allocate(8).putLong(1L << 40), 1L << 40);
    ByteBuffer data = ByteBuffer.allocate(8).putFloat(1).putFloat(2).flip();
    try (VectorFile file = VectorFile.open(write("v.npy", npy(1, header(">f4", "(1, 2)"), data)))) {
      assertNull(file.rowBytesOrNull());
    }
  }

  @Test
  void refusesAnNpyFileOfAnotherSizeThanItPromises() throws IOException {
    String header = header("<f4", "(2, 2)");
    long start = 10L + header.length();
    assertOpenRefused(
        "must have " + (start + 16) + " bytes for its shape (2, 2) of <f4, has " + (start + 12),
        write("v.npy", npy(1, header, floats(1, 2, 3))));
    assertOpenRefused("has " + (start + 20), write("v.npy", npy(1, header, floats(1, 2, 3, 4, 5))));
    assertOpenRefused(
        "holds no numbers: its shape is (0, 2)",
        write("v.npy", npy(1, header("<f4", "(0, 2)"), numbers(0))));
    byte[] cut = Arrays.copyOf(npy(1, header, floats(1)), 30);
    assertOpenRefused(
        "the header must end at byte " + start + ", the file at 30", write("v.npy", cut));
    assertOpenRefused("the header ends at byte 9", write("v.npy", Arrays.copyOf(cut, 9)));
  }
}
