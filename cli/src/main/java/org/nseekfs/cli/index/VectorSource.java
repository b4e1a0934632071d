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

  /** The vectors of a file, as long as it is open. */
  static VectorSource of(VectorFile file) {
    return new FileVectors(file);
  }

  /** The vectors of an array that holds at least one. */
  static VectorSource of(float[][] vectors) {
    return new ArrayVectors(vectors);
  }
}
