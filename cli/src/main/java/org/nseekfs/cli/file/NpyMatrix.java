package org.nseekfs.cli.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A {@code .npy} file that holds a table of numbers, as a truth file does: neighbours as integers,
 * similarities as doubles. Memory-mapped; may be read by many threads until it is closed.
 */
public final class NpyMatrix implements AutoCloseable {

  private final MappedFile file;
  private final NpyHeader header;

  private NpyMatrix(MappedFile file) throws MalformedFileException {
    this.file = file;
    this.header = NpyHeader.read(file);
    if (header.rows() > Integer.MAX_VALUE) {
      throw file.malformed(
          "must have at most " + Integer.MAX_VALUE + " rows, has " + header.rows());
    }
  }

  /**
   * Opens {@code path}.
   *
   * @throws MalformedFileException if it is not a two-dimensional {@code .npy} file in C order, or
   *     shorter or longer than its shape
   */
  public static NpyMatrix open(Path path) throws IOException {
    return MappedFile.open(path, NpyMatrix::new);
  }

  /** The file. */
  public Path path() {
    return file.path();
  }

  /** Rows, at least one. */
  public int rows() {
    return (int) header.rows();
  }

  /** Columns, at least one. */
  public int columns() {
    return header.columns();
  }

  /** How the file stores a number. */
  public ElementKind kind() {
    return header.kind();
  }

  /**
   * Row {@code row} as integers.
   *
   * @throws MalformedFileException naming row, column and value, if one is not a 32-bit integer
   */
  public int[] intRow(int row) throws MalformedFileException {
    double[] numbers = doubleRow(row);
    int[] integers = new int[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      integers[i] = (int) numbers[i];
      if (integers[i] != numbers[i]) {
        throw file.malformed(
            "must hold 32-bit integers, got " + numbers[i] + " at row " + row + ", column " + i);
      }
    }
    return integers;
  }

  /** Row {@code row} as doubles, whatever they are. */
  public double[] doubleRow(int row) {
    long offset = header.dataOffset() + Objects.checkIndex(row, rows()) * header.rowBytes();
    double[] numbers = new double[columns()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = kind().get(file.bytes(), offset + (long) i * kind().bytes());
    }
    return numbers;
  }

  @Override
  public void close() {
    file.close();
  }
}
