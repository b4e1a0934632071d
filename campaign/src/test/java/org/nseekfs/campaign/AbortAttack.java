package org.nseekfs.campaign;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.ThreadInterruptedException;

/** Writers that are rolled back or interrupted at any moment, merges under way. */
final class AbortAttack implements Attack {

  /** Nobody waits longer for a writer to be rolled back. */
  private static final long PATIENCE_MILLIS = 20_000;

  @Override
  public String name() {
    return "abort";
  }

  @Override
  public String tries() {
    return "a writer is rolled back by another thread, or its thread interrupted, while it adds, merges and commits";
  }

  @Override
  public void round(long seed, Path folder, Outcomes outcomes)
      throws IOException, InterruptedException {
    Random random = new Random(seed);
    VectorKind kind = VectorKind.random(random, 200);
    Script script = new Script(kind, seed, VectorKind.pick(new Integer[] {50, 3000}, random));
    try (Directory directory = FSDirectory.open(folder)) {
      IndexWriter writer = new IndexWriter(directory, kind.writerConfig());
      AtomicInteger acknowledged = new AtomicInteger(-1);
      Throwable[] thrown = new Throwable[1];
      Thread thread =
          new Thread(
              () -> {
                try {
                  for (int step = 0; ; step++) {
                    script.run(step, writer);
                    acknowledged.set(step);
                  }
                } catch (AlreadyClosedException | ThreadInterruptedException expected) {
                  Thread.interrupted();
                } catch (IOException | RuntimeException | Error e) {
                  thrown[0] = e;
                }
              });
      thread.start();
      thread.join(1 + random.nextInt(1500));
      boolean interrupts = random.nextBoolean();
      long start = System.nanoTime();
      if (interrupts) {
        thread.interrupt();
        thread.join(PATIENCE_MILLIS);
      }
      rollback(writer, interrupts);
      thread.join(PATIENCE_MILLIS);
      long millis = (System.nanoTime() - start) / 1_000_000;
      Oracle.check(!thread.isAlive(), "a writer went on after it had been rolled back");
      if (thrown[0] != null && !isOfTheEnd(thrown[0])) {
        throw new AssertionError("a writer that was ended failed", thrown[0]);
      }
      Oracle.check(millis < PATIENCE_MILLIS, "the end of a writer took " + millis + " ms");
      outcomes.add(interrupts ? "writers interrupted" : "writers rolled back");
      outcomes.took(
          interrupts ? "from an interrupt to the end" : "from a rollback to the end",
          Duration.ofMillis(millis));
      check(directory, script, acknowledged.get(), random, outcomes);
    }
  }

  private static void rollback(IndexWriter writer, boolean interrupted) throws IOException {
    try {
      writer.rollback();
    } catch (AlreadyClosedException e) {
      // The interrupted thread may have held the file of the lock, which is closed then.
      if (!interrupted) {
        throw e;
      }
    }
  }

  /**
   * Whether that is how Lucene tells a thread that its writer is at its end: a merge was aborted
   * for which it waited, or an interrupt has closed the channel that it wrote to. Lucene asserts
   * that the latter does not happen while a folder is synchronised.
   */
  private static boolean isOfTheEnd(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof MergePolicy.MergeAbortedException
          || cause instanceof ClosedChannelException
          || String.valueOf(cause.getMessage()).contains("ClosedByInterruptException")) {
        return true;
      }
    }
    return false;
  }

  private static void check(
      Directory directory, Script script, int acknowledged, Random random, Outcomes outcomes)
      throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      Oracle.check(acknowledged < 0, "commit " + acknowledged + " is lost");
      return;
    }
    Oracle.checkCommitted(script, directory, acknowledged, random, outcomes);
  }
}
