package org.nseekfs.codec.lsh;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.scan.BestFirstRows;
import org.nseekfs.codec.scan.BoundedRows;
import org.nseekfs.codec.scan.ChunkBounds;
import org.nseekfs.codec.scan.RowRange;
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
 *
 * <p>A row is given up only where no margin that the search may yet have would make it a hit: what
 * hits must reach rises, and margins change with the hits.
 */
public final class SignScan {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;

  /** Blocks that are estimated at once. */
  private static final int MAX_BLOCKS = 16;

  /** Rows that are looked at first: so many, and two for every hit. */
  private static final int MIN_SEEDS = 16;

  /** Rows that are more likely hits than not, of which so many are gathered before scoring. */
  private static final int MAX_BEST = 48;

  /** Or as large a part of the rows scored, if that is more. */
  private static final double MAX_BEST_PART = 0.25;

  /** By what more is read in the end than seemed to be needed. */
  private static final double SLIPPAGE = 1.3;

  /**
   * Of the cost of an exact search, the part that is spent before it may be gone over to: until
   * then what is left to be read is hardly known.
   */
  private static final double TRIAL = 0.15;

  /** How many times as many rows are looked at where too few of the first were accepted. */
  private static final int MORE = 4;

  private final SignSearch search;
  private final SignEstimates estimates;
  private final BlockOrder order;
  private final double exactCost;

  /** The rows to be searched; null if all are. */
  private final FixedBitSet accepted;

  private final EstimateMargins margins;
  private final float[] values = new float[MAX_BLOCKS * BLOCK_ROWS];
  private final long[] reaching = new long[MAX_BLOCKS];
  private final Candidates candidates = new Candidates();
  private final ScoredRows scored = new ScoredRows();
  private final long scoredBefore;

  /** Whether an exact search of the same rows is cheaper than to go on. */
  private boolean isDear;

  /** Rows gathered since rows were last scored that are more likely hits than not. */
  private int best;

  /** Estimates of blocks read before it was known what hits must reach. */
  private final StashedBlocks stash = new StashedBlocks();

  /** Rows that reach what hits must, or seem to. */
  private final LikelyRows likely = new LikelyRows();

  /** The candidates to be scored, and what they may reach. */
  private int[] chosen = new int[0];

  private float[] reaches = new float[0];

  private SignScan(SignSearch search, BlockOrder order, FixedBitSet accepted, double exactCost) {
    this.search = search;
    this.estimates = search.estimates();
    this.order = order;
    this.exactCost = exactCost;
    this.accepted = accepted;
    this.margins = new EstimateMargins(search, order.estimatesShare() * search.miss());
    this.scoredBefore = search.hits().work().scored();
  }

