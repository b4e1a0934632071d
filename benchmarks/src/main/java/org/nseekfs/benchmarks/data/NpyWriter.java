package org.nseekfs.benchmarks.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a {@code .npy} matrix row by row. The rows go to a file beside the target ({@code
 * NAME.part}) that {@link #commit} moves into place: the target is whole or untouched.
 */
public final class NpyWriter implements AutoCloseable {

  private final Path target;
  private final Path part;
  private final ElementKind kind;
  private final int columns;
  private final FileChannel channel;
  private final ByteBuffer buffer;
  private long rows;
  private boolean committed;

  private NpyWriter(Path target, ElementKind kind, int columns) throws IOException {
    if (columns < 1) {
      throw new IllegalArgumentException("columns must be positive, got " + columns);
    }
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.kind = kind;
    this.columns = columns;
    int rowBytes = Math.multiplyExact(columns, kind.bytes());
    this.buffer = ByteBuffer.allocate(Math.max(1 << 16, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
    this.channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    channel.position(NpyHeader.WRITTEN_BYTES);
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
    writeFully(buffer.flip());
    buffer.clear();
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Completes the file and moves it into place, over a file of that name. */
  public void commit() throws IOException {
    flush();
    channel.position(0);
    writeFully(NpyHeader.written(kind, rows, columns));
    channel.force(true);
    channel.close();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    committed = true;
  }

  /** Discards what was not committed. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (!committed) {
      Files.deleteIfExists(part);
    }
  }
}
