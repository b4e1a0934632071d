package org.nseekfs.cli.file;

import java.nio.ByteOrder;

/** Files whose rows each begin with their dimension, a little-endian 32-bit integer. */
final class VecsLayout {

  private VecsLayout() {}

  /**
   * Finds the rows of {@code file}, whose numbers are {@code kind}.
   *
   * @throws MalformedFileException naming the row, if one is cut off or differs in dimension
   */
  static MatrixLayout read(MappedFile file, ElementKind kind) throws MalformedFileException {
    requireWhole(file, 0, 0, Integer.BYTES);
    int dimension = file.bytes().get(ElementKind.INT, 0);
    if (dimension < 1) {
      throw file.malformed(
          "the dimension must be positive, got "
              + dimension
              + " at row 0; every row begins with it, as a little-endian 32-bit integer");
    }
    long rowBytes = Integer.BYTES + (long) dimension * kind.bytes();
    requireSameDimensions(file, dimension, rowBytes);
    int rows = file.requireRows(file.size() / rowBytes);
    return MatrixLayout.withGaps(
        kind, ByteOrder.LITTLE_ENDIAN, Integer.BYTES, rows, dimension, Integer.BYTES);
  }

  private static void requireSameDimensions(MappedFile file, int dimension, long rowBytes)
      throws MalformedFileException {
    long row = 0;
    for (long offset = 0; offset < file.size(); offset += rowBytes) {
      requireWhole(file, row, offset, Integer.BYTES);
      int found = file.bytes().get(ElementKind.INT, offset);
      if (found != dimension) {
        throw file.malformed(
            "every row must have the dimension of row 0, "
                + dimension
                + ", got "
                + found
                + " at row "
                + row
                + " (byte "
                + offset
                + ")");
      }
      requireWhole(file, row, offset, rowBytes);
      row++;
    }
  }

  private static void requireWhole(MappedFile file, long row, long offset, long bytes)
      throws MalformedFileException {
    if (file.size() - offset < bytes) {
      throw file.malformed(
          "row "
              + row
              + " must have "
              + bytes
              + " bytes, is cut off after "
              + (file.size() - offset)
              + " (byte "
              + file.size()
              + ")");
    }
  }
}
