package org.nseekfs.codec.lsh;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.codec.scan.BestFirstRows;
import org.nseekfs.codec.scan.SearchCosts;
import org.nseekfs.quantization.lsh.SignFrame;

/**
 * Gathers the rows whose estimates say that they may be hits, and scores those of them that are
 * likely to be, the best-looking first. Used by one search.
 *
 * <p>A row is given up only where no margin that the search may yet have would make it a hit: what
 * hits must reach rises, and margins change with the hits.
 */
final class CandidateScan {

  private static final int BLOCK_ROWS = SignFrame.BLOCK_DOCS;

  /** Rows that are looked at first: so many, and two for every hit. */
  private static final int MIN_SEEDS = 16;

  /** Rows that are more likely hits than not, of which so many are gathered before scoring. */
  private static final int MAX_BEST = 48;

  /** Or as large a part of the rows scored, if that is more. */
  private static final double MAX_BEST_PART = 0.25;

  /** How many times as many rows are looked at where too few of the first were accepted. */
  private static final int MORE = 4;

  private final SignSearch search;
  private final SignEstimates estimates;
  private final BlockOrder order;

  /** The rows to be searched; null if all are. */
  private final FixedBitSet accepted;

  private final EstimateMargins margins;

  /** What the rows that are scored may cost. */
  private final double affordable;

  private final Candidates candidates = new Candidates();
  private final ScoredRows scored = new ScoredRows();

  /** Whether more rows are to be scored than may be. */
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

  /**
   * Gathers and scores for a search.
   *
   * @param accepted the rows to be searched; null if all are
   * @param affordable what the rows that are scored may cost, see {@link SearchCosts}
   */
  CandidateScan(
      SignSearch search,
      BlockOrder order,
      FixedBitSet accepted,
      EstimateMargins margins,
      double affordable) {
    this.search = search;
    this.estimates = search.estimates();
    this.order = order;
    this.accepted = accepted;
    this.margins = margins;
    this.affordable = affordable;
  }

  /** The rows scored so far. */
  ScoredRows scored() {
    return scored;
  }

  /** What it has cost to score them. */
  double cost() {
    return cost(scored.count());
  }

  private double cost(int rows) {
    return SearchCosts.candidates(rows, search.range().field().entry().rows().rowBytes());
  }

  /** Whether to score those that are likely hits would cost more than it may; then none is. */
  boolean isDear() {
    return isDear;
  }

  /** What was found, as of when rows were scored last. */
  BlockOrder.Found found() {
    double least = margins.least();
    if (!margins.areKnown()) {
      return new BlockOrder.Found(least, 0, 0, likely);
    }
    likely.keep(least);
    int hits = margins.reaching();
    double reaching = hits + likely.refused(least, margins.error());
    return new BlockOrder.Found(least, hits, reaching, likely);
  }

  /**
   * Adds the rows of some consecutive blocks that may be hits.
   *
   * @param values raised estimates of all rows
   * @param reaching for each block the rows whose estimate reaches what hits must, if that is known
   */
  void add(int firstBlock, int blocks, float[] values, long[] reaching) throws IOException {
    if (!margins.areKnown()) {
      stash.add(firstBlock, blocks, values);
      return;
    }
    for (int i = 0; i < blocks; i++) {
      if (reaching[i] != 0) {
        gather(firstBlock + i, reaching[i], values, i * BLOCK_ROWS);
      }
    }
  }

  /** Whether so many rows are gathered that the best-looking are to be scored. */
  boolean isFull() {
    return best >= Math.max(MAX_BEST, scored.count() * MAX_BEST_PART);
  }

  private void gather(int block, long reaching, float[] values, int from) throws IOException {
    long norms = estimates.norms(block);
    for (long lanes = reaching; lanes != 0; lanes &= lanes - 1) {
      int lane = Long.numberOfTrailingZeros(lanes);
      take(block * BLOCK_ROWS + lane, values[from + lane], estimates.norm(norms, lane));
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
  void scoreBest() throws IOException {
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
  void scoreLikely() throws IOException {
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
   * hits; none if all together would cost more than they may.
   */
  private void score(int count) throws IOException {
    isDear |= cost(scored.count() + count) > affordable;
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
