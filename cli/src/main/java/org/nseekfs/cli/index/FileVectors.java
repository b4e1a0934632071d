package org.nseekfs.cli.index;

import java.io.IOException;
import org.nseekfs.cli.file.VectorFile;

/** The vectors of a file. */
record FileVectors(VectorFile file) implements VectorSource {

  @Override
  public int count() {
    return file.count();
  }

  @Override
  public int dimension() {
    return file.dimension();
  }

  @Override
  public float[] floatVector(int row) throws IOException {
    return file.floatVector(row);
  }

  @Override
  public double[] doubleVector(int row) throws IOException {
    return file.doubleVector(row);
  }
}
