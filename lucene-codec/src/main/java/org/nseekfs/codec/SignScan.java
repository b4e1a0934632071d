package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.hnsw.FloatHeap;
import org.nseekfs.quantization.kernel.BoundScan;
import org.nseekfs.quantization.kernel.Kernels;
import org.nseekfs.quantization.lsh.RecallMargin;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Searches the rows of a field for one target to a recall target: raw values are estimated from
 * sign codes, better for those rows that may be hits; what still may be is scored, the best-looking
 * first. How far below what a hit must reach an estimate may lie, {@link RecallMargin} tells; a
 * {@link BlockOrder}, which blocks are read.
 *
 * <p>A row is given up only where no margin that the search may yet have would make it a hit: what
 * hits must reach rises, and margins change with the hits.
 */
final class SignScan {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;
  private static final BoundScan SCAN = Kernels.best().boundScan();

  /** Blocks that are estimated at once. */
  private static final int MAX_BLOCKS = 16;

  /** Estimates that stand for all where a rank among them is asked for. */
  private static final int MAX_SAMPLE = 1024;

  /** Rows that are looked at first: so many, and two for every hit. */
  private static final int MIN_SEEDS = 16;

  /** Likely hits that are gathered before they are scored: what hits must reach rises by them. */
  private static final int MAX_LIKELY = 48;

  /** How many times as many rows are looked at where too few of the first were accepted. */
  private static final int MORE = 4;

  private final SignSearch search;
  private final SignEstimates estimates;
  private final BlockOrder order;

  /** The rows to be searched; null if all are. */
  private final FixedBitSet accepted;

  private final double estimatesMiss;
  private final double firstDeviations;
  private final double refinedDeviations;
  private final float[] values = new float[MAX_BLOCKS * BLOCK_ROWS];
  private final float[] largest = new float[MAX_BLOCKS];
  private final Candidates candidates = new Candidates();
  private final ScoredRows scored = new ScoredRows();
  private final long scoredBefore;
  private long refined;

  /** Rows gathered since likely hits were last scored that seemed to be such. */
  private int likely;

  /** Estimates of blocks read before it was known what hits must reach. */
  private final Stash stash = new Stash();

  /** First estimates of rows that seem to reach what hits must, but may be none. */
  private final Estimates refusedNear = new Estimates();

  /** What a hit must reach, as of when margins were computed. */
  private double least = Double.NEGATIVE_INFINITY;

  /** The standard error of the first estimate of a hit. */
  private double firstError;

  /** How far below that first estimates may lie, per unit of norm: for a likely hit, at most. */
  private double firstMargin;

  private double widestMargin;

  /** Standard errors that refined estimates may lie below that. */
  private double deviations;

  private double refinedError;

  /** What estimates of a likely hit must reach, and for each batch, what they had to. */
  private double firstThreshold;

  private double refinedThreshold;
  private int batch;
  private double[] firstThresholds = new double[8];
  private double[] refinedThresholds = new double[8];

  private SignScan(SignSearch search, BlockOrder order, FixedBitSet accepted) {
    this.search = search;
    this.estimates = search.estimates();
    this.order = order;
    this.accepted = accepted;
    this.estimatesMiss = order.estimatesShare() * search.miss();
    this.firstDeviations = SignSearch.deviations(SignSearch.FIRST_SHARE * estimatesMiss);
    this.refinedDeviations = SignSearch.deviations((1 - SignSearch.FIRST_SHARE) * estimatesMiss);
    this.scoredBefore = search.strategy().documentsScored();
  }

  /**
   * A search.
   *
   * @param buckets in whose order codes are; null if they are in the order of rows
   */
  static SignScan of(SignSearch search, StoredBuckets buckets) throws IOException {
    RowRange range = search.range();
    FixedBitSet accepted = range.acceptsAll(0, range.field().count()) ? null : range.toSet();
    BlockOrder order =
        buckets == null
            ? new RowOrder(range, search.estimates().blocks())
            : new BucketOrder(search, buckets, accepted);
    return new SignScan(search, order, accepted);
  }

  /** Searches the first blocks. */
  void begin() throws IOException {
    try {
      step();
    } catch (IllegalStateException e) {
      throw estimates.blocks().translate(e);
    }
  }

