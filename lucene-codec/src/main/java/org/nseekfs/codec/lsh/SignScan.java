package org.nseekfs.codec.lsh;

import java.io.IOException;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.scan.BoundedRows;
import org.nseekfs.codec.scan.ChunkBounds;
import org.nseekfs.codec.scan.SearchCosts;
import org.nseekfs.codec.spi.LeafWork;
import org.nseekfs.codec.values.StoredBuckets;
import org.nseekfs.quantization.lsh.RecallMargin;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Searches the rows of a field for one target to a recall target: raw values are estimated from
 * sign codes, and rows that may be hits are scored, the best-looking first. How far below what a
 * hit must reach an estimate may lie, {@link RecallMargin} tells; a {@link BlockOrder}, which
 * blocks are read.
 */
public final class SignScan {

  /** Blocks that are estimated at once. */
  private static final int MAX_BLOCKS = 16;

  /** By what more is read in the end than seemed to be needed. */
  private static final double SLIPPAGE = 1.3;

  /**
   * Of the cost of an exact search, the part that is spent before it may be gone over to: until
   * then what is left to be read is hardly known.
   */
  private static final double TRIAL = 0.15;

  private final SignSearch search;
  private final SignEstimates estimates;
  private final BlockOrder order;
  private final double exactCost;

  /** How many rows are to be searched. */
  private final long rows;

  private final EstimateMargins margins;
  private final CandidateScan candidates;
  private final float[] values = new float[MAX_BLOCKS * SignFrame.BLOCK_DOCS];
  private final long[] reaching = new long[MAX_BLOCKS];
  private final long scoredBefore;

  /** Whether an exact search of the same rows is cheaper than to read on. */
  private boolean isRestDear;

  private SignScan(SignSearch search, BlockOrder order, FixedBitSet accepted, double exactCost) {
    this.search = search;
    this.estimates = search.estimates();
    this.order = order;
    this.exactCost = exactCost;
    this.rows = accepted == null ? search.range().field().count() : accepted.cardinality();
    this.margins = new EstimateMargins(search, order.estimatesShare() * search.miss());
    this.candidates = new CandidateScan(search, order, accepted, margins, exactCost);
    this.scoredBefore = search.hits().work().scored();
  }

  /**
   * A search.
   *
   * @param accepted the rows to be searched; null if these are all of the field's
   * @param buckets in whose order codes are; null if they are in the order of rows
   * @param exactCost what an exact search of the same rows would cost, see {@link SearchCosts}
   */
  public static SignScan of(
      SignSearch search, FixedBitSet accepted, StoredBuckets buckets, double exactCost)
      throws IOException {
    BlockOrder order =
        buckets == null ? new RowOrder(search.range()) : new BucketOrder(search, buckets, accepted);
    return new SignScan(search, order, accepted, exactCost);
  }

  /** Searches the first blocks. */
  public void begin() throws IOException {
    try {
      step();
    } catch (IllegalStateException e) {
      throw estimates.blocks().translate(e);
    }
  }

  /**
   * Searches on until the recall target is reached, or the collector wants no more.
   *
   * @return false if an exact search is cheaper, and rows but {@link #scored} are left for it
   */
  public boolean finish() throws IOException {
    try {
      // What others have found meanwhile may be known by now.
      candidates.scoreBest();
      boolean areTested = false;
      while (!isDear() && !search.hits().isDone()) {
        boolean areRead = order.isAtEnd() || isEnough();
        if (areRead && areTested) {
          break;
        }
        if (areRead) {
          candidates.scoreLikely();
        } else if (margins.areKnown() && wouldRestBeDear()) {
          isRestDear = true;
        } else {
          step();
        }
        areTested = areRead;
      }
    } catch (IllegalStateException e) {
      throw estimates.blocks().translate(e);
    }
    search.hits().work().countSigns(order.rowsRead(), order.bucketsRead());
    if (!isDear() && !search.hits().isDone()) {
      report();
    }
    return !isDear();
  }

  private boolean isDear() {
    return isRestDear || candidates.isDear();
  }

  private boolean isEnough() {
    order.learn(candidates.found());
    return order.isEnough(margins.missed());
  }

  /** Whether what is left to be read costs more than an exact search, as far as can be told. */
  private boolean wouldRestBeDear() {
    double read = order.rowsRead();
    double left = Math.min(order.rowsLeft(), search.range().field().count() - read);
    double candidatesLeft = left / Math.max(1, read + left);
    return cost(read, 1) > TRIAL * exactCost && SLIPPAGE * cost(left, candidatesLeft) > exactCost;
  }

  /** What it costs to read so many rows, and to score that part of what was scored so far. */
  private double cost(double rows, double part) {
    return SearchCosts.signs(rows, estimates.blocks()) + part * candidates.cost();
  }

  private void report() {
    LeafWork work = search.hits().work();
    long passedOver = rows - (work.scored() - scoredBefore);
    double byEstimates = margins.missed() / (1 - margins.missed()) * margins.reaching();
    double missed = (order.unread() + byEstimates) * margins.hitsPerReaching();
    work.passOver(passedOver, passedOver == 0 ? 0 : missed);
  }

  /** The rows scored so far. */
  public ScoredRows scored() {
    return candidates.scored();
  }

  private void step() throws IOException {
    order.next(this::read);
    candidates.scoreBest();
  }

  /** Takes blocks, and says whether to read on. */
  private boolean read(int firstBlock, int blocks) throws IOException {
    int end = firstBlock + blocks;
    float least = ChunkBounds.roundUp(Math.max(BoundedRows.LEAST, margins.least()));
    for (int first = firstBlock; first < end; first += MAX_BLOCKS) {
      int count = Math.min(MAX_BLOCKS, end - first);
      search.hits().work().read(estimates.compute(first, count, least, values, reaching));
      candidates.add(first, count, values, reaching);
    }
    if (candidates.isFull()) {
      candidates.scoreBest();
    }
    return !candidates.isDear();
  }
}
