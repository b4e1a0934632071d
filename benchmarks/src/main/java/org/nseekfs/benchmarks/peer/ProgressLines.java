package org.nseekfs.benchmarks.peer;

import java.io.PrintWriter;

/** Tells progress in lines of text, at most one a second while work goes on. */
public final class ProgressLines implements ProgressListener {

  private static final long INTERVAL_NANOS = 1_000_000_000;

  private final PrintWriter out;
  private long lastShown = System.nanoTime();

  /** Prints the lines to {@code out}. */
  public ProgressLines(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void at(String what, long done, long total) {
    long now = System.nanoTime();
    if (done == total || now - lastShown > INTERVAL_NANOS) {
      out.println(what + ": " + done + " of " + total);
      out.flush();
      lastShown = now;
    }
  }
}
