package org.nseekfs.cli.file;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;

/** Vectors as rows of numbers at a fixed stride. */
final class BinaryVectors implements VectorFile {

  private final MappedFile file;
  private final ElementKind kind;
  private final long firstRow;
  private final long stride;
  private final int count;
  private final int dimension;

  private BinaryVectors(MappedFile file, ElementKind kind, long firstRow, long lead, int dimension)
      throws MalformedFileException {
    this.file = file;
    this.kind = kind;
    this.firstRow = firstRow + lead;
    this.stride = lead + (long) dimension * kind.bytes();
    this.dimension = dimension;
    long rows = (file.size() - firstRow) / stride;
    if (rows > Integer.MAX_VALUE) {
      throw file.malformed("must hold at most " + Integer.MAX_VALUE + " vectors, has " + rows);
    }
    this.count = (int) rows;
  }

  static BinaryVectors npy(MappedFile file) throws MalformedFileException {
    NpyHeader header = NpyHeader.read(file);
    return new BinaryVectors(file, header.kind(), header.dataOffset(), 0, header.columns());
  }

  /** Rows that each begin with their dimension, a 32-bit integer. */
  static BinaryVectors vecs(MappedFile file, ElementKind kind) throws MalformedFileException {
    requireWhole(file, 0, 0, Integer.BYTES);
    int dimension = file.bytes().get(ElementKind.INT, 0);
    if (dimension < 1) {
      throw file.malformed(
          "the dimension must be positive, got "
              + dimension
              + " at row 0; every row begins with it, as a little-endian 32-bit integer");
    }
    BinaryVectors vectors = new BinaryVectors(file, kind, 0, Integer.BYTES, dimension);
    vectors.requireSameDimensions();
    return vectors;
  }

  private void requireSameDimensions() throws MalformedFileException {
    long row = 0;
    for (long offset = 0; offset < file.size(); offset += stride) {
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
      requireWhole(file, row, offset, stride);
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

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public ElementKind kind() {
    return kind;
  }

  @Override
  public void floatVector(int row, float[] into) throws MalformedFileException {
    long offset = offset(row);
    Objects.checkFromToIndex(0, dimension, into.length);
    if (kind == ElementKind.FLOAT32) {
      MemorySegment.copy(file.bytes(), ElementKind.FLOAT, offset, into, 0, dimension);
    } else {
      for (int i = 0; i < dimension; i++) {
        into[i] = (float) kind.get(file.bytes(), offset + (long) i * kind.bytes());
      }
    }
    for (int i = 0; i < dimension; i++) {
      if (!Float.isFinite(into[i])) {
        throw notFinite(row, i, "float");
      }
    }
  }

  @Override
  public double[] doubleVector(int row) throws MalformedFileException {
    long offset = offset(row);
    double[] vector = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = kind.get(file.bytes(), offset + (long) i * kind.bytes());
      if (!Double.isFinite(vector[i])) {
        throw notFinite(row, i, "double");
      }
    }
    return vector;
  }

  private MalformedFileException notFinite(int row, int position, String type) {
    double value = kind.get(file.bytes(), offset(row) + (long) position * kind.bytes());
    return file.malformed(
        "an element must be a finite "
            + type
            + ", got "
            + value
            + " at row "
            + row
            + ", position "
            + position);
  }

  private long offset(int row) {
    return firstRow + Objects.checkIndex(row, count) * stride;
  }

  @Override
  public MemorySegment rowBytesOrNull() {
    boolean consecutive = stride == (long) dimension * kind.bytes();
    return consecutive ? file.bytes().asSlice(firstRow, count * stride) : null;
  }

  @Override
  public void close() {
    file.close();
  }
}