  /**
   * Searches on until the recall target is reached, or the collector wants no more.
   *
   * @param exactCost what an exact search of the same rows would cost, see {@link SearchCosts}
   * @return false if that would be cheaper, and rows but {@link #scored} are left to be searched
   */
  boolean finish(double exactCost) throws IOException {
    try {
      // What others have found meanwhile may be known by now.
      settle();
      while (!order.isAtEnd() && !search.hits().isDone() && !isEnough()) {
        if (least != Double.NEGATIVE_INFINITY && cost() > exactCost) {
          search.strategy().countSigns(order.rowsRead(), order.bucketsRead());
          return false;
        }
        step();
      }
    } catch (IllegalStateException e) {
      throw estimates.blocks().translate(e);
    }
    report();
    return true;
  }

  private boolean isEnough() {
    order.learn(found());
    return order.isEnough(missedByEstimates());
  }

  /**
   * The share of the hits in blocks read that estimates miss: rows had to reach what hits had to
   * when their batch was read, which was less than hits must reach now.
   */
  private double missedByEstimates() {
    if (least == Double.NEGATIVE_INFINITY) {
      return estimatesMiss;
    }
    double[] raws = search.hitRaws();
    double[] shares = order.batchShares(batch);
    double missed = 0;
    for (int i = 0; i < shares.length; i++) {
      double first = RecallMargin.found(raws, least, least - firstThresholds[i], firstError);
      double second = RecallMargin.found(raws, least, least - refinedThresholds[i], refinedError);
      missed += shares[i] * (1 - first * second);
    }
    return missed;
  }

  /** What this search will have cost, as far as can be told. */
  private double cost() {
    double left = Math.min(order.rowsLeft(), search.range().field().count());
    return SearchCosts.signs(order.rowsRead() + left, search.estimates().blocks())
        + SearchCosts.candidates(refined, scored.count());
  }

  private void report() {
    RawSearchStrategy strategy = search.strategy();
    strategy.countSigns(order.rowsRead(), order.bucketsRead());
    if (!search.hits().isDone()) {
      RowRange range = search.range();
      long rows = accepted == null ? range.endOrd() - range.firstOrd() : accepted.cardinality();
      long passedOver = rows - (strategy.documentsScored() - scoredBefore);
      double missed = order.unread() + missedByEstimates() * search.hitRaws().length;
      strategy.passOver(passedOver, passedOver == 0 ? 0 : missed);
    }
  }

  /** The rows scored so far. */
  ScoredRows scored() {
    return scored;
  }

  private void step() throws IOException {
    order.next(found(), this::read);
    settle();
  }

  private BlockOrder.Found found() {
    if (least == Double.NEGATIVE_INFINITY) {
      return new BlockOrder.Found(least, 0, 0);
    }
    int hits = search.hitRaws().length;
    return new BlockOrder.Found(least, hits, accepted == null ? hits : hits + refused());
  }

  /**
   * About how many rows that may be no hits reach what hits must. More first estimates do than raw
   * values: where the number of values above x is as exp(-ax), normal errors of deviation d make
   * that of estimates exp((ad)^2 / 2) times as large.
   */
  private double refused() {
    double reaching = refusedNear.keep(least);
    double farther = refusedNear.above(least + firstError);
    double decay = Math.log((reaching + 1) / (farther + 1));
    return reaching * Math.exp(-decay * decay / 2);
  }

  private int read(int firstBlock, int blocks) throws IOException {
    int own = batch;
    int end = firstBlock + blocks;
    for (int first = firstBlock; first < end; first += MAX_BLOCKS) {
      int count = Math.min(MAX_BLOCKS, end - first);
      search.hits().codesRead(estimates.compute(first, count, values, largest));
      if (least == Double.NEGATIVE_INFINITY) {
        stash.add(first, count);
      } else {
        for (int i = 0; i < count; i++) {
          gather(first + i, i, least);
        }
      }
    }
    if (likely >= MAX_LIKELY) {
      // Those that are more likely hits than not: they raise what the others must reach.
      scoreLikely(0);
    }
    return own;
  }

  /** Takes the rows of the {@code from}-th block estimated last that may be hits. */
  private void gather(int block, int from, double wanted) throws IOException {
    float reached = ChunkBounds.roundUp(Math.max(BoundedRows.LEAST, wanted));
    if (largest[from] < reached) {
      return;
    }
    long norms = estimates.norms(block);
    long lanes = SCAN.reaching(values, from * BLOCK_ROWS, reached);
    for (; lanes != 0; lanes &= lanes - 1) {
      int lane = Long.numberOfTrailingZeros(lanes);
      float value = values[from * BLOCK_ROWS + lane];
      take(block * BLOCK_ROWS + lane, value, estimates.norm(norms, lane), wanted);
    }
  }

