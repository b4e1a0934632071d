package org.nseekfs.cli.file;

import java.nio.ByteOrder;

/**
 * Where the numbers of a matrix lie in a file.
 *
 * @param kind how a number is stored
 * @param order the order of the bytes of a number
 * @param start where the first number begins, in bytes
 * @param rows at least 1
 * @param columns at least 1
 * @param rowStride bytes from a number to the one below it
 * @param columnStride bytes from a number to the next of its row
 */
record MatrixLayout(
    ElementKind kind,
    ByteOrder order,
    long start,
    int rows,
    int columns,
    long rowStride,
    long columnStride) {

  /** Row after row, as in C, without gaps. */
  static MatrixLayout rowByRow(
      ElementKind kind, ByteOrder order, long start, int rows, int columns) {
    return withGaps(kind, order, start, rows, columns, 0);
  }

  /** Row after row, with {@code gap} bytes of something else between two. */
  static MatrixLayout withGaps(
      ElementKind kind, ByteOrder order, long start, int rows, int columns, int gap) {
    long rowStride = (long) columns * kind.bytes() + gap;
    return new MatrixLayout(kind, order, start, rows, columns, rowStride, kind.bytes());
  }

  /** Column after column, as in Fortran. */
  static MatrixLayout columnByColumn(
      ElementKind kind, ByteOrder order, long start, int rows, int columns) {
    return new MatrixLayout(
        kind, order, start, rows, columns, kind.bytes(), (long) rows * kind.bytes());
  }

  /** Where a number begins, in bytes. */
  long offset(int row, int column) {
    return start + row * rowStride + column * columnStride;
  }

  /** Whether all numbers follow each other, row after row, little-endian. */
  boolean isPlain() {
    return (order == ByteOrder.LITTLE_ENDIAN || kind.bytes() == 1)
        && columnStride == kind.bytes()
        && rowStride == columns * columnStride;
  }
}
