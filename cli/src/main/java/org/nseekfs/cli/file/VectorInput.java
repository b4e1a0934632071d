package org.nseekfs.cli.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What a user means by the name of a file of vectors.
 *
 * @param path the name for messages: {@code FILE}, or {@code FILE#ARRAY} for one of the arrays in a
 *     file
 * @param fileOrNull the file; null for standard input
 * @param arrayOrNull the array
 * @param extension what says the format, without a dot: {@code npy}
 * @param gzipped whether the file is packed by gzip
 */
record VectorInput(
    Path path, Path fileOrNull, String arrayOrNull, String extension, boolean gzipped) {

  private static final Path STANDARD_INPUT = Path.of("-");
  private static final String GZIP = ".gz";
  private static final int GZIP_BUFFER_BYTES = 1 << 16;

  /**
   * Takes {@code -} for standard input, and what follows the last {@code #} for an array where
   * there is no file of the whole name. {@code formatOrNull} is used in place of the file's
   * extension.
   */
  static VectorInput of(Path path, String formatOrNull) {
    if (path.equals(STANDARD_INPUT)) {
      return of(Path.of("standard input"), null, null, formatOrNull);
    }
    String name = path.toString();
    int mark = name.lastIndexOf('#');
    if (mark > 0 && Files.notExists(path)) {
      Path file = Path.of(name.substring(0, mark));
      return of(path, file, name.substring(mark + 1), formatOrNull);
    }
    return of(path, path, null, formatOrNull);
  }

  private static VectorInput of(Path path, Path file, String array, String formatOrNull) {
    String ending = "." + formatOrNull;
    if (formatOrNull == null) {
      ending = file == null ? "" : file.toString();
    }
    boolean gzipped = ending.toLowerCase(Locale.ROOT).endsWith(GZIP);
    return new VectorInput(path, file, array, extension(ending), gzipped);
  }

  /** What {@code name} ends in, in lower case and without .gz: the whole name if it has no dot. */
  static String extension(String name) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    String unpacked =
        lowerCase.endsWith(GZIP)
            ? lowerCase.substring(0, lowerCase.length() - GZIP.length())
            : lowerCase;
    return unpacked.substring(unpacked.lastIndexOf('.') + 1);
  }

  /** Reads what holds one matrix. */
  <T> T open(MappedFile.Parser<T> parser) throws IOException {
    if (arrayOrNull != null) {
      throw new MalformedFileException(
          path, "the file holds one matrix: leave out #" + arrayOrNull);
    }
    if (fileOrNull == null) {
      return open(System.in, parser);
    }
    if (!gzipped) {
      return MappedFile.open(fileOrNull, parser);
    }
    MappedFile.requireFile(fileOrNull);
    try (InputStream in = Files.newInputStream(fileOrNull)) {
      return open(in, parser);
    }
  }

  private <T> T open(InputStream in, MappedFile.Parser<T> parser) throws IOException {
    return MappedFile.open(path, gzipped ? unpacked(in) : in, parser);
  }

  private InputStream unpacked(InputStream in) throws IOException {
    try {
      return new GZIPInputStream(in, GZIP_BUFFER_BYTES);
    } catch (ZipException | EOFException e) {
      throw new MalformedFileException(path, "is not packed by gzip, as .gz says");
    }
  }

  /**
   * The file, for formats that are not read from the beginning to the end.
   *
   * @throws MalformedFileException if it is packed, or standard input
   */
  Path requireFile() throws IOException {
    if (fileOrNull == null || gzipped) {
      throw new MalformedFileException(
          path,
          "a ."
              + extension
              + " is read here and there, not from the beginning: write it to a file"
              + (gzipped ? ", by gunzip" : ""));
    }
    MappedFile.requireFile(fileOrNull);
    return fileOrNull;
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
            + ", as in "
            + fileOrNull
            + "#"
            + names.getFirst());
  }
}
