package org.nseekfs.benchmarks.generate;

import java.io.IOException;
import org.nseekfs.cli.file.VectorFile;

/** The first vectors of a file. */
public final class FirstVectors implements VectorStream {

  private final VectorFile file;
  private final int count;
  private int next;

  /**
   * The first {@code count} vectors of {@code file}.
   *
   * @throws IllegalArgumentException if it has fewer
   */
  public FirstVectors(VectorFile file, int count) {
    if (count < 1 || count > file.count()) {
      throw new IllegalArgumentException(
          "vectors of "
              + file.path().getFileName()
              + " must be 1.."
              + file.count()
              + ", got "
              + count);
    }
    this.file = file;
    this.count = count;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int dimension() {
    return file.dimension();
  }

  @Override
  public float[] next() throws IOException {
    return file.floatVector(next++);
  }
}
