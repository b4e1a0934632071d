package org.nseekfs.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartFileTest {

  @TempDir Path folder;

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theTargetIsWholeOrWhatItWas() throws IOException {
    Path target = Files.writeString(folder.resolve("f"), "old");
    try (PartFile file = PartFile.create(target)) {
      file.write(text("ne"));
    }
    assertEquals("old", Files.readString(target));
    try (PartFile file = PartFile.create(target)) {
      file.write(text("new"));
      assertEquals("old", Files.readString(target));
      file.commit();
    }
    assertEquals("new", Files.readString(target));
    assertFalse(Files.exists(PartFile.part(target)));
  }

  @Test
  void whatAKilledRunHasLeftIsRemoved() throws IOException {
    Path target = folder.resolve("f");
    assertFalse(PartFile.removeLeftover(target));
    Files.writeString(PartFile.part(target), "a long part of a file");
    assertTrue(PartFile.removeLeftover(target));
    assertFalse(Files.exists(PartFile.part(target)));

    Files.writeString(PartFile.part(target), "a long part of a file");
    try (PartFile file = PartFile.create(target)) {
      file.write(text("new"));
      file.commit();
    }
    assertEquals("new", Files.readString(target));
  }

  @Test
  void whatAnotherRunWritesIsLeftAlone() throws IOException {
    Path target = folder.resolve("f");
    try (PartFile file = PartFile.create(target)) {
      IOException refused = assertThrows(IOException.class, () -> PartFile.create(target));
      assertTrue(refused.getMessage().startsWith(target + " is being written by another run"));
      assertThrows(IOException.class, () -> PartFile.removeLeftover(target));
      file.write(text("new"));
      file.commit();
    }
    assertEquals("new", Files.readString(target));
  }
}
