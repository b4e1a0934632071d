package org.nseekfs.benchmarks.peer;

import java.io.IOException;

/** An implementation of vector search, or a yardstick for one. */
public interface Peer {

  /**
   * This peer with the parameter of an {@link org.nseekfs.benchmarks.engine.EngineSpec}.
   *
   * @throws IllegalArgumentException if it takes none, or not this one
   */
  default Peer withParameter(String parameter) {
    throw new IllegalArgumentException("it takes no parameter, got \"" + parameter + "\"");
  }

  /**
   * Makes the engine ready to search, building what it needs.
   *
   * @throws EngineUnavailableException if it cannot run here
   */
  Session open(Workbench bench) throws IOException, EngineUnavailableException;
}
