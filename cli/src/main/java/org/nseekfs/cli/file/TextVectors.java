package org.nseekfs.cli.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Vectors as text, numbers in Java's notation. Where records begin and what dimension they have is
 * found once, when the file is opened; numbers are parsed when they are asked for.
 */
final class TextVectors implements VectorFile {

  private final MappedFile file;
  private final TextRecords records;
  private final TextRows rows;
  private final int dimension;

  TextVectors(MappedFile file, TextRecords records, TextRows rows) throws IOException {
    this.file = file;
    this.records = records;
    this.rows = rows;
    if (count() < 1) {
      throw file.malformed("holds no vectors");
    }
    this.dimension = elements(0).length;
    for (int row = 1; row < count(); row++) {
      requireDimension(row);
    }
  }

  private void requireDimension(int row) throws IOException {
    int found = elements(row).length;
    if (found != dimension) {
      throw file.malformed(
          "every vector must have the dimension of that in line "
              + records.line(rows.firstRecord())
              + ", "
              + dimension
              + ", got "
              + found
              + " at line "
              + records.line(rows.firstRecord() + row));
    }
  }

  private String[] elements(int row) throws IOException {
    return rows.elements(rows.firstRecord() + row);
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public int count() {
    return records.count() - rows.firstRecord();
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public ElementKind kind() {
    return ElementKind.FLOAT64;
  }

  @Override
  public void floatVector(int row, float[] into) throws IOException {
    Objects.checkIndex(row, count());
    Objects.checkFromToIndex(0, dimension, into.length);
    String[] elements = elements(row);
    for (int i = 0; i < dimension; i++) {
      // Not by way of a double, which would round twice.
      try {
        into[i] = Float.parseFloat(elements[i]);
      } catch (NumberFormatException e) {
        throw notFinite(row, i, "float", elements[i]);
      }
      if (!Float.isFinite(into[i])) {
        throw notFinite(row, i, "float", elements[i]);
      }
    }
  }

  @Override
  public double[] doubleVector(int row) throws IOException {
    Objects.checkIndex(row, count());
    String[] elements = elements(row);
    double[] vector = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      try {
        vector[i] = Double.parseDouble(elements[i]);
      } catch (NumberFormatException e) {
        throw notFinite(row, i, "double", elements[i]);
      }
      if (!Double.isFinite(vector[i])) {
        throw notFinite(row, i, "double", elements[i]);
      }
    }
    return vector;
  }

  private MalformedFileException notFinite(int row, int position, String type, String element) {
    return file.malformed(
        "an element must be a finite "
            + type
            + ", got \""
            + Utf8.shown(element.strip())
            + "\" at line "
            + records.line(rows.firstRecord() + row)
            + ", "
            + rows.place(position)
            + (row == 0 ? rows.remedy(position) : ""));
  }

  @Override
  public MemorySegment rowBytesOrNull() {
    return null;
  }

  @Override
  public void close() {
    file.close();
  }
}
