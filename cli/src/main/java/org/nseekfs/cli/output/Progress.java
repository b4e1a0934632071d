package org.nseekfs.cli.output;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows on standard error how far a task is, once it has taken a second: a bar on a terminal, a
 * plain line now and then elsewhere. Shared by threads.
 */
public final class Progress implements AutoCloseable {

  /** Set by the script that starts the command: whether standard error is a terminal. */
  private static final String TERMINAL_PROPERTY = "nseek.terminal";

  /** The total of a task that has no steps. */
  public static final long UNKNOWN = -1;

  private static final long PATIENCE_NANOS = 1_000_000_000L;
  private static final long LINE_NANOS = 5_000_000_000L;
  private static final long NOTHING = -1;
  private static final int WIDTH = 100;
  private static final int REFRESH_MILLIS = 200;

  private final PrintWriter err;
  private final String task;
  private final long total;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long done;
  private long nextShow = start + PATIENCE_NANOS;
  private long shown = NOTHING;
  private ProgressBar bar;

  private Progress(PrintWriter err, String task, long total, boolean terminal) {
    this.err = err;
    this.task = task;
    this.total = total;
    this.terminal = terminal;
  }

  /** Starts a task of {@code total} steps; {@link #UNKNOWN} shows at once that it goes on. */
  public static Progress start(PrintWriter err, String task, long total) {
    Progress progress = new Progress(err, task, total, isTerminal());
    if (total == UNKNOWN) {
      progress.show();
    }
    return progress;
  }

  private static boolean isTerminal() {
    String told = System.getProperty(TERMINAL_PROPERTY);
    if (told != null) {
      return Boolean.parseBoolean(told);
    }
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /** Tells that one more step is done. */
  public void step() {
    stepTo(done() + 1);
  }

  private synchronized long done() {
    return done;
  }

  /** Tells that {@code steps} steps are done altogether. */
  public synchronized void stepTo(long steps) {
    done = steps;
    if (bar != null) {
      bar.stepTo(steps);
    } else if (System.nanoTime() >= nextShow) {
      show();
    }
  }

  private synchronized void show() {
    if (terminal) {
      bar = openBar();
      bar.stepTo(done);
    } else {
      printLine();
      nextShow = System.nanoTime() + LINE_NANOS;
    }
  }

  private ProgressBar openBar() {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
        .build();
  }

  private void printLine() {
    shown = done;
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    err.println(
        total == UNKNOWN
            ? task + " ..."
            : String.format(Locale.ROOT, "%s: %,d of %,d, %d s", task, done, total, seconds));
    err.flush();
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    } else if (shown != NOTHING && shown != done) {
      printLine();
    }
  }
}
