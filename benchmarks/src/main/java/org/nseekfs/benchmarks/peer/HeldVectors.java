package org.nseekfs.benchmarks.peer;

import java.io.IOException;

/** The vectors of the base as an engine holds them: decoded, after whatever rounding. */
@FunctionalInterface
public interface HeldVectors {

  /** The vector of row {@code row} of the base. */
  float[] vector(int row) throws IOException;
}
