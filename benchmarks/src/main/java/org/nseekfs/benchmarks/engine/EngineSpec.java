package org.nseekfs.benchmarks.engine;

import java.io.IOException;
import java.util.Optional;
import org.nseekfs.benchmarks.peer.EngineUnavailableException;
import org.nseekfs.benchmarks.peer.IndexedPeer;
import org.nseekfs.benchmarks.peer.Session;
import org.nseekfs.benchmarks.peer.Workbench;

/**
 * An engine and its parameter, written {@code engine} or {@code engine:parameter}.
 *
 * @param parameter null for the engine's default
 */
public record EngineSpec(Engine engine, String parameter) {

  /**
   * Reads what a user wrote.
   *
   * @throws IllegalArgumentException for an unknown engine, or a parameter that it does not take
   */
  public static EngineSpec parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new EngineSpec(Engine.fromLabel(text), null)
        : new EngineSpec(Engine.fromLabel(text.substring(0, colon)), text.substring(colon + 1));
  }

  /** Checks the parameter. */
  public EngineSpec {
    try {
      engine.peer(parameter);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(engine.label() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Makes the engine ready to search.
   *
   * @throws EngineUnavailableException if it cannot run here
   */
  public Session open(Workbench bench) throws IOException, EngineUnavailableException {
    return engine.peer(parameter).open(bench);
  }

  /** The Lucene index that this engine searches, if it does. */
  public Optional<IndexedPeer> index() {
    return engine.peer(parameter) instanceof IndexedPeer indexed
        ? Optional.of(indexed)
        : Optional.empty();
  }

  /** As the user wrote it. */
  public String label() {
    return parameter == null ? engine.label() : engine.label() + ":" + parameter;
  }
}
