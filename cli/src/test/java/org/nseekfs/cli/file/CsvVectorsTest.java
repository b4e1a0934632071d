package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nseekfs.cli.file.Refusals.assertOpenRefused;
import static org.nseekfs.cli.file.Refusals.assertRefused;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvVectorsTest {

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
}
