package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;

/** What files are refused with. */
final class Refusals {

  private Refusals() {}

  static void assertRefused(String message, Executable action) {
    MalformedFileException refused = assertThrows(MalformedFileException.class, action);
    assertTrue(
        refused.getMessage().contains(message),
        () -> "\"" + refused.getMessage() + "\" must contain \"" + message + "\"");
  }

  static void assertOpenRefused(String message, Path path) {
    assertRefused(message, () -> VectorFile.open(path).close());
    assertRefused(path.toString(), () -> VectorFile.open(path).close());
  }

  /** {@code fault} is all that is said beside the name of the file. */
  static void assertOpenRefusedWith(Path path, String fault) {
    assertEquals(
        path + ": " + fault,
        assertThrows(MalformedFileException.class, () -> VectorFile.open(path).close())
            .getMessage());
  }
}
