package org.nseekfs.engines.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A zip archive with one folder at its root. */
record Archive(Path file) {

  /**
   * Unpacks what is in that folder.
   *
   * @throws IOException naming the entry, if one would lie outside of {@code target}
   */
  void unpack(Path target) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        String name = entry.getName();
        Path path = target.resolve(name.substring(name.indexOf('/') + 1)).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("entry " + name + " of " + file + " lies outside of its folder");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          Files.copy(entries, path);
        }
      }
    }
  }
}
