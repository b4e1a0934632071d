package org.nseekfs.benchmarks.peer;

/** Is told what is being done; called between timed stretches only. */
@FunctionalInterface
public interface ProgressListener {

  /** Work named {@code what} has come to {@code done} of {@code total}. */
  void at(String what, long done, long total);
}
