package org.nseekfs.quantization;

/**
 * What long work passes every few milliseconds: whoever no longer wants its result has it end
 * there.
 */
@FunctionalInterface
public interface Checkpoint {

  /** For work that is always wanted. */
  Checkpoint NONE = () -> {};

  /** Goes on, or throws an unchecked exception, which the work passes on as it is. */
  void pass();
}
