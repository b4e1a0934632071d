package org.nseekfs.benchmarks.generate;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.nseekfs.cli.file.MalformedFileException;

/**
 * Images of a gzipped IDX file of unsigned bytes, the format of MNIST: a magic number (0x00000803),
 * count, rows and columns as big-endian 32-bit integers, then pixels. A vector is an image's
 * pixels, 0 to 255, row after row.
 */
public final class IdxImages implements VectorStream, AutoCloseable {

  private static final int MAGIC = 0x00000803;

  private final Path path;
  private final DataInputStream in;
  private final int count;
  private final int dimension;
  private int next;

  private IdxImages(Path path, DataInputStream in) throws IOException {
    this.path = path;
    this.in = in;
    int magic = in.readInt();
    if (magic != MAGIC) {
      throw new MalformedFileException(
          path, String.format(Locale.ROOT, "must begin with 0x%08x, got 0x%08x", MAGIC, magic));
    }
    this.count = positive("count");
    this.dimension = Math.multiplyExact(positive("rows"), positive("columns"));
  }

  private int positive(String what) throws IOException {
    int value = in.readInt();
    if (value < 1) {
      throw new MalformedFileException(path, what + " must be positive, got " + value);
    }
    return value;
  }

  /**
   * Opens {@code path}.
   *
   * @throws MalformedFileException if it is not such a file
   */
  public static IdxImages open(Path path) throws IOException {
    DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(path), 1 << 16));
    try {
      return new IdxImages(path, in);
    } catch (EOFException e) {
      in.close();
      throw new MalformedFileException(path, "ends within its header");
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  /**
   * The next image.
   *
   * @throws MalformedFileException if the file ends before it does
   */
  @Override
  public float[] next() throws IOException {
    byte[] pixels = in.readNBytes(dimension);
    if (pixels.length < dimension) {
      throw new MalformedFileException(
          path, "promises " + count + " images, ends within image " + next);
    }
    next++;
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = Byte.toUnsignedInt(pixels[i]);
    }
    return vector;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
