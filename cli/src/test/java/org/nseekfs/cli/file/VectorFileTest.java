package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {

  @TempDir Path directory;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private Path csv(String text) throws IOException {
    return write("v.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] npy(int major, String header, ByteBuffer data) {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(12 + text.length + data.remaining());
    file.order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93);
    file.put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) major).put((byte) 0);
    if (major == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text).put(data).flip();
    byte[] bytes = new byte[file.remaining()];
    file.get(bytes);
    return bytes;
  }

  private static String header(String descr, String shape) {
    return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
  }

  private static ByteBuffer numbers(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static ByteBuffer floats(float... floats) {
    ByteBuffer data = numbers(floats.length * Float.BYTES);
    for (float value : floats) {
      data.putFloat(value);
    }
    return data.flip();
  }

  private static void assertRefused(String message, Executable action) {
    MalformedFileException refused = assertThrows(MalformedFileException.class, action);
    assertTrue(
        refused.getMessage().contains(message),
        () -> "\"" + refused.getMessage() + "\" must contain \"" + message + "\"");
  }

  private void assertOpenRefused(String message, Path path) {
    assertRefused(message, () -> VectorFile.open(path).close());
    assertRefused(path.toString(), () -> VectorFile.open(path).close());
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
  void givesIntegersAsBytesAndRefusesOthers() throws IOException {
    Path path = csv("-128,127\n0,128\n.5,1");
    try (VectorFile file = VectorFile.open(path)) {
      assertArrayEquals(new byte[] {-128, 127}, file.byteVector(0));
      assertRefused("got 128.0 at row 1, position 1", () -> file.byteVector(1));
      assertRefused("got 0.5 at row 2, position 0", () -> file.byteVector(2));
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
        "must have shape (two numbers)",
        write("v.npy", npy(1, header("<f4", "(4,)"), floats(1, 2, 3, 4))));
    assertOpenRefused("got '>f4'", write("v.npy", npy(1, header(">f4", "(1, 1)"), floats(1))));
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
  void saysHowToSaveWhatItDoesNotRead() throws IOException {
    for (String descr : new String[] {">f4", "<c8", "|b1", "|O", "<U5", "<i2", "<f16"}) {
      assertOpenRefused(
          "got '" + descr + "'; save a.astype('<f4')",
          write("v.npy", npy(1, header(descr, "(1, 1)"), floats(1))));
    }
    String fields = header("<f4", "(1, 1)").replace("'<f4'", "[('x', '<f4')]");
    assertOpenRefused("must have descr", write("v.npy", npy(1, fields, floats(1))));
    assertOpenRefused(
        "a.reshape(rows, -1)", write("v.npy", npy(1, header("<f4", "(1, 1, 1)"), floats(1))));
  }

  @Test
  void refusesFortranOrder() throws IOException {
    String header = header("<f4", "(1, 1)").replace("False", "True");
    assertOpenRefused(
        "fortran_order: True; save numpy.ascontiguousarray(a)",
        write("v.npy", npy(1, header, floats(1))));
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
      assertRefused("got 255.0 at row 0, position 2", () -> file.byteVector(0));
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

  @Test
  void readsCsvWithAnyLineEnd() throws IOException {
    for (String text : new String[] {"1,2\n-3e2, .1 \n", "1,2\r\n-3e2,.1\r\n", "1,2\n-3e2,.1"}) {
      try (VectorFile file = VectorFile.open(csv(text))) {
        assertEquals(2, file.count());
        assertEquals(2, file.dimension());
        assertTrue(file.isDouble());
        assertArrayEquals(new double[] {-300, .1}, file.doubleVector(1));
        assertArrayEquals(new float[] {-300, .1f}, file.floatVector(1));
      }
    }
  }

  @Test
  void readsMoreLinesThanItExpects() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      text.append(i).append('\n');
    }
    try (VectorFile file = VectorFile.open(csv(text.toString()))) {
      assertEquals(5000, file.count());
      for (int i = 0; i < 5000; i++) {
        assertArrayEquals(new float[] {i}, file.floatVector(i));
      }
    }
  }

  @Test
  void refusesRaggedCsv() throws IOException {
    assertOpenRefused(
        "as many columns as line 1, 2, got 3 at line 2, column 3", csv("1,2\n1,2,3\n"));
    assertOpenRefused(
        "as many columns as line 1, 2, got 1 at line 3, column 2", csv("1,2\n1,2\n1\n"));
    assertOpenRefused("got 1 at line 2", csv("1,2\n\n3,4\n"));
    assertOpenRefused("the file is empty", csv(""));
  }

  @Test
  void refusesACsvCellThatIsNoFiniteNumber() throws IOException {
    assertCellRefused("got \"x\" at line 2, column 1", "1,2\nx,2\n", 1);
    assertCellRefused("got \"\" at line 1, column 2", "1,\n", 0);
    assertCellRefused("got \"NaN\" at line 1, column 1", "NaN,1\n", 0);
    assertCellRefused("got \"1e999\" at line 1, column 2", "1,1e999\n", 0);
    try (VectorFile file = VectorFile.open(csv("1e99"))) {
      assertRefused("a finite float, got \"1e99\"", () -> file.floatVector(0));
      assertArrayEquals(new double[] {1e99}, file.doubleVector(0));
    }
  }

  @Test
  void aByteOrderMarkIsNoPartOfACsv() throws IOException {
    try (VectorFile file = VectorFile.open(csv("\uFEFF.1,.2\n.3,.4\n"))) {
      assertEquals(2, file.count());
      assertArrayEquals(new double[] {.1, .2}, file.doubleVector(0));
      assertArrayEquals(new double[] {.3, .4}, file.doubleVector(1));
    }
    assertOpenRefused("holds no vectors", csv("\uFEFF"));
    assertOpenRefused("UTF-16", write("v.csv", ".1,.2\n".getBytes(StandardCharsets.UTF_16)));
  }

  @Test
  void anInvisibleCharacterInACellIsShown() throws IOException {
    assertCellRefused("got \"\\uFEFF.3\" at line 2, column 1", ".1,.2\n\uFEFF.3,.4\n", 1);
  }

  @Test
  void refusesLabelsThatArePandasNumbers() throws IOException {
    for (String labels :
        new String[] {"0,1,2\n", "0, 1, 2\r\n", "0.0,1.0,2.0\n", "\uFEFF0,1,2\n"}) {
      Path path = csv(labels + ".1,.2,.3\n");
      assertOpenRefused("line 1 numbers the columns from 0", path);
      assertOpenRefused("to_csv(path, header=False, index=False)", path);
      assertOpenRefused("--plain-csv", path);
      try (VectorFile file = VectorFile.open(path, true)) {
        assertEquals(2, file.count());
        assertArrayEquals(new double[] {0, 1, 2}, file.doubleVector(0));
      }
    }
  }

  @Test
  void refusesLinesThatBeginWithTheirNumbers() throws IOException {
    Path path = csv("0,.1,.2\n1,.3,.4\n2,.5,.6\n");
    assertOpenRefused("column 1 numbers the lines from 0", path);
    try (VectorFile file = VectorFile.open(path, true)) {
      assertEquals(3, file.dimension());
    }
    for (String text : new String[] {"0,.1\n", "0,.1\n1,.2\n1,.3\n", "0,2\n0,1\n", "1,0\n0,1\n"}) {
      VectorFile.open(csv(text)).close();
    }
  }

  @Test
  void saysWhatToDoAboutLabelsThatAreNoNumbers() throws IOException {
    assertCellRefused(
        "got \"x\" at line 1, column 1; commas part elements, and if that is a label, write it",
        "x,y\n1,2\n",
        0);
    assertCellRefused(
        "got \"\" at line 1, column 1; commas part elements, and if that is a label",
        ",0,1\n0,1,2\n",
        0);
  }

  private void assertCellRefused(String message, String text, int row) throws IOException {
    try (VectorFile file = VectorFile.open(csv(text))) {
      assertRefused(message, () -> file.floatVector(row));
      assertRefused(message, () -> file.doubleVector(row));
    }
  }

  @Test
  void refusesADirectory() throws IOException {
    assertOpenRefused("is a directory", Files.createDirectory(directory.resolve("d.csv")));
  }

  @Test
  void refusesAnotherExtensionAndAMissingFile() {
    Path text = directory.resolve("v.txt");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> VectorFile.open(text))
            .getMessage()
            .contains(text.toString()));
    Path missing = directory.resolve("missing.npy");
    assertEquals(
        missing + ": is not a file",
        assertThrows(NoSuchFileException.class, () -> VectorFile.open(missing)).getMessage());
  }
}
