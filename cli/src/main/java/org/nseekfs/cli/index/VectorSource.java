package org.nseekfs.cli.index;

import java.io.IOException;
import org.nseekfs.cli.file.VectorFile;

/** Vectors of one dimension, addressed by row. */
public interface VectorSource {

  /** How many there are. */
  int count();

  /** Elements of each. */
  int dimension();

  /** The vector of a row, in float. */
  float[] floatVector(int row) throws IOException;

  /** The vector of a row, in double. */
  double[] doubleVector(int row) throws IOException;

  /**
   * The vector of a row, in bytes.
   *
   * @throws IllegalArgumentException naming position and value, if an element is not an integer
   *     from -128 to 127
   */
  default byte[] byteVector(int row) throws IOException {
    double[] vector = doubleVector(row);
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      bytes[i] = (byte) vector[i];
      if (bytes[i] != vector[i]) {
        throw new IllegalArgumentException(
            "an element of a vector of bytes must be an integer from -128 to 127, got "
                + vector[i]
                + " at position "
                + i);
      }
    }
    return bytes;
  }

  /** The vectors of a file, as long as it is open. */
  static VectorSource of(VectorFile file) {
    return new FileVectors(file);
  }

  /** The vectors of an array that holds at least one. */
  static VectorSource of(float[][] vectors) {
    return new ArrayVectors(vectors);
  }
}
