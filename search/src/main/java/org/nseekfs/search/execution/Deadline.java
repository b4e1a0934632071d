package org.nseekfs.search.execution;

import org.apache.lucene.index.QueryTimeout;

/** The timeout of one search, shared by its parts: once passed, it stays passed for all. */
final class Deadline {

  private final QueryTimeout timeout;
  private volatile boolean passed;

  /** A deadline set by {@code timeout}; none if that is null. */
  Deadline(QueryTimeout timeout) {
    this.timeout = timeout;
  }

  /** Looks at the clock. */
  boolean check() {
    if (!passed && timeout != null && timeout.shouldExit()) {
      passed = true;
    }
    return passed;
  }

  /** Ends the search, whatever the clock says. */
  void pass() {
    passed = true;
  }

  /** Whether the search was ended. */
  boolean hasPassed() {
    return passed;
  }
}
