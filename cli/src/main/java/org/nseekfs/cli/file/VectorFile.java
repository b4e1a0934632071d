package org.nseekfs.cli.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * A file of vectors of one dimension, memory-mapped, read row by row.
 *
 * <ul>
 *   <li>{@code .npy}; {@code .npz} and {@code .hdf5}, with {@code #NAME} behind the name of the
 *       file if it holds several arrays
 *   <li>{@code .fvecs}, {@code .bvecs}, {@code .ivecs}; {@code .fbin}, {@code .u8bin}, {@code
 *       .i8bin}
 *   <li>{@code .csv}, {@code .tsv}: one vector a line, in all columns or as a list in one, with or
 *       without a header line, UTF-8
 *   <li>{@code .jsonl}: a line is a list of numbers or an object that holds one, UTF-8
 * </ul>
 *
 * <p>With {@code .gz} behind it, a file other than {@code .npz} and {@code .hdf5} is unpacked into
 * a temporary one. {@code -} is standard input. May be read by many threads until it is closed. All
 * numbers handed out are finite.
 */
public sealed interface VectorFile extends AutoCloseable permits BinaryVectors, TextVectors {

  /**
   * Opens {@code path}; its extension says the format.
   *
   * @throws MalformedFileException if the file is empty, holds no vectors, is shorter or longer
   *     than it promises, or its rows differ in dimension
   * @throws MalformedFileException also if a {@code .csv} seems to begin with numbers of columns
   *     (0, 1, 2, ...), or its lines with their numbers (0, 1, 2, ...), as pandas writes them
   * @throws IllegalArgumentException for any other extension
   */
  static VectorFile open(Path path) throws IOException {
    return open(path, ReadSettings.DEFAULT);
  }

  /** As {@link #open(Path)}, where more is known of the file. */
  static VectorFile open(Path path, ReadSettings settings) throws IOException {
    VectorInput input = VectorInput.of(path, settings.formatOrNull());
    return VectorFormat.of(input.extension(), path.toString()).open(input, settings);
  }

  /** The file. */
  Path path();

  /** Vectors in the file, at least one. */
  int count();

  /** Elements of a vector, at least one. */
  int dimension();

  /** How the file stores an element; text counts as {@link ElementKind#FLOAT64}. */
  ElementKind kind();

  /** Whether an element may be more precise than a float. */
  default boolean isDouble() {
    return kind() == ElementKind.FLOAT64;
  }

  /**
   * Reads vector {@code row} into {@code into}, rounded to nearest.
   *
   * @throws MalformedFileException naming row, position and value, if an element is not a number,
   *     not finite, or beyond the range of a float
   * @throws IndexOutOfBoundsException if there is no such row
   */
  void floatVector(int row, float[] into) throws IOException;

  /** As {@link #floatVector(int, float[])}, into a new array. */
  default float[] floatVector(int row) throws IOException {
    float[] vector = new float[dimension()];
    floatVector(row, vector);
    return vector;
  }

  /**
   * Vector {@code row}, exactly as stored.
   *
   * @throws MalformedFileException naming row, position and value, if an element is not a finite
   *     number
   * @throws IndexOutOfBoundsException if there is no such row
   */
  double[] doubleVector(int row) throws IOException;

  /**
   * Vector {@code row} as integers, which is what files of true neighbours hold.
   *
   * @throws MalformedFileException naming row, position and value, if an element is not a 32-bit
   *     integer
   * @throws IndexOutOfBoundsException if there is no such row
   */
  default int[] intVector(int row) throws IOException {
    double[] vector = doubleVector(row);
    int[] integers = new int[vector.length];
    for (int i = 0; i < vector.length; i++) {
      integers[i] = (int) vector[i];
      if (integers[i] != vector[i]) {
        throw new MalformedFileException(
            path(),
            "must hold 32-bit integers, got " + vector[i] + " at row " + row + ", position " + i);
      }
    }
    return integers;
  }

  /**
   * The vectors as consecutive bytes, row after row, little-endian; null where the file's rows are
   * not consecutive or not plain {@link #kind} numbers. Valid until this is closed.
   */
  MemorySegment rowBytesOrNull();

  @Override
  void close();
}
