package org.nseekfs.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a user means by the name of a file of vectors.
 *
 * @param path the name as given, for messages: {@code FILE}, or {@code FILE#ARRAY} for one of the
 *     arrays in a file
 * @param file the file
 * @param arrayOrNull the array
 */
record VectorInput(Path path, Path file, String arrayOrNull) {

  /**
   * Takes what follows the last {@code #} for an array where there is no file of the whole name.
   */
  static VectorInput of(Path path) {
    String name = path.toString();
    int mark = name.lastIndexOf('#');
    if (mark > 0 && Files.notExists(path)) {
      Path file = path.getFileSystem().getPath(name.substring(0, mark));
      if (Files.exists(file)) {
        return new VectorInput(path, file, name.substring(mark + 1));
      }
    }
    return new VectorInput(path, path, null);
  }

  /** What the name of the file ends in, in lower case: {@code npy}; empty if there is no dot. */
  String extension() {
    Path fileName = file.getFileName();
    String name = fileName == null ? "" : fileName.toString().toLowerCase(Locale.ROOT);
    return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
  }

  /** Reads a file that holds one matrix. */
  <T> T open(MappedFile.Parser<T> parser) throws IOException {
    if (arrayOrNull != null) {
      throw new MalformedFileException(
          path, "the file holds one matrix: leave out #" + arrayOrNull);
    }
    return MappedFile.open(file, parser);
  }

  /**
   * Which of the arrays in the file is meant.
   *
   * @throws MalformedFileException listing {@code names}, if it is none or not clear
   */
  String chooseArray(List<String> names) throws MalformedFileException {
    if (names.isEmpty()) {
      throw new MalformedFileException(path, "holds no arrays");
    }
    if (arrayOrNull == null ? names.size() == 1 : names.contains(arrayOrNull)) {
      return arrayOrNull == null ? names.getFirst() : arrayOrNull;
    }
    throw new MalformedFileException(
        path,
        (arrayOrNull == null ? "holds several arrays" : "has no array " + arrayOrNull)
            + ": name one of "
            + String.join(", ", names)
            + ", as "
            + file
            + "#"
            + names.getFirst());
  }
}
