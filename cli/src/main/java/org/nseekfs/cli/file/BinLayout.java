package org.nseekfs.cli.file;

import java.nio.ByteOrder;

/**
 * Files of the big-ann-benchmarks ({@code .fbin}, {@code .u8bin}, {@code .i8bin}): how many vectors
 * and their dimension, two little-endian 32-bit integers, then the numbers, row after row.
 */
final class BinLayout {

  private static final int START = 2 * Integer.BYTES;

  private BinLayout() {}

  /**
   * Finds the rows of {@code file}, whose numbers are {@code kind}.
   *
   * @throws MalformedFileException if the file is not as long as it says
   */
  static MatrixLayout read(MappedFile file, ElementKind kind) throws MalformedFileException {
    if (file.size() < START) {
      throw file.malformed(
          "must begin with the number of vectors and their dimension, two little-endian 32-bit"
              + " integers, and has "
              + file.size()
              + " bytes");
    }
    int rows = file.bytes().get(ElementKind.INT, 0);
    int dimension = file.bytes().get(ElementKind.INT, Integer.BYTES);
    if (rows < 1 || dimension < 1) {
      throw file.malformed(
          "the number of vectors and their dimension, with which the file begins, must be positive,"
              + " got "
              + rows
              + " and "
              + dimension);
    }
    MatrixLayout layout =
        MatrixLayout.rowByRow(kind, ByteOrder.LITTLE_ENDIAN, START, rows, dimension);
    if (file.size() - START != rows * layout.rowStride()) {
      throw file.malformed(
          "must have "
              + (START + rows * layout.rowStride())
              + " bytes for the "
              + rows
              + " vectors of dimension "
              + dimension
              + " that it promises, has "
              + file.size());
    }
    return layout;
  }
}
