package org.nseekfs.codec.merge;

import java.io.IOException;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.RateLimitedIndexOutput;
import org.apache.lucene.util.IORunnable;

/**
 * Asks whether a merge was aborted, in Lucene before 10.5. Only an output that the merge scheduler
 * limits knows, and it looks once a megabyte has been written to it: so that much is written, at
 * most twenty times a second, to a file that is deleted at once. Outputs without a limit ({@link
 * org.apache.lucene.index.SerialMergeScheduler}) do not know. Used by one thread.
 */
public final class AbortProbe implements IORunnable {

  private static final long INTERVAL_NANOS = 50_000_000;

  /** What the limiter lets pass at most without a look. */
  private static final int UNSEEN_BYTES = 1 << 20;

  private final SegmentWriteState state;
  private final boolean isLimited;
  private final String file;
  private long last = System.nanoTime();

  /** Null until first needed. */
  private byte[] filler;

  /**
   * A probe of the merge that writes a segment.
   *
   * @param output one of its outputs
   */
  public AbortProbe(SegmentWriteState state, IndexOutput output) {
    this.state = state;
    this.isLimited = output instanceof RateLimitedIndexOutput;
    this.file =
        IndexFileNames.segmentFileName(
            state.segmentInfo.name, state.segmentSuffix + "_abort", "tmp");
  }

  /**
   * Asks, unless it was asked shortly before.
   *
   * @throws org.apache.lucene.index.MergePolicy.MergeAbortedException if the merge was aborted
   */
  @Override
  public void run() throws IOException {
    if (!isLimited || System.nanoTime() - last < INTERVAL_NANOS) {
      return;
    }
    if (filler == null) {
      filler = new byte[UNSEEN_BYTES + 1];
    }
    IndexOutput output = state.directory.createOutput(file, state.context);
    try (output) {
      output.writeBytes(filler, filler.length);
    } finally {
      state.directory.deleteFile(file);
    }
    last = System.nanoTime();
  }
}
