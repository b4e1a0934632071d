package org.nseekfs.benchmarks.peer;

/**
 * How an index is built, by one thread.
 *
 * @param ramBufferMb RAM buffer in MB
 * @param concurrentMerges whether merges run on threads of their own, beside the indexing thread
 * @param fsync whether the commit forces the files to the disk
 */
public record WriterSettings(double ramBufferMb, boolean concurrentMerges, boolean fsync) {

  /** 256 MB, everything on one thread, synced. */
  public static final WriterSettings DEFAULT = new WriterSettings(256, false, true);

  /** Checks the RAM buffer. */
  public WriterSettings {
    if (!(ramBufferMb > 0 && ramBufferMb < 2048)) {
      throw new IllegalArgumentException(
          "RAM buffer must be above 0 and below 2048 MB, got " + ramBufferMb);
    }
  }
}