  private void take(int place, float value, float norm, double wanted) throws IOException {
    if (value + (widestMargin - estimates.raised()) * norm < wanted) {
      return;
    }
    if (accepted == null || accepted.get(order.row(place))) {
      candidates.add(place, value, norm);
      likely += value + (firstMargin - estimates.raised()) * norm >= wanted ? 1 : 0;
    } else {
      refusedNear.add(value - estimates.raised() * norm);
    }
  }

  /** Scores those of the rows gathered that are likely hits. */
  private void settle() throws IOException {
    for (long seeds = MIN_SEEDS + 2L * search.strategy().codes().hits();
        !search.knowsHits() && !search.hits().isDone() && !stash.isEmpty();
        seeds *= MORE) {
      stash.take(seeds);
      scoreFirst();
    }
    if (!search.knowsHits()) {
      return;
    }
    learnMargins();
    stash.drain();
    firstThresholds = ArrayUtil.grow(firstThresholds, batch + 1);
    refinedThresholds = ArrayUtil.grow(refinedThresholds, batch + 1);
    firstThresholds[batch] = firstThreshold;
    refinedThresholds[batch] = refinedThreshold;
    batch++;
    // Until none is left for the margins as they are by then.
    boolean isScored = true;
    while (isScored && !search.hits().isDone()) {
      isScored = scoreLikely(deviations);
    }
  }

  /**
   * Scores likely hits.
   *
   * @param margin standard errors that refined estimates of those may be too low
   * @return whether there were any
   */
  private boolean scoreLikely(double margin) throws IOException {
    likely = 0;
    int count = chooseLikely(margin);
    if (count > 0) {
      score(count);
      learnMargins();
    }
    return count > 0;
  }

  /** Scores rows, the best-looking first, until it is known what hits must reach. */
  private void scoreFirst() throws IOException {
    growChosen();
    int count = 0;
    for (int i = 0; i < candidates.count(); i++) {
      if (!candidates.isSettled(i)) {
        refine(i);
        bounds[count] = candidates.refined(i);
        chosen[count++] = i;
      }
    }
    score(count);
  }

  private void growChosen() {
    bounds = ArrayUtil.grow(bounds, candidates.count());
    chosen = ArrayUtil.grow(chosen, candidates.count());
  }

  private void refine(int i) throws IOException {
    if (Float.isNaN(candidates.refined(i))) {
      int place = candidates.place(i);
      candidates.refine(i, estimates.refined(place, candidates.raised(i)), estimates.offset(place));
      refined++;
    }
  }

  /** The candidates to be scored, and what they may reach. */
  private int[] chosen = new int[0];

  private float[] bounds = new float[0];

  /**
   * Chooses the rows that are likely hits, and forgets those that are none for any margin.
   *
   * @return how many are chosen
   */
  private int chooseLikely(double margin) throws IOException {
    growChosen();
    double first = firstMargin - estimates.raised();
    double widest = widestMargin - estimates.raised();
    int found = 0;
    int left = 0;
    for (int i = 0; i < candidates.count(); i++) {
      double value = candidates.raised(i);
      float norm = candidates.norm(i);
      if (candidates.isSettled(i) || value + widest * norm < least) {
        continue;
      }
      if (value + first * norm >= least) {
        refine(i);
        double error = estimates.refinedError(least, norm, candidates.offset(i));
        double bound = candidates.refined(i) + margin * error;
        if (bound >= least) {
          bounds[found] = (float) bound;
          chosen[found++] = left;
        } else if (candidates.refined(i) + refinedDeviations * error < least) {
          continue;
        }
      }
      candidates.move(i, left++);
    }
    candidates.truncate(left);
    return found;
  }

  /**
   * Scores the first {@code count} rows chosen, the best-looking first, as long as they may be
   * hits.
   */
  private void score(int count) throws IOException {
    int[] ords = new int[count];
    for (int i = 0; i < count; i++) {
      ords[i] = order.row(candidates.place(chosen[i]));
      // Rows that could not be coded come first.
      bounds[i] = Math.min(bounds[i], Float.MAX_VALUE);
    }
    BestFirstRows best =
        BestFirstRows.inSmallSteps(search.range().field(), search.hits(), ords, bounds, count);
    search.rowScan().run(best, search.hits());
    boolean[] isLeft = new boolean[count];
    for (int i = 0; i < best.left(); i++) {
      isLeft[best.indexLeft(i)] = true;
    }
    for (int i = 0; i < count; i++) {
      if (!isLeft[i]) {
        scored.add(ords[i], candidates, chosen[i]);
        candidates.settle(chosen[i]);
      }
    }
  }

