package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nseekfs.cli.file.Refusals.assertOpenRefused;
import static org.nseekfs.cli.file.Refusals.assertOpenRefusedWith;
import static org.nseekfs.cli.file.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {

  @TempDir Path directory;

  private Path csv(String text) throws IOException {
    return Files.writeString(directory.resolve("v.csv"), text);
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
    assertOpenRefused(
        "UTF-16",
        Files.writeString(directory.resolve("v.csv"), ".1,.2\n", StandardCharsets.UTF_16));
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
      try (VectorFile file = VectorFile.open(path, new ReadSettings(null, null, true))) {
        assertEquals(2, file.count());
        assertArrayEquals(new double[] {0, 1, 2}, file.doubleVector(0));
      }
    }
  }

  @Test
  void refusesLinesThatBeginWithTheirNumbers() throws IOException {
    Path path = csv("0,.1,.2\n1,.3,.4\n2,.5,.6\n");
    assertOpenRefused("column 1 numbers the lines from 0", path);
    try (VectorFile file = VectorFile.open(path, new ReadSettings(null, null, true))) {
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
        "x,1\n1,2\n",
        0);
    assertCellRefused(
        "got \"\" at line 1, column 1; commas part elements, and if that is a label",
        ",0,1\n0,1,2\n",
        0);
    assertCellRefused("got \"nan\" at line 1, column 1; commas", "nan,nan\n1,2\n", 0);
  }

  private static void assertVectors(Path path, ReadSettings settings, double[]... expected)
      throws IOException {
    try (VectorFile file = VectorFile.open(path, settings)) {
      assertEquals(expected.length, file.count());
      for (int row = 0; row < expected.length; row++) {
        assertArrayEquals(expected[row], file.doubleVector(row));
      }
    }
  }

  private static void assertVectors(Path path, double[]... expected) throws IOException {
    assertVectors(path, ReadSettings.DEFAULT, expected);
  }

  private static double[] vector(double... elements) {
    return elements;
  }

  @Test
  void aLineOfNamesIsNoVector() throws IOException {
    assertVectors(csv("x,y\n1,2\n3,4\n"), vector(1, 2), vector(3, 4));
    assertVectors(csv("\"x, 1\",\"y\"\r\n1,\"2\"\r\n"), vector(1, 2));
    assertOpenRefusedWith(csv("x,y\n"), "holds no vectors behind its header line");
    try (VectorFile file = VectorFile.open(csv("x,y\n1,2\n"), new ReadSettings(null, null, true))) {
      assertRefused("got \"x\" at line 1, column 1", () -> file.doubleVector(0));
    }
  }

  @Test
  void refusesIdsAmongTheElements() throws IOException {
    assertOpenRefusedWith(
        csv("ID,x,y\n7,1,2\n"),
        "column 1 is called \"ID\", and all columns are taken for elements: leave it out, or write"
            + " the vectors as lists into one column");
    assertOpenRefusedWith(
        csv(",x,y\n0,1,2\n1,3,4\n"),
        "column 1 numbers the lines from 0: write it without labels (pandas: to_csv(path,"
            + " header=False, index=False))");
    Path tsv = Files.writeString(directory.resolve("v.tsv"), "1,2\t3\n");
    try (VectorFile file = VectorFile.open(tsv)) {
      assertRefused("column 1; tabs part elements", () -> file.doubleVector(0));
    }
  }

  @Test
  void saysWhichColumnHoldsNoElements() throws IOException {
    assertCellRefused(
        "got \"one\" at line 2, column 2; without --column all columns are elements: leave out"
            + " \"text\" if it holds none",
        "x,text,y\n1,one,2\n",
        0);
  }

  @Test
  void readsTheOnlyColumnThatHoldsAList() throws IOException {
    double[][] expected = {vector(.1, -2), vector(3, 4)};
    assertVectors(
        csv("id,text,vector\n7,\"a \"\"b\"\", c\",\"[0.1, -2]\"\n8,\"two\nlines\",\"[3,4]\"\n"),
        expected);
    assertVectors(csv(",text,vector\n0,a,[0.1 -2]\n1,b,[ 3.  4. ]\n"), expected);
    assertVectors(csv("7, \"[.1,-2]\"\n8, \"[3,4]\"\n"), expected);
    assertVectors(
        Files.writeString(directory.resolve("v.tsv"), "id\tvector\n7\t[0.1, -2]\n8\t[3, 4]\n"),
        expected);
  }

  @Test
  void readsTheColumnThatIsNamed() throws IOException {
    Path named = csv("id,a,b\n7,[1 2],[3 4]\n");
    assertVectors(named, new ReadSettings(null, "a", false), vector(1, 2));
    assertVectors(named, new ReadSettings(null, "b", false), vector(3, 4));
    assertOpenRefusedWith(
        named,
        "holds several lists in line 2, in columns a, b: --column says which are the vectors");
    assertRefused(
        "has no column \"c\": line 1 names id, a, b",
        () -> assertVectors(named, new ReadSettings(null, "c", false)));
    Path numbered = csv("7,[1 2],[3 4]\n");
    assertVectors(numbered, new ReadSettings(null, "3", false), vector(3, 4));
    assertRefused(
        "has no column \"0\": line 1 names no columns, --column takes a number from 1 to 3",
        () -> assertVectors(numbered, new ReadSettings(null, "0", false)));
  }

  @Test
  void refusesMalformedLists() throws IOException {
    assertOpenRefusedWith(
        csv("id,vector\n7,[1 2]\n8,\"[1,2,3]\"\n"),
        "every vector must have the dimension of that in line 2, 2, got 3 at line 3");
    assertCellRefused("got \"...\" at line 2, column 2, element 2", "id,vector\n7,[1 ... 2]\n", 0);
    assertCellRefused("got \"\" at line 1, column 2, element 2", "7,\"[1,,2]\"\n", 0);
    assertOpenRefusedWith(
        csv("id,vector\n7,[1 2]\n8,\"[1,2]\n9,[1 2]\n"),
        "a quote is not closed in the record that begins at line 3");
  }

  @Test
  void countsLinesBetweenQuotes() throws IOException {
    assertCellRefused(
        "got \"x\" at line 4, column 2, element 1", "a,\"[1]\"\n\"b\nc\",\"[2]\"\nd,\"[x]\"\n", 2);
  }

  private void assertCellRefused(String message, String text, int row) throws IOException {
    try (VectorFile file = VectorFile.open(csv(text))) {
      assertRefused(message, () -> file.floatVector(row));
      assertRefused(message, () -> file.doubleVector(row));
    }
  }
}
