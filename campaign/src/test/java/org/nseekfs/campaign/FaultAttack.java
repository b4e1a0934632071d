package org.nseekfs.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.tests.store.MockDirectoryWrapper;

/** A disk that fails: at random, at its n-th operation, or when it is full. */
final class FaultAttack implements Attack {

  @Override
  public String name() {
    return "fault";
  }

  @Override
  public String tries() {
    return "a writer on a disk that is full, fails at random, or fails at its n-th operation, while it adds, merges"
        + " and commits";
  }

  @Override
  public void round(long seed, Path folder, Outcomes outcomes) throws IOException {
    Random random = new Random(seed);
    VectorKind kind = VectorKind.random(random, 60);
    Script script = new Script(kind, seed, VectorKind.pick(new Integer[] {20, 1500}, random));
    int healthy = random.nextInt(3);
    try (MockDirectoryWrapper directory =
        new MockDirectoryWrapper(new Random(seed), new ByteBuffersDirectory())) {
      directory.setThrottling(MockDirectoryWrapper.Throttling.NEVER);
      directory.setAllowRandomFileNotFoundException(false);
      directory.setCheckIndexOnClose(false);
      try (IndexWriter writer = new IndexWriter(directory, kind.writerConfig())) {
        for (int step = 0; step < healthy; step++) {
          script.run(step, writer);
        }
      }
      breakDisk(directory, random);
      int acknowledged = writeOn(directory, script, healthy, outcomes);
      repair(directory);
      // Removes what no commit names.
      new IndexWriter(directory, kind.writerConfig()).close();
      Oracle.checkCommitted(script, directory, acknowledged, random, outcomes);
      outcomes.add("disks after whose failure every commit was there");
    }
  }

  private static void breakDisk(MockDirectoryWrapper directory, Random random) throws IOException {
    switch (random.nextInt(3)) {
      case 0 -> directory.setMaxSizeInBytes(directory.sizeInBytes() + 1 + random.nextInt(500_000));
      case 1 -> {
        double rate = Math.pow(10, -1 - 4 * random.nextDouble());
        directory.setRandomIOExceptionRate(rate);
        directory.setRandomIOExceptionRateOnOpen(rate);
      }
      default -> directory.failOn(new NthOperation(random.nextInt(3000)));
    }
  }

  private static void repair(MockDirectoryWrapper directory) {
    directory.setMaxSizeInBytes(0);
    directory.setRandomIOExceptionRate(0);
    directory.setRandomIOExceptionRateOnOpen(0);
    directory.failOn(new NthOperation(-1));
  }

  /** Fails once, at the {@code n}-th thing asked of the directory since it was made. */
  private static final class NthOperation extends MockDirectoryWrapper.Failure {
    private int left;

    NthOperation(int n) {
      this.left = n;
    }

    @Override
    public synchronized void eval(MockDirectoryWrapper directory) throws IOException {
      if (left-- == 0) {
        throw new IOException("a fake IOException: the disk fails here");
      }
    }
  }

  /** Runs four steps, or as many as it can, and returns the last that was committed. */
  private static int writeOn(
      MockDirectoryWrapper directory, Script script, int first, Outcomes outcomes) {
    int acknowledged = first - 1;
    IndexWriter writer = null;
    try {
      writer = new IndexWriter(directory, script.kind().writerConfig());
      for (int step = first; step < first + 4; step++) {
        script.run(step, writer);
        acknowledged = step;
      }
      writer.close();
      outcomes.add("writers that met no fault");
    } catch (IOException | IllegalStateException e) {
      requireFake(e);
      rollback(writer);
      outcomes.add("writers that a fault ended");
    }
    return acknowledged;
  }

  private static void rollback(IndexWriter writer) {
    if (writer != null) {
      try {
        writer.rollback();
      } catch (IOException | IllegalStateException e) {
        requireFake(e);
        Oracle.check(!writer.isOpen(), "a writer that was rolled back is open");
      }
    }
  }

  /** What was thrown must come of the disk, and not of something that a failure made unclear. */
  private static void requireFake(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (message.contains("fake") || message.contains("random IOException")) {
        return;
      }
    }
    throw new AssertionError("not what the disk threw", thrown);
  }
}
