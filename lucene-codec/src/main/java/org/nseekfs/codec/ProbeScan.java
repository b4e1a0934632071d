package org.nseekfs.codec;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.FixedBitSet;
import org.nseekfs.quantization.lsh.ProbeSequence;

/**
 * Searches the rows of a field for one target to a recall target by hash tables: those in likely
 * buckets are estimated from their sign codes, and scored if they may be hits. Goes on until a
 * neighbour as near as the best known is missed by all tables with a small probability only (M.
 * Aumüller et al., PUFFINN, 2019, here for several buckets of a table). Where that would take
 * longer than a {@link SignScan}, the rows left are searched so.
 */
final class ProbeScan {

  /** Buckets between two looks at what is missed. */
  private static final int ROUND = 64;

  /** Candidates that are estimated at once. */
  private static final int BATCH = 2048;

  /** Of the first candidates one in so many is taken for likely. */
  private static final int CANDIDATES_PER_SEED = 8;

  /** Of what may be missed, the share that estimates may; tables, which cost more, the rest. */
  private static final double ESTIMATES_SHARE = 0.15;

  /**
   * The bucket of all rows whose codes have no bits: they could not be coded, or are the centre.
   */
  private static final int BUCKET_OF_NO_BITS = 0;

  private final SignSearch search;
  private final SignTables tables;
  private final ProbeSequence probes;
  private final ProbeCoverage coverage;

  /** Accepted rows that were not found in a bucket. */
  private final FixedBitSet left;

  private final double estimatesMiss;
  private final double tablesMiss;
  private int[] ords = new int[BATCH];
  private float[] values = new float[0];
  private int count;

  /** Whether estimates know what hits are like. */
  private boolean isRemembered;

  private long buckets;
  private long candidates;

  /** A search of the rows that both {@code search} and {@code tables} are of. */
  ProbeScan(SignSearch search, SignTables tables) {
    this.search = search;
    this.tables = tables;
    this.probes =
        new ProbeSequence(
            search.estimates().target(),
            tables.count(),
            tables.hashesPerTable(),
            ProbeCoverage.cosines());
    this.coverage = new ProbeCoverage(tables.count());
    this.left = search.range().toSet();
    this.estimatesMiss = ESTIMATES_SHARE * search.miss();
    this.tablesMiss = 1 - (1 - search.miss()) / (1 - estimatesMiss);
  }

  /** Whether tables, if there are any, are worth trying: all rows are searched, and many. */
  static boolean isPossible(SignSearch search) {
    RowRange range = search.range();
    return range.isWhole()
        && search.estimates().blocks().isInPlace()
        && search.strategy().codes().probeCosts().isWorthTrying(range.field().count());
  }

  /** Searches until the recall target is reached, or the collector wants no more. */
  void run() throws IOException {
    int rows = left.cardinality();
    long scoredBefore = search.strategy().documentsScored();
    boolean isReached;
    try {
      isReached = probe();
    } catch (IllegalStateException e) {
      throw search.estimates().blocks().translate(e);
    }
    search.strategy().countSigns(candidates, buckets);
    if (!search.hits().isDone()) {
      long scored = search.strategy().documentsScored() - scoredBefore;
      long considered = isReached ? rows : candidates;
      double miss = scored < considered ? search.miss() : 0;
      search.strategy().passOver(considered, considered - scored, miss);
      if (!isReached) {
        new SignScan(search.of(search.range().only(left))).run();
      }
    }
  }

  /** Probes buckets; returns whether enough was found, else a scan is to find the rest. */
  private boolean probe() throws IOException {
    gather(0, BUCKET_OF_NO_BITS);
    int wanted = CANDIDATES_PER_SEED * search.strategy().codes().seeds();
    while (!search.hits().isDone()) {
      boolean isEnd = !gatherRound();
      boolean mayBeEnough = isEnd || missed() <= tablesMiss;
      if (mayBeEnough || count >= wanted) {
        settle();
        wanted = BATCH;
      }
      // What was settled may be nearer, and the nearer hits are, the less is missed.
      double missed = isEnd ? 0 : missed();
      if (mayBeEnough && missed <= tablesMiss) {
        return true;
      }
      if (isTooDear(missed)) {
        settle();
        return false;
      }
    }
    return false;
  }

  /** Whether it will, as far as can be told, be dearer than a scan. */
  private boolean isTooDear(double missed) {
    ProbeCosts costs = search.strategy().codes().probeCosts();
    double scan = costs.ofScan(search.range().field().count());
    long seen = candidates + count;
    return costs.expected(buckets, seen, tablesMiss, tablesMiss) > scan
        || (search.knowsHits() && costs.expected(buckets, seen, missed, tablesMiss) > scan);
  }

  /** Gathers the rows of the next buckets; returns whether there are more. */
  private boolean gatherRound() throws IOException {
    for (int i = 0; i < ROUND; i++) {
      if (!probes.next()) {
        return false;
      }
      gather(probes.table(), probes.bucket());
      coverage.add(probes);
    }
    return true;
  }

  /** Gathers the rows of a bucket that were in none before. */
  private void gather(int table, int bucket) throws IOException {
    int size = tables.load(table, bucket);
    buckets++;
    ords = ArrayUtil.grow(ords, count + size);
    for (int i = 0; i < size; i++) {
      int ord = tables.ords()[i];
      if (left.getAndClear(ord)) {
        ords[count++] = ord;
      }
    }
  }

  /** The share of the hits, if they are like the best known, that are in no bucket so far. */
  private double missed() {
    return search.knowsHits() ? coverage.missed(search.hitRaws(), search.estimates()) : 1;
  }

  /** Scores those of the rows gathered that may be hits. */
  private void settle() throws IOException {
    if (count == 0) {
      return;
    }
    candidates += count;
    if (values.length < count) {
      values = new float[ords.length];
    }
    SignEstimates estimates = search.estimates();
    estimates.refine(ords, values, count);
    for (int i = 0; i < count; i++) {
      // Rows that could not be coded come first; infinite estimates know no margin.
      values[i] = Math.min(values[i], Float.MAX_VALUE);
    }
    boolean isFirst = !isRemembered;
    if (isFirst) {
      estimates.remember(ords, count);
    }
    scoreLikely();
    if (isFirst && search.knowsHits()) {
      // Hits may be longer than most, or shorter.
      estimates.remember(ords, keepLikely());
      isRemembered = true;
    }
    count = 0;
  }

  private void scoreLikely() throws IOException {
    if (search.knowsHits()) {
      count = keepLikely();
    }
    BestFirstRows best =
        new BestFirstRows(search.range().field(), search.hits(), ords, values, count);
    // As many as there are hits, so that there is something to tell likely ones by.
    best.widen(Double.NEGATIVE_INFINITY);
    search.rowScan().run(best, search.hits());
    if (search.knowsHits()) {
      best.widen(margin());
      search.rowScan().run(best, search.hits());
    }
  }

  private double margin() {
    double error = search.estimates().refinedError(search.hits().minRaw());
    return search.margin(error, estimatesMiss);
  }

  /** Keeps the likely ones of the rows gathered and returns how many. */
  private int keepLikely() {
    double least = search.hits().minRaw() - margin();
    int likely = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] >= least) {
        ords[likely] = ords[i];
        values[likely++] = values[i];
      }
    }
    return likely;
  }
}