  /** Computes anew what depends on the hits. */
  private void learnMargins() {
    least = search.hits().minRaw();
    int typical = scored.typical(least, estimates);
    float norm = typical < 0 ? 0 : scored.norm(typical);
    float offset = typical < 0 ? 0 : scored.offset(typical);
    double perNorm = Math.max(Float.MIN_NORMAL, norm);
    firstError = estimates.error(least, norm, offset);
    refinedError = estimates.refinedError(least, norm, offset);
    double[] raws = search.hitRaws();
    double firstMiss = SignSearch.FIRST_SHARE * estimatesMiss;
    double margin = RecallMargin.of(raws, least, firstError, 1 - firstMiss);
    firstThreshold = least - margin;
    firstMargin = typical < 0 ? estimates.raised() : margin / perNorm;
    widestMargin = typical < 0 ? estimates.raised() : firstDeviations * firstError / perNorm;
    margin = RecallMargin.of(raws, least, refinedError, 1 - (estimatesMiss - firstMiss));
    refinedThreshold = least - margin;
    deviations = margin / refinedError;
  }

  /** Blocks, as they were read. */
  private final class Stash {
    private int[] blocks = new int[MAX_BLOCKS];
    private float[] stashed = new float[MAX_BLOCKS * BLOCK_ROWS];
    private float[] stashedLargest = new float[MAX_BLOCKS];
    private int count;

    void add(int first, int added) {
      blocks = ArrayUtil.grow(blocks, count + added);
      stashed = ArrayUtil.grow(stashed, (count + added) * BLOCK_ROWS);
      stashedLargest = ArrayUtil.grow(stashedLargest, count + added);
      for (int i = 0; i < added; i++) {
        blocks[count + i] = first + i;
      }
      System.arraycopy(values, 0, stashed, count * BLOCK_ROWS, added * BLOCK_ROWS);
      System.arraycopy(largest, 0, stashedLargest, count, added);
      count += added;
    }

    boolean isEmpty() {
      return count == 0;
    }

    /** Takes about so many rows, those of the largest estimates; empties itself if all are. */
    void take(long rows) throws IOException {
      if (rows >= (long) count * BLOCK_ROWS) {
        take(-Float.MAX_VALUE);
        count = 0;
      } else {
        take(Math.max(-Float.MAX_VALUE, reachedBy((int) rows)));
      }
    }

    /** Takes the rows whose estimates may be those of hits, and empties itself. */
    void drain() throws IOException {
      if (count > 0) {
        take(ChunkBounds.roundUp(Math.max(BoundedRows.LEAST, least)));
        count = 0;
      }
    }

    private void take(float wanted) throws IOException {
      for (int i = 0; i < count; i++) {
        if (stashedLargest[i] >= wanted) {
          long norms = estimates.norms(blocks[i]);
          long lanes = SCAN.reaching(stashed, i * BLOCK_ROWS, wanted);
          for (; lanes != 0; lanes &= lanes - 1) {
            int lane = Long.numberOfTrailingZeros(lanes);
            float value = stashed[i * BLOCK_ROWS + lane];
            float norm = estimates.norm(norms, lane);
            SignScan.this.take(blocks[i] * BLOCK_ROWS + lane, value, norm, least);
            stashed[i * BLOCK_ROWS + lane] = Float.NEGATIVE_INFINITY;
          }
          stashedLargest[i] = SCAN.largest(stashed, i * BLOCK_ROWS);
        }
      }
    }

    /** An estimate that about so many rows reach. */
    private float reachedBy(int rows) {
      if (rows <= count) {
        FloatHeap best = new FloatHeap(rows);
        for (int i = 0; i < count; i++) {
          best.offer(stashedLargest[i]);
        }
        return best.peek();
      }
      int step = Math.max(1, count * BLOCK_ROWS / MAX_SAMPLE);
      FloatHeap best = new FloatHeap(Math.max(1, rows / step));
      for (int i = 0; i < count * BLOCK_ROWS; i += step) {
        best.offer(stashed[i]);
      }
      return best.peek();
    }
  }

  /** Estimates, of which those too small are forgotten. */
  private static final class Estimates {
    private float[] estimates = new float[256];
    private int count;

    void add(double estimate) {
      estimates = ArrayUtil.grow(estimates, count + 1);
      estimates[count++] = (float) estimate;
    }

    /** Forgets those below {@code least}; returns how many are left. */
    int keep(double least) {
      int left = 0;
      for (int i = 0; i < count; i++) {
        if (estimates[i] >= least) {
          estimates[left++] = estimates[i];
        }
      }
      count = left;
      return count;
    }

    int above(double least) {
      int above = 0;
      for (int i = 0; i < count; i++) {
        above += estimates[i] >= least ? 1 : 0;
      }
      return above;
    }
  }
}
