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

  /** Blocks whose estimates are made at once: they fit the second-level cache. */
  private static final int CHUNK_BLOCKS = 2048;

  /** The same where codes are copied. */
  private static final int COPIED_CHUNK_BLOCKS = 64;

  /** Chunks have at least so many accepted rows for every row that is looked at first. */
  private static final int ROWS_PER_SEED = 8;

  /** Of what may be missed, the share that the first estimate may. */
  private static final double FIRST_SHARE = 0.125;

  private final RowRange range;
  private final RowScan rowScan;
  private final RawSearchStrategy strategy;
  private final HitSink hits;
  private final SignEstimates estimates;

  /** A search of the rows of {@code range}, which {@code estimates} are of. */
  SignScan(
      RowRange range,
      RowScan rowScan,
      RawSearchStrategy strategy,
      HitSink hits,
      SignEstimates estimates) {
    this.range = range;
    this.rowScan = rowScan;
    this.strategy = strategy;
    this.hits = hits;
    this.estimates = estimates;
  }

  /** Searches until all rows are settled, or the collector wants no more. */
  void run() throws IOException {
    Records blocks = estimates.blocks();
    int first = range.firstOrd() / BLOCK_ROWS;
    int end = Math.ceilDiv(range.endOrd(), BLOCK_ROWS);
    int chunkBlocks =
        Math.min(end - first, blocks.isInPlace() ? CHUNK_BLOCKS : COPIED_CHUNK_BLOCKS);
    ChunkBounds chunk = new ChunkBounds(range.field().entry().rows().count(), chunkBlocks);
    try {
      for (int block = first; block < end && !hits.isDone(); block += chunkBlocks) {
        chunk.moveTo(block, Math.min(chunkBlocks, end - block));
        search(chunk);
      }
    } catch (IllegalStateException e) {
      throw blocks.translate(e);
    }
  }

  private void search(ChunkBounds chunk) throws IOException {
    hits.codesRead(estimates.compute(chunk));
    int rows = chunk.refuse(range);
    strategy.countSigns(rows, 0);
    long scoredBefore = strategy.documentsScored();
    double miss = scoreLikely(chunk, rows);
    if (!hits.isDone()) {
      long scored = strategy.documentsScored() - scoredBefore;
      strategy.passOver(rows, rows - scored, scored < rows ? miss : 0);
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
    rowScan.run(seeds, hits);
    if (hits.minRaw() == Double.NEGATIVE_INFINITY || strategy.bestRaws().length == 0) {
      // Nothing tells what a hit must reach, so every row may be one.
      scoreRest(chunk, hits::minRaw, null);
      return 0;
    }
    double miss = 1 - strategy.codes().recallTarget();
    seeds.widen(margin(estimates.refinedError(hits.minRaw()), miss));
    rowScan.run(seeds, hits);
    double first = margin(estimates.error(hits.minRaw()), FIRST_SHARE * miss);
    double second = margin(estimates.refinedError(hits.minRaw()), miss);
    estimates.setNarrowing(first - second);
    scoreRest(chunk, () -> hits.minRaw() - first, estimates);
    return miss;
  }

  private void scoreRest(ChunkBounds chunk, BoundedRows.Threshold threshold, RowFilter filter)
      throws IOException {
    BoundedRows rows = new BoundedRows(chunk, range.field(), threshold, filter);
    rows.goTo(chunk.blocks());
    rowScan.run(rows, hits);
  }

  private double margin(double error, double miss) {
    return RecallMargin.of(strategy.bestRaws(), error, 1 - miss);
  }

  /** The rows of the largest estimates, best first. */
  private BestFirstRows takeSeeds(ChunkBounds chunk, int rows) throws IOException {
    int seeds = Math.min(strategy.codes().seeds(), rows / ROWS_PER_SEED);
    int[] ords = new int[2 * seeds];
    float[] values = new float[2 * seeds];
    int count = 0;
    if (seeds > 0) {
      count = chunk.take(Math.max(chunk.reachedBy(seeds), BoundedRows.LEAST), ords, values);
      estimates.refine(ords, values, count);
    }
    return new BestFirstRows(range.field(), hits, ords, values, count);
  }
}
