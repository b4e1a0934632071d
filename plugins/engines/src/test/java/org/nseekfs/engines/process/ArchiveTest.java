package org.nseekfs.engines.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {

  @TempDir Path folder;

  private Archive archive(String... names) throws IOException {
    Path file = folder.resolve("engine.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          out.write(name.getBytes(StandardCharsets.UTF_8));
        }
        out.closeEntry();
      }
    }
    return new Archive(file);
  }

  @Test
  void theRootFolderOfAnArchiveIsLeftOut() throws IOException {
    Path target = folder.resolve("home");
    archive("engine-1/", "engine-1/data/", "engine-1/bin/start").unpack(target);
    assertTrue(Files.isDirectory(target.resolve("data")));
    assertEquals("engine-1/bin/start", Files.readString(target.resolve("bin/start")));
  }

  @Test
  void anEntryOutsideOfItsFolderIsRefused() throws IOException {
    Archive archive = archive("engine-1/../../evil");
    IOException e = assertThrows(IOException.class, () -> archive.unpack(folder.resolve("home")));
    assertTrue(e.getMessage().contains("engine-1/../../evil"), e.getMessage());
    assertFalse(Files.exists(folder.resolve("evil")));
  }
}
