package org.nseekfs.benchmarks.generate;

import java.io.IOException;

/** Vectors of one dimension, one after the other. */
public interface VectorStream {

  /** How many {@link #next} can be asked for. */
  int count();

  /** Elements of a vector. */
  int dimension();

  /** The next vector; the caller's to keep. */
  float[] next() throws IOException;
}
