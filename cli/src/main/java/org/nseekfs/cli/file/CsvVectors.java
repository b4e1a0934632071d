package org.nseekfs.cli.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Vectors as text, UTF-8: a line a vector, numbers in Java's notation between commas. Where lines
 * begin is found once, when the file is opened; numbers are parsed when they are asked for.
 */
final class CsvVectors implements VectorFile {

  private static final String WITHOUT_LABELS =
      "write it without labels (pandas: to_csv(path, header=False, index=False))";

  private final MappedFile file;
  private final int dimension;

  /** Where line n begins; the last entry is where a line after the last one would begin. */
  private long[] starts = new long[1024];

  private int count;

  CsvVectors(MappedFile file, boolean plain) throws MalformedFileException {
    this.file = file;
    int columnsOfFirst = 0;
    boolean numbered = true;
    byte[] head = file.bytes().asSlice(0, Math.min(4, file.size())).toArray(ValueLayout.JAVA_BYTE);
    long start = Utf8.markLength(file.path(), head);
    starts[0] = start;
    while (start < file.size()) {
      long end = lineEnd(start);
      int columns = columns(start, end);
      if (count == 0) {
        columnsOfFirst = columns;
      } else if (columns != columnsOfFirst) {
        throw file.malformed(
            "every line must have as many columns as line 1, "
                + columnsOfFirst
                + ", got "
                + columns
                + " at line "
                + (count + 1)
                + ", column "
                + (Math.min(columns, columnsOfFirst) + 1));
      }
      start = end + 1;
      addLine(start);
      numbered = numbered && isNumber(cells(count - 1)[0], count - 1);
    }
    this.dimension = columnsOfFirst;
    if (count == 0) {
      throw file.malformed("holds no vectors");
    }
    // In a single column labels cannot be told from elements.
    if (!plain && dimension > 1) {
      requireNoLabels(numbered);
    }
  }

  private void requireNoLabels(boolean numbered) throws MalformedFileException {
    String[] first = cells(0);
    if (IntStream.range(0, dimension).allMatch(column -> isNumber(first[column], column))) {
      throw labels("line 1 numbers the columns from 0");
    }
    if (numbered && count > 1) {
      throw labels("column 1 numbers the lines from 0");
    }
  }

  private MalformedFileException labels(String fault) {
    return file.malformed(
        fault + ": " + WITHOUT_LABELS + ", or say --plain-csv if these numbers are elements");
  }

  private static boolean isNumber(String cell, int number) {
    try {
      return Double.parseDouble(cell) == number;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void addLine(long next) throws MalformedFileException {
    if (count == Integer.MAX_VALUE - 8) {
      throw file.malformed("must hold fewer than " + count + " vectors");
    }
    count++;
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, (int) Math.min(2L * count, Integer.MAX_VALUE - 8));
    }
    starts[count] = next;
  }

  private long lineEnd(long start) {
    long end = start;
    while (end < file.size() && byteAt(end) != '\n') {
      end++;
    }
    return end;
  }

  private int columns(long start, long end) {
    int columns = 1;
    for (long i = start; i < end; i++) {
      if (byteAt(i) == ',') {
        columns++;
      }
    }
    return columns;
  }

  private byte byteAt(long offset) {
    return file.bytes().get(ValueLayout.JAVA_BYTE, offset);
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
    return ElementKind.FLOAT64;
  }

  @Override
  public void floatVector(int row, float[] into) throws MalformedFileException {
    Objects.checkFromToIndex(0, dimension, into.length);
    String[] cells = cells(row);
    for (int i = 0; i < dimension; i++) {
      // Not by way of a double, which would round twice.
      try {
        into[i] = Float.parseFloat(cells[i]);
      } catch (NumberFormatException e) {
        throw notFinite(row, i, "float", cells[i]);
      }
      if (!Float.isFinite(into[i])) {
        throw notFinite(row, i, "float", cells[i]);
      }
    }
  }

  @Override
  public double[] doubleVector(int row) throws MalformedFileException {
    String[] cells = cells(row);
    double[] vector = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      try {
        vector[i] = Double.parseDouble(cells[i]);
      } catch (NumberFormatException e) {
        throw notFinite(row, i, "double", cells[i]);
      }
      if (!Double.isFinite(vector[i])) {
        throw notFinite(row, i, "double", cells[i]);
      }
    }
    return vector;
  }

  private MalformedFileException notFinite(int row, int position, String type, String cell) {
    return file.malformed(
        "an element must be a finite "
            + type
            + ", got \""
            + Utf8.shown(cell.strip())
            + "\" at line "
            + (row + 1)
            + ", column "
            + (position + 1)
            + (row == 0
                ? "; commas part elements, and if that is a label, " + WITHOUT_LABELS
                : ""));
  }

  private String[] cells(int row) {
    Objects.checkIndex(row, count);
    long start = starts[row];
    long end = Math.min(starts[row + 1] - 1, file.size());
    byte[] line = file.bytes().asSlice(start, end - start).toArray(ValueLayout.JAVA_BYTE);
    return new String(line, StandardCharsets.UTF_8).split(",", -1);
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
