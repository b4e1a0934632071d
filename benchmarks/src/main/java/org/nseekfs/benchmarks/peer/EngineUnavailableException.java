package org.nseekfs.benchmarks.peer;

/** An engine cannot run here; the message says what is missing. */
public final class EngineUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  /** An engine that lacks what {@code missing} says. */
  public EngineUnavailableException(String missing) {
    super(missing);
  }
}