  /**
   * A search.
   *
   * @param buckets in whose order codes are; null if they are in the order of rows
   * @param exactCost what an exact search of the same rows would cost, see {@link SearchCosts}
   */
  public static SignScan of(SignSearch search, StoredBuckets buckets, double exactCost)
      throws IOException {
    RowRange range = search.range();
    FixedBitSet accepted = range.acceptsAll(0, range.field().count()) ? null : range.toSet();
    BlockOrder order =
        buckets == null ? new RowOrder(range) : new BucketOrder(search, buckets, accepted);
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
      scoreBest();
      boolean areTested = false;
      while (!isDear && !search.hits().isDone()) {
        boolean areRead = order.isAtEnd() || isEnough();
        if (areRead && areTested) {
          break;
        }
        if (areRead) {
          scoreLikely();
        } else if (margins.areKnown() && isRestDear()) {
          isDear = true;
        } else {
          step();
        }
        areTested = areRead;
      }
    } catch (IllegalStateException e) {
      throw estimates.blocks().translate(e);
    }
    search.hits().work().countSigns(order.rowsRead(), order.bucketsRead());
    if (!isDear && !search.hits().isDone()) {
      report();
    }
    return !isDear;
  }

  private boolean isEnough() {
    order.learn(found());
    return order.isEnough(margins.missed());
  }

  /** Whether what is left to be read costs more than an exact search, as far as can be told. */
  private boolean isRestDear() {
    double read = order.rowsRead();
    double left = Math.min(order.rowsLeft(), search.range().field().count() - read);
    double candidatesLeft = left / Math.max(1, read + left);
    return cost(read, 1) > TRIAL * exactCost && SLIPPAGE * cost(left, candidatesLeft) > exactCost;
  }

  /** What it costs to read so many rows, and to score that part of what was scored so far. */
  private double cost(double rows, double candidates) {
    return SearchCosts.signs(rows, estimates.blocks()) + candidates * scoring(scored.count());
  }

  private double scoring(int rows) {
    return SearchCosts.candidates(rows, search.range().field().entry().rows().rowBytes());
  }

  private void report() {
    LeafWork work = search.hits().work();
    RowRange range = search.range();
    long rows = accepted == null ? range.endOrd() - range.firstOrd() : accepted.cardinality();
    long passedOver = rows - (work.scored() - scoredBefore);
    double byEstimates = margins.missed() / (1 - margins.missed()) * margins.reaching();
    double missed = (order.unread() + byEstimates) * margins.hitsPerReaching();
    work.passOver(passedOver, passedOver == 0 ? 0 : missed);
  }

  /** The rows scored so far. */
  public ScoredRows scored() {
    return scored;
  }

  private void step() throws IOException {
    order.next(this::read);
    scoreBest();
  }

  private BlockOrder.Found found() {
    double least = margins.least();
    if (!margins.areKnown()) {
      return new BlockOrder.Found(least, 0, 0, likely);
    }
    likely.keep(least);
    int hits = margins.reaching();
    double reaching = hits + likely.refused(least, margins.error());
    return new BlockOrder.Found(least, hits, reaching, likely);
  }

  private void read(int firstBlock, int blocks) throws IOException {
    int end = firstBlock + blocks;
    float least = ChunkBounds.roundUp(Math.max(BoundedRows.LEAST, margins.least()));
    for (int first = firstBlock; first < end; first += MAX_BLOCKS) {
      int count = Math.min(MAX_BLOCKS, end - first);
      search.hits().work().read(estimates.compute(first, count, least, values, reaching));
      if (!margins.areKnown()) {
        stash.add(first, count, values);
      } else {
        for (int i = 0; i < count; i++) {
          if (reaching[i] != 0) {
            gather(first + i, i);
          }
        }
      }
    }
    if (best >= Math.max(MAX_BEST, scored.count() * MAX_BEST_PART)) {
      scoreBest();
    }
  }

  /** Takes the rows of the {@code from}-th block estimated last that may be hits. */
  private void gather(int block, int from) throws IOException {
    long norms = estimates.norms(block);
    for (long lanes = reaching[from]; lanes != 0; lanes &= lanes - 1) {
      int lane = Long.numberOfTrailingZeros(lanes);
      float value = values[from * BLOCK_ROWS + lane];
      take(block * BLOCK_ROWS + lane, value, estimates.norm(norms, lane));
    }
  }

  private void take(int place, float value) throws IOException {
    long norms = estimates.norms(place / BLOCK_ROWS);
    take(place, value, estimates.norm(norms, place % BLOCK_ROWS));
  }

  private void take(int place, float value, float norm) throws IOException {
    if (value - margins.possible() * norm < margins.least()) {
      return;
    }
    double estimate = value - estimates.raised() * norm;
    if (accepted == null || accepted.get(order.row(place))) {
      candidates.add(place, value, norm);
      best += estimate >= margins.least() ? 1 : 0;
    } else if (estimate >= margins.least()) {
      likely.addRefused(estimate);
    }
  }

  /**
   * Scores those of the rows gathered that are more likely hits than not: they raise what the
   * others must reach. Where that is not known yet, as many as it takes.
   */
  private void scoreBest() throws IOException {
    best = 0;
    for (long seeds = MIN_SEEDS + 2L * search.hits().codes().k();
        !search.knowsHits() && !isDear && !search.hits().isDone() && !stash.isEmpty();
        seeds *= MORE) {
      stash.takeBest(seeds, this::take);
      scoreFirst();
    }
    if (search.knowsHits()) {
      margins.learn(scored);
      stash.drain(margins.least(), this::take);
      score(chooseLikely(0));
      margins.learn(scored);
    }
  }

  /** Scores the rows that are likely hits, until none is left for the margins as they are then. */
  private void scoreLikely() throws IOException {
    int count = 1;
    while (count > 0 && !isDear && margins.areKnown() && !search.hits().isDone()) {
      count = chooseLikely(margins.settle());
      score(count);
      margins.learn(scored);
    }
  }

  /** Scores rows, the best-looking first, until it is known what hits must reach. */
  private void scoreFirst() throws IOException {
    growChosen();
    int count = 0;
    for (int i = 0; i < candidates.count(); i++) {
      if (!candidates.isSettled(i)) {
        reaches[count] = estimate(i, 0);
        chosen[count++] = i;
      }
    }
    score(count);
  }

  private void growChosen() {
    reaches = ArrayUtil.grow(reaches, candidates.count());
    chosen = ArrayUtil.grow(chosen, candidates.count());
  }

  /**
   * The estimate of a candidate with a margin added.
   *
   * @param margin per unit of its norm
   */
  private float estimate(int i, double margin) {
    return (float) (candidates.raised(i) - (estimates.raised() - margin) * candidates.norm(i));
  }

  /**
   * Chooses the rows that are likely hits, and forgets those that are none for any margin.
   *
   * @param margin of likely hits, per unit of their norm
   * @return how many are chosen
   */
  private int chooseLikely(double margin) {
    growChosen();
    double least = margins.least();
    double possible = margins.possible();
    int found = 0;
    int left = 0;
    for (int i = 0; i < candidates.count(); i++) {
      if (candidates.isSettled(i) || candidates.raised(i) - possible * candidates.norm(i) < least) {
        continue;
      }
      float bound = estimate(i, margin);
      if (bound >= least) {
        reaches[found] = bound;
        chosen[found++] = left;
      }
      candidates.move(i, left++);
    }
    candidates.truncate(left);
    return found;
  }

  /**
   * Scores the first {@code count} rows chosen, the best-looking first, as long as they may be
   * hits; none if they are so many that an exact search is cheaper.
   */
  private void score(int count) throws IOException {
    isDear |= scoring(scored.count() + count) > exactCost;
    if (isDear) {
      return;
    }
    int[] ords = new int[count];
    for (int i = 0; i < count; i++) {
      ords[i] = order.row(candidates.place(chosen[i]));
      // Rows that could not be coded come first.
      reaches[i] = Math.min(reaches[i], Float.MAX_VALUE);
    }
    BestFirstRows rows =
        new BestFirstRows(search.range().field(), search.hits(), ords, reaches, count);
    double[] raws = new double[count];
    search
        .rowScan()
        .run(
            rows,
            search.hits(),
            (docs, from, scores, scored) -> {
              search.hits().collectRaws(docs, from, scores, scored);
              for (int i = 0; i < scored; i++) {
                raws[rows.indexGiven(from + i)] = scores[i];
              }
            });
    boolean[] isLeft = new boolean[count];
    for (int i = 0; i < rows.left(); i++) {
      isLeft[rows.indexLeft(i)] = true;
    }
    for (int i = 0; i < count; i++) {
      if (!isLeft[i]) {
        add(ords[i], chosen[i], raws[i]);
        candidates.settle(chosen[i]);
      }
    }
  }

  private void add(int ord, int i, double raw) throws IOException {
    if (raw >= margins.least()) {
      likely.add(order.bucket(candidates.place(i)), raw);
    }
    scored.add(ord, estimate(i, 0), candidates.norm(i), estimates.offset(candidates.place(i)));
  }
}
