package org.nseekfs.codec;

import java.io.IOException;
import org.nseekfs.quantization.lsh.RecallMargin;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Searches the rows of a field for one target to a recall target: raw values are estimated from
 * sign codes first, for all rows, then better for those that may be hits; what still may be is
 * scored. How far below the k-th best an estimate may lie, {@link RecallMargin} tells.
 */
final class SignScan {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;

  /** Chunks have at least so many accepted rows for every row that is looked at first. */
  private static final int ROWS_PER_SEED = 8;

  /** Of what may be missed, the share that the first estimate may. */
  private static final double FIRST_SHARE = 0.125;

  private final SignSearch search;

  SignScan(SignSearch search) {
    this.search = search;
  }

  /** Searches until all rows are settled, or the collector wants no more. */
  void run() throws IOException {
    Records blocks = search.estimates().blocks();
    int first = search.range().firstOrd() / BLOCK_ROWS;
    int end = Math.ceilDiv(search.range().endOrd(), BLOCK_ROWS);
    int chunkBlocks = Math.min(end - first, ChunkBounds.mostBlocks(blocks));
    ChunkBounds chunk = new ChunkBounds(search.range().field().entry().rows().count(), chunkBlocks);
    try {
      for (int block = first; block < end && !search.hits().isDone(); block += chunkBlocks) {
        chunk.moveTo(block, Math.min(chunkBlocks, end - block));
        search(chunk);
      }
    } catch (IllegalStateException e) {
      throw blocks.translate(e);
    }
  }

  private void search(ChunkBounds chunk) throws IOException {
    search.hits().codesRead(search.estimates().compute(chunk));
    int rows = chunk.refuse(search.range());
    search.strategy().countSigns(rows, 0);
    long scoredBefore = search.strategy().documentsScored();
    double miss = scoreLikely(chunk, rows);
    if (!search.hits().isDone()) {
      long scored = search.strategy().documentsScored() - scoredBefore;
      search.strategy().passOver(rows, rows - scored, scored < rows ? miss : 0);
    }
  }

  /**
   * Scores the rows of a chunk that may be hits.
   *
   * @return the share of the chunk's hits that may be missed, on average
   */
  private double scoreLikely(ChunkBounds chunk, int rows) throws IOException {
    BestFirstRows seeds = takeSeeds(chunk, rows);
    // As many as there are hits, so that there is something to tell likely ones by.
    seeds.widen(Double.NEGATIVE_INFINITY);
    search.rowScan().run(seeds, search.hits());
    if (!search.knowsHits()) {
      // Nothing tells what a hit must reach, so every row may be one.
      scoreRest(chunk, search.hits()::minRaw, null);
      return 0;
    }
    double miss = search.miss();
    seeds.widen(search.margin(search.estimates().refinedError(search.hits().minRaw()), miss));
    search.rowScan().run(seeds, search.hits());
    double first =
        search.margin(search.estimates().error(search.hits().minRaw()), FIRST_SHARE * miss);
    double second = search.margin(search.estimates().refinedError(search.hits().minRaw()), miss);
    search.estimates().setNarrowing(first - second);
    scoreRest(chunk, () -> search.hits().minRaw() - first, search.estimates());
    return miss;
  }

  private void scoreRest(ChunkBounds chunk, BoundedRows.Threshold threshold, RowFilter filter)
      throws IOException {
    BoundedRows rows = new BoundedRows(chunk, search.range().field(), threshold, filter);
    search.rowScan().run(rows, search.hits());
  }

  /** The rows of the largest estimates, best first. */
  private BestFirstRows takeSeeds(ChunkBounds chunk, int rows) throws IOException {
    int seeds = Math.min(search.strategy().codes().seeds(), rows / ROWS_PER_SEED);
    int[] ords = new int[2 * seeds];
    float[] values = new float[2 * seeds];
    int count = 0;
    if (seeds > 0) {
      count = chunk.take(Math.max(chunk.reachedBy(seeds), BoundedRows.LEAST), ords, values);
      search.estimates().refine(ords, values, count);
      search.estimates().remember(ords, count);
    }
    return new BestFirstRows(search.range().field(), search.hits(), ords, values, count);
  }
}
