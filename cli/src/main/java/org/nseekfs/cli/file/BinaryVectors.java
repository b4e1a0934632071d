package org.nseekfs.cli.file;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;

/** Vectors as rows of a matrix of numbers. */
final class BinaryVectors implements VectorFile {

  private final MappedFile file;
  private final MatrixLayout layout;

  BinaryVectors(MappedFile file, MatrixLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public int count() {
    return layout.rows();
  }

  @Override
  public int dimension() {
    return layout.columns();
  }

  @Override
  public ElementKind kind() {
    return layout.kind();
  }

  @Override
  public void floatVector(int row, float[] into) throws MalformedFileException {
    Objects.checkIndex(row, count());
    Objects.checkFromToIndex(0, dimension(), into.length);
    if (layout.isPlain() && kind() == ElementKind.FLOAT32) {
      MemorySegment.copy(
          file.bytes(), ElementKind.FLOAT, layout.offset(row, 0), into, 0, dimension());
    } else {
      for (int i = 0; i < dimension(); i++) {
        into[i] = (float) number(row, i);
      }
    }
    for (int i = 0; i < dimension(); i++) {
      if (!Float.isFinite(into[i])) {
        throw notFinite(row, i, "float");
      }
    }
  }

  @Override
  public double[] doubleVector(int row) throws MalformedFileException {
    Objects.checkIndex(row, count());
    double[] vector = new double[dimension()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = number(row, i);
      if (!Double.isFinite(vector[i])) {
        throw notFinite(row, i, "double");
      }
    }
    return vector;
  }

  private double number(int row, int position) {
    return kind().get(file.bytes(), layout.offset(row, position), layout.order());
  }

  private MalformedFileException notFinite(int row, int position, String type) {
    return file.malformed(
        "an element must be a finite "
            + type
            + ", got "
            + number(row, position)
            + " at row "
            + row
            + ", position "
            + position);
  }

  @Override
  public MemorySegment rowBytesOrNull() {
    return layout.isPlain()
        ? file.bytes().asSlice(layout.start(), count() * layout.rowStride())
        : null;
  }

  @Override
  public void close() {
    file.close();
  }
}
