package org.nseekfs.cli.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** {@code .npz} files, as numpy.savez makes them: a zip of {@code .npy} files. */
final class NpzFile {

  private static final String EXTENSION = ".npy";

  private NpzFile() {}

  /**
   * Opens the array that {@code input} names, or the only one.
   *
   * @throws MalformedFileException listing the arrays, if there is no such one or none is named
   */
  static VectorFile open(VectorInput input) throws IOException {
    try (ZipFile zip = new ZipFile(input.requireFile().toFile())) {
      List<String> names =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.endsWith(EXTENSION))
              .map(name -> name.substring(0, name.length() - EXTENSION.length()))
              .toList();
      ZipEntry entry = zip.getEntry(input.chooseArray(names) + EXTENSION);
      try (InputStream array = zip.getInputStream(entry)) {
        return MappedFile.open(
            input.path(), array, file -> new BinaryVectors(file, NpyHeader.read(file)));
      }
    } catch (ZipException e) {
      throw new MalformedFileException(
          input.path(), "is no .npz, or damaged: " + e.getMessage() + "; make it by numpy.savez");
    }
  }
}
