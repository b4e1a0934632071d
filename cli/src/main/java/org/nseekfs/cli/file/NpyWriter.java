package org.nseekfs.cli.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Writes a {@code .npy} matrix row by row, as a {@link PartFile}: it is whole or not there. */
public final class NpyWriter implements AutoCloseable {

  private final Path target;
  private final ElementKind kind;
  private final int columns;
  private final PartFile file;
  private final ByteBuffer buffer;
  private long rows;

  private NpyWriter(Path target, ElementKind kind, int columns) throws IOException {
    if (columns < 1) {
      throw new IllegalArgumentException("columns must be positive, got " + columns);
    }
    this.target = target;
    this.kind = kind;
    this.columns = columns;
    int rowBytes = Math.multiplyExact(columns, kind.bytes());
    this.buffer = ByteBuffer.allocate(Math.max(1 << 16, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
    this.file = PartFile.create(target);
    file.position(NpyHeader.WRITTEN_BYTES);
  }

  /**
   * A writer of rows of {@code columns} numbers of {@code kind} to {@code target}.
   *
   * @throws IllegalArgumentException if {@code columns} is not positive
   */
  public static NpyWriter create(Path target, ElementKind kind, int columns) throws IOException {
    return new NpyWriter(target, kind, columns);
  }

  /** Writes a row of {@link ElementKind#FLOAT32} or {@link ElementKind#FLOAT64}. */
  public void write(float[] row) throws IOException {
    startRow(row.length, kind == ElementKind.FLOAT32 || kind == ElementKind.FLOAT64, "float");
    for (float number : row) {
      if (kind == ElementKind.FLOAT32) {
        buffer.putFloat(number);
      } else {
        buffer.putDouble(number);
      }
    }
  }

  /** Writes a row of {@link ElementKind#FLOAT64}. */
  public void write(double[] row) throws IOException {
    startRow(row.length, kind == ElementKind.FLOAT64, "double");
    for (double number : row) {
      buffer.putDouble(number);
    }
  }

  /** Writes a row of {@link ElementKind#INT32}. */
  public void write(int[] row) throws IOException {
    startRow(row.length, kind == ElementKind.INT32, "int");
    for (int number : row) {
      buffer.putInt(number);
    }
  }

  /** Writes a row of {@link ElementKind#INT8} or {@link ElementKind#UINT8}. */
  public void write(byte[] row) throws IOException {
    startRow(row.length, kind == ElementKind.INT8 || kind == ElementKind.UINT8, "byte");
    buffer.put(row);
  }

  private void startRow(int length, boolean fits, String type) throws IOException {
    if (!fits) {
      throw new IllegalArgumentException(
          target + ": rows of " + type + " do not fit numbers of type " + kind.npyDescr());
    }
    if (length != columns) {
      throw new IllegalArgumentException(
          target + ": row " + rows + " must have " + columns + " numbers, got " + length);
    }
    if (buffer.remaining() < columns * kind.bytes()) {
      flush();
    }
    rows++;
  }

  private void flush() throws IOException {
    file.write(buffer.flip());
    buffer.clear();
  }

  /** Completes the file and moves it into place, over a file of that name. */
  public void commit() throws IOException {
    flush();
    file.position(0);
    file.write(NpyHeader.written(kind, rows, columns));
    file.commit();
  }

  /** Discards what was not committed. */
  @Override
  public void close() throws IOException {
    file.close();
  }
}
