package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nseekfs.cli.file.Refusals.assertOpenRefused;
import static org.nseekfs.cli.file.Refusals.assertOpenRefusedWith;
import static org.nseekfs.cli.file.Refusals.assertRefused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonRowsTest {

  @TempDir Path directory;

  private Path jsonl(String text) throws IOException {
    return Files.writeString(directory.resolve("v.jsonl"), text);
  }

  private static void assertVectors(Path path, String column, double[]... expected)
      throws IOException {
    try (VectorFile file = VectorFile.open(path, new ReadSettings(null, column, false))) {
      assertEquals(expected.length, file.count());
      for (int row = 0; row < expected.length; row++) {
        assertArrayEquals(expected[row], file.doubleVector(row));
      }
    }
  }

  private static double[] vector(double... elements) {
    return elements;
  }

  @Test
  void readsListsAndObjects() throws IOException {
    double[][] expected = {vector(.1, -2e3), vector(3, 4)};
    assertVectors(jsonl("[0.1, -2e3]\n[3,4]"), null, expected);
    assertVectors(
        jsonl(
            "{\"id\": 7, \"tags\": [\"a\"], \"more\": {\"x\": [1]}, \"vector\": [0.1, -2e3]}\r\n"
                + "{\"vector\": [3, 4], \"id\": 8}\r\n"),
        null,
        expected);
  }

  @Test
  void roundsNumbersOnce() throws IOException {
    // Halfway between two floats but for the last digit, which a double does not hold.
    String number = "1.00000005960464477539062500000000001";
    try (VectorFile file = VectorFile.open(jsonl("[" + number + "]"))) {
      assertEquals(Math.nextUp(1f), file.floatVector(0)[0]);
    }
  }

  @Test
  void readsTheFieldThatIsNamed() throws IOException {
    Path path = jsonl("{\"a\": [1, 2], \"b\": [3]}\n");
    assertVectors(path, "a", vector(1, 2));
    assertVectors(path, "b", vector(3));
    assertOpenRefusedWith(
        path, "line 1 holds several lists of numbers, a, b: --column says which are the vectors");
    assertRefused("line 1 has no list \"c\"", () -> assertVectors(path, "c"));
  }

  @Test
  void refusesLinesThatAreNotAsTheFirst() throws IOException {
    assertOpenRefusedWith(
        jsonl("[1, 2]\n[1]\n"),
        "every vector must have the dimension of that in line 1, 2, got 1 at line 2");
    assertOpenRefusedWith(jsonl("{\"v\": [1]}\n{\"w\": [1]}\n"), "line 2 has no list \"v\"");
    assertOpenRefusedWith(jsonl("[1]\n{\"w\": [1]}\n"), "line 2 is no list");
    assertOpenRefusedWith(jsonl("[1]\n\n[2]\n"), "line 2 is neither an object nor a list");
    assertOpenRefusedWith(jsonl("{\"text\": \"a\"}\n"), "line 1 holds no list of numbers");
  }

  @Test
  void refusesWhatIsNoJson() throws IOException {
    assertOpenRefused("line 2 is no JSON: Unrecognized token 'x'", jsonl("[1]\n[x]\n"));
    assertOpenRefused("at column 2", jsonl("[1]\n[x]\n"));
    for (String cut :
        new String[] {"[1, 2,\n3]\n", "[1, 2\n", "{\"v\": [1]", "{\"v\": \"a\n\"}\n"}) {
      assertOpenRefusedWith(
          jsonl(cut),
          "line 1 is no JSON: it ends within a list or object, each of which must be on a line of"
              + " its own");
    }
    assertOpenRefusedWith(jsonl("[1] [2]\n"), "line 1 must hold one object or list, holds more");
  }

  @Test
  void refusesElementsThatAreNoFiniteNumbers() throws IOException {
    for (String element : new String[] {"null", "NaN", "-Infinity", "1e999", "true"}) {
      try (VectorFile file = VectorFile.open(jsonl("[0, " + element + "]\n"))) {
        assertRefused(
            "an element must be a finite float, got \"" + element + "\" at line 1, element 2",
            () -> file.floatVector(0));
        assertRefused("a finite double, got \"" + element + "\"", () -> file.doubleVector(0));
      }
    }
    try (VectorFile file = VectorFile.open(jsonl("[0, [1]]\n"))) {
      assertRefused("got \"[...]\" at line 1, element 2", () -> file.doubleVector(0));
    }
  }
}
