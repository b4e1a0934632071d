package org.nseekfs.codec.scan;

import java.io.IOException;
import org.nseekfs.codec.spi.PruneStage;
import org.nseekfs.codec.spi.RawCollector;
import org.nseekfs.codec.values.Records;
import org.nseekfs.quantization.code.CodeFrame;
import org.nseekfs.quantization.code.QueryCode;

/**
 * Searches the rows of a field for one target, a chunk of blocks at a time: bounds first, then the
 * rows that look best, then those whose bounds reach what the collector has by then. All others
 * certainly do not matter, and are counted as pruned.
 *
 * <p>Where that leaves too many rows, chunks are scored whole, in order, as by {@link RowScan}.
 */
public final class CodeScan {

  /** Chunks have at least so many accepted rows for every row scored before the others. */
  private static final int ROWS_PER_SEED = 8;

  /** One row in so many to score costs as much as all of them in order. */
  private static final int FEW = 4;

  /** One row in so many to test by fine codes costs as much as to score all of them in order. */
  private static final int FEW_FINE = 2;

  /** Chunks that are searched without codes after one where those did not prune. */
  private static final int SKIPPED_CHUNKS = 8;

  private final RowRange range;
  private final QueryCode query;
  private final RawCollector hits;
  private final RowScan rowScan;

  /** Null if there are no fine codes. */
  private final FineBounds fine;

  private int chunksToSkip;

  /**
   * A search of the rows of {@code range}.
   *
   * @param fine the field's fine codes; null if there are none
   */
  public CodeScan(
      RowRange range, RowScan rowScan, QueryCode query, Records fine, RawCollector hits) {
    this.range = range;
    this.rowScan = rowScan;
    this.query = query;
    this.fine = fine == null ? null : new FineBounds(fine, query);
    this.hits = hits;
  }

  int firstBlock() {
    return range.firstOrd() / CodeFrame.BLOCK_DOCS;
  }

  int endBlock() {
    return (range.endOrd() + CodeFrame.BLOCK_DOCS - 1) / CodeFrame.BLOCK_DOCS;
  }

  /** Whether {@code chunk} holds rows of this search. */
  boolean isConcerned(ChunkBounds chunk) {
    return chunk.firstBlock() < endBlock() && chunk.firstBlock() + chunk.blocks() > firstBlock();
  }

  /** Whether the collector wants no more. */
  boolean isDone() {
    return hits.isDone();
  }

  QueryCode query() {
    return query;
  }

  /** Whether codes of the next chunk are worth reading; asked once for each chunk. */
  boolean wantsBounds() {
    if (chunksToSkip == 0) {
      return true;
    }
    chunksToSkip--;
    return false;
  }

  /** Scores a chunk without its bounds. */
  void scoreUnknown(ChunkBounds chunk) throws IOException {
    chunk.accept(range);
    chunk.setUnknown();
    scoreAll(chunk);
  }

  /** Tells {@code chunk} which rows to bound. */
  void accept(ChunkBounds chunk) throws IOException {
    chunk.accept(range);
  }

  /**
   * Searches a chunk, whose accepted rows have their bounds.
   *
   * @param bytesRead for the bounds
   */
  void search(ChunkBounds chunk, long bytesRead) throws IOException {
    hits.work().read(bytesRead);
    int left = chunk.acceptedRows();
    if (left > 0) {
      left -= scoreSeeds(chunk, left);
      if (isWorthPruning(chunk, left)) {
        prune(chunk, left);
      } else {
        scoreAll(chunk);
      }
    }
  }

  /**
   * Scores the best-looking rows, so that what others must reach is known before they are tested.
   *
   * @return how many rows that settled, scored or pruned
   */
  private int scoreSeeds(ChunkBounds chunk, int left) throws IOException {
    int seeds = Math.min(hits.codes().seeds(), left / ROWS_PER_SEED);
    if (seeds == 0) {
      return 0;
    }
    int[] ords = new int[2 * seeds];
    float[] bounds = new float[2 * seeds];
    double least = Math.max(hits.minRaw(), BoundedRows.LEAST);
    if (!chunk.isReachedByFew(least, Math.ceilDiv(left, ords.length), left)) {
      least = Math.max(least, chunk.reachedBy(seeds));
    }
    int count = chunk.take(least, ords, bounds);
    if (fine != null) {
      fine.refine(ords, bounds, count);
      fine.report(hits);
    }
    BestFirstRows rows = new BestFirstRows(range.field(), hits, ords, bounds, count);
    rowScan.run(rows, hits);
    if (rows.left() > 0 && rows.largestLeft() < hits.minRaw()) {
      hits.work()
          .prune(
              fine == null ? PruneStage.COARSE : PruneStage.FINE, rows.left(), rows.largestLeft());
    }
    return count;
  }

  private boolean isWorthPruning(ChunkBounds chunk, int left) {
    double minRaw = hits.minRaw();
    int few = fine == null ? FEW : FEW_FINE;
    if (chunk.isReachedByFew(Math.max(minRaw, BoundedRows.LEAST), few, left)) {
      return true;
    }
    boolean isForManyHits = left < (long) ROWS_PER_SEED * hits.codes().seeds();
    if (minRaw > Double.NEGATIVE_INFINITY && !isForManyHits) {
      chunksToSkip = SKIPPED_CHUNKS;
    }
    return false;
  }

  private void prune(ChunkBounds chunk, int left) throws IOException {
    BoundedRows survivors = new BoundedRows(chunk, range.field(), hits::minRaw, fine);
    rowScan.run(survivors, hits);
    int pruned = left - survivors.given();
    if (fine != null) {
      pruned -= fine.excluded();
      fine.report(hits);
    }
    if (survivors.isAtEnd() && pruned > 0) {
      hits.work().prune(PruneStage.COARSE, pruned, chunk.largest());
    }
  }

  private void scoreAll(ChunkBounds chunk) throws IOException {
    rowScan.run(new BoundedRows(chunk, range.field(), () -> Double.NEGATIVE_INFINITY, null), hits);
  }
}
